"""An application made by a helper, in the applicant's name and within the consent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.helping.actions import allow_help, take_up_help
from mouakaba.base.organisations.actions import join_organisation
from mouakaba.select.applications.models import Application
from tests import factories
from tests.select.applications.conftest import page_data, section_url, send_data


@pytest.fixture
def helper(draft: Application, alice: Any) -> Client:
    """An association's worker who acts for Alice."""
    person, association = factories.make_person("Helper"), factories.make_organisation("demo-association")
    join_organisation(person=person, organisation=association, role="officer", by=None)
    _row, code = allow_help(scopes=["applications"], why="DEMO", until=date(2024, 4, 1), by=alice)
    row = take_up_help(code=code, organisation=association, source="x", by=person)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    began = client.post(f"/fr/my/helping/{row.pk}/begin/", {"scope": "applications"})
    assert began.headers["Location"] == "/fr/calls/"
    return client


def test_a_helper_fills_in_and_sends_and_the_office_reads_both_names(
    helper: Client, draft: Application, alice: Any, omar: Any
) -> None:
    changed = next(code for code, value in draft.answers.items() if isinstance(value, str) and len(value) > 20)
    data = page_data(draft, **{changed: "DEMO " + "texte écrit avec une aide " * 3})
    assert helper.post(section_url(draft), data).status_code == 302
    review = reverse("application_review", args=[draft.pk])
    draft.refresh_from_db()
    assert helper.post(review, send_data(draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "submitted" and draft.applicant == alice
    lines = AuditLine.objects.filter(subject_id=str(draft.pk), helper__isnull=False)
    assert "submit_application" in {line.act for line in lines}
    assert {(line.by, line.helper.name) for line in lines} == {(alice, "DEMO Helper")}
    officer = Client()
    officer.force_login(omar, backend="django.contrib.auth.backends.ModelBackend")
    page = officer.get(reverse("screening_file", args=[draft.call.slug, draft.pk])).content.decode()
    assert "DEMO Helper" in page


def test_a_helper_does_not_take_an_application_back(helper: Client, draft: Application) -> None:
    assert helper.post(reverse("application_withdraw", args=[draft.pk])).status_code == 403
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_files_of_others_stay_shut(helper: Client, draft: Application, charlie: Any) -> None:
    other = factories.make_application(draft.call, charlie, state="draft", at=factories.at("2024-03-20 10:00:00"))
    assert helper.get(reverse("application_page", args=[draft.pk])).status_code == 200
    assert helper.get(reverse("application_page", args=[other.pk])).status_code == 404
