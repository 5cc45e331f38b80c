"""The cohorts of the demonstration: a record a session, and totals that come out of the records."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.cohorts.queries import project_rows
from mouakaba.accompany.models import Session, Tour
from mouakaba.accompany.sessions.queries import figures_of, session_rows
from mouakaba.select import door as select
from mouakaba.site.demo.cohorts import HOLDER, TRAINER, load_cohorts
from mouakaba.site.demo.figures import load_figures
from mouakaba.site.demo.loading import _load_figure, _load_organisations, _read
from tests import factories

COUNTS = ("collective", "individual", "tours", "tour-trainings", "tour-visits", "tour-workshops", "tour-round-tables")
PUBLISHED = {"cohort-1": (13, 81, 4, 5, 21, 8, 2), "cohort-2": (12, 97, 4, 4, 32, 3, 2)}


@pytest.fixture
def loaded(places: None, stand_at: Any) -> None:
    stand_at("2025-04-01 10:00:00")
    officer = factories.make_person("Odco", email="odco@demo.example")
    kawaliss = factories.make_programme("kawaliss", officer=officer)
    factories.make_programme("cooperative-projects", officer=officer)
    factories.make_call(kawaliss, "kawaliss-2")
    people = {email: factories.make_person(email, email=email) for email in (TRAINER, HOLDER)}
    load_cohorts({**people, "odco@demo.example": officer})
    _load_figure(_read("programmes.toml")["figure"])


@pytest.mark.django_db
def test_totals_come_out_of_the_records(loaded: None) -> None:
    for code, published in PUBLISHED.items():
        figures = {one.code: one for one in figures_of(Cohort.objects.get(code=code))}
        assert tuple(figures[name].counted for name in COUNTS) == published
        assert tuple(figures[name].stated for name in COUNTS) == published
        rows = session_rows(cohort__code=code).filter(held=True)
        assert rows.filter(kind="training", individual=False).count() == published[0]
        assert rows.filter(individual=True).count() == published[1]
        assert Tour.objects.filter(cohort__code=code, sessions__isnull=False).distinct().count() == published[2]
    projects = figures_of(Cohort.objects.get(code="cohort-1"))[0]
    assert (projects.counted, projects.stated, projects.disagrees) == (17, 18, True)
    regions = [row["region_code"] for row in project_rows(cohort__code="cohort-1")]
    assert sorted(regions.count(code) for code in set(regions)) == [4, 4, 4, 5]


@pytest.mark.django_db
def test_what_is_ours_is_marked_and_the_second_cohort_waits_for_its_call(loaded: None) -> None:
    assert all("DEMO" in title["fr"] for title in Session.objects.values_list("title", flat=True))
    assert Session.objects.filter(day_known=False).count() == 13 - 5 + 36 + 81 + 12 - 4 + 41 + 97
    assert Cohort.objects.get(code="cohort-2").call == select.call_named("kawaliss-2")
    assert all(set(cohort.note) == {"ar", "fr", "en"} for cohort in Cohort.objects.exclude(code="oriental-2025"))
    assert CoachingSheet.objects.get().state == CoachingSheet.State.HALF
    assert Certificate.objects.get().name == ""


@pytest.mark.django_db
def test_the_open_figures_of_both_cohorts(loaded: None, client: Client) -> None:
    _load_organisations()
    load_figures()  # refreshes what is counted
    rows = client.get("/api/v1/figures").json()
    keys = {"code", "as_counted", "as_published", "unit", "period", "scope", "source", "note"}
    assert all(set(row) == keys for row in rows)
    found = {row["code"]: (row["as_counted"], row["as_published"]) for row in rows}
    assert found["kawaliss.cohort1.projects"] == (17, 18)
    for code, (collective, individual, *_tours) in PUBLISHED.items():
        name = f"kawaliss.{code.replace('-', '')}.sessions"
        assert found[f"{name}.collective"] == (collective, collective)
        assert found[f"{name}.individual"] == (individual, individual)
    assert found["kawaliss.cohort2.projects"] == (None, 24)  # planned; who was chosen is not published
    board = client.get("/fr/figures/dashboard/", {"figure": "sessions.collective", "by": "edition"})
    titles = set(Cohort.objects.values_list("title__fr", flat=True))
    assert {row["name"] for row in board.context["rows"]} <= titles
