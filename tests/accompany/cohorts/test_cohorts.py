"""Integration: cohorts follow the published choice, and a project and its support share one plan."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.cohorts.actions import follow_choice
from mouakaba.accompany.cohorts.models import Cohort, CohortProject, Milestone, ProjectNote
from mouakaba.accompany.cohorts.queries import project_rows
from mouakaba.accompany.cohorts.rules import progress
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.select.selection.actions import freeze_run, publish_results, run_selection
from tests import factories
from tests.accompany.conftest import make_project
from tests.browsing import as_, url
from tests.select.selection import cast

PDF = b"%PDF-1.7 DEMO"


@pytest.mark.django_db(transaction=True)
def test_publishing_the_results_makes_the_cohort_once(
    places: None, programme: Any, omar: Person, stand_at: Any
) -> None:
    stand_at("2024-05-01 10:00:00")
    call = cast.closed_call(programme, cast.SIX)
    assert follow_choice(call.pk) is None  # not published: no cohort
    freeze_run(run=run_selection(call=call, name="DEMO", by=omar), note="", by=omar)
    publish_results(call=call, by=omar)  # the event is heard once this is committed
    cohort = Cohort.objects.get(call=call)
    assert cohort.projects.count() == cohort.planned == 3
    follow_choice(call.pk)
    assert CohortProject.objects.count() == 3
    bearers = set(cohort.projects.values_list("project__bearer", flat=True))
    assert bearers == set(call.applications.filter(state="selected").values_list("applicant", flat=True))
    gone = cohort.projects.select_related("application").first()
    assert gone and gone.application
    gone.application.state = "withdrawn"
    gone.application.save()
    follow_choice(call.pk)
    assert sorted(row["state"] for row in project_rows(cohort=cohort)) == ["active", "active", "left"]


@pytest.mark.django_db
def test_a_past_edition_is_typed(omar: Person, programme: Any, places: None) -> None:
    client = as_(omar)
    body = {"programme": programme.pk, "code": "demo-1", "title_fr": "DEMO promotion", "certificate_share": "60"}
    wrong = client.post(url("cohort_new"), {**body, "starts_on": "2024-03-01", "ends_on": "2024-02-01"})
    assert wrong.status_code == 422 and "précède le premier" in wrong.content.decode()
    client.post(url("cohort_new"), body)
    cohort = Cohort.objects.get()
    assert client.post(url("cohort_new"), body).status_code == 422  # the code is taken
    client.post(url("cohort_step", cohort.pk), {"title_fr": "DEMO diagnostic", "due_on": "2024-02-01"})
    client.post(url("cohort_project", cohort.pk), {"title": "DEMO projet", "region": "MA-02"})
    bad = client.post(url("cohort_project", cohort.pk), {"title": "DEMO deux", "email": "nobody@demo.example"})
    assert bad.status_code == 422 and "DEMO deux" in bad.content.decode()
    page = client.get(url("cohort", cohort.pk)).content.decode()
    assert "DEMO diagnostic" in page and "DEMO projet" in page and cohort.projects.count() == 1
    client.post(url("cohort_step_remove", cohort.pk, cohort.steps.get().pk))
    assert not cohort.steps.exists()


@pytest.mark.django_db
def test_a_project_marks_what_is_done_with_its_proof(project: CohortProject, holder: Person, omar: Person) -> None:
    client = as_(holder)
    client.post(url("plan_milestone", project.pk), {"title": "DEMO jalon", "due_on": "2026-03-01"})
    row = Milestone.objects.get()
    done = url("plan_done", project.pk, row.pk)
    late = client.post(done, {"done_on": "2026-03-05"})
    assert late.status_code == 422 and "Ce jour n’est pas encore venu" in late.content.decode()
    proof = SimpleUploadedFile("proof.pdf", PDF)
    client.post(done, {"done_on": "2026-03-01", "upload": proof})
    client.post(url("plan_note", project.pk), {"text": "DEMO note du projet"})
    assert b"".join(as_(omar).get(url("plan_proof", project.pk, row.pk))) == PDF
    page = as_(omar).get(url("plan", project.pk)).content.decode()
    assert "DEMO note du projet" in page and "100\u202f%" in page
    client.post(done, {"act": "reopen"})
    row.refresh_from_db()
    assert (row.done_on, row.proof is not None) == (None, True)


@pytest.mark.django_db
def test_who_opens_a_plan(
    project: CohortProject, holder: Person, omar: Person, viewer: Person, charlie: Person
) -> None:
    people = {"holder": holder, "officer": omar, "viewer": viewer, "stranger": charlie}
    reads = {who: as_(person).get(url("plan", project.pk)).status_code for who, person in people.items()}
    assert reads == {"holder": 200, "officer": 200, "viewer": 200, "stranger": 404}
    writes = {
        who: as_(person).post(url("plan_note", project.pk), {"text": "DEMO"}).status_code
        for who, person in people.items()
    }
    assert writes == {"holder": 302, "officer": 302, "viewer": 404, "stranger": 404}
    assert as_(holder).post(url("plan_state", project.pk), {"state": "completed"}).status_code == 404
    as_(omar).post(url("plan_state", project.pk), {"state": "completed"})
    project.refresh_from_db()
    assert (project.state, project.ended_on is not None) == ("completed", True)
    assert as_(None).get(url("plan", project.pk)).status_code == 302


@pytest.mark.django_db
def test_the_pages_ask_few_queries(cohort: Cohort, holder: Person, omar: Person) -> None:
    for number in range(30):
        row = make_project(cohort, holder, f"DEMO {number}")
        Milestone.objects.create(project=row, title="DEMO")
        ProjectNote.objects.create(project=row, text="DEMO", at=factories.at("2026-03-01 10:00:00"), by=holder)
    visits = ((omar, url("cohort", cohort.pk)), (holder, url("my_plans")), (holder, url("plan", row.pk)))
    for person, path in visits:
        client = as_(person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= 12, (path, [query["sql"][:80] for query in asked])


@pytest.mark.django_db
def test_plans_are_exported_and_erased_with_their_person(project: CohortProject, holder: Person) -> None:
    Milestone.objects.create(project=project, title="DEMO jalon")
    ProjectNote.objects.create(project=project, text="DEMO", at=factories.at("2026-03-01 10:00:00"), by=holder)
    assert export_person(holder)["plans"]["milestones"][0]["title"] == "DEMO jalon"
    erase_person(person=holder, by=holder)
    assert not Milestone.objects.exists() and not ProjectNote.objects.exists()
    assert CohortProject.objects.filter(pk=project.pk).exists()


def test_progress_is_rounded_down() -> None:
    assert [progress([True] * done + [False] * (3 - done)) for done in range(4)] == [0, 33, 66, 100]
    assert progress([]) is None
