"""Integration: what the applicant reads after sending — refusal with its rules, a paper asked, the result."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mouakaba.select.applications.actions import submit_application
from mouakaba.select.applications.models import Application, State
from mouakaba.select.events import ApplicationSubmitted, listen
from mouakaba.select.selection.actions import freeze_run, publish_results, run_selection
from tests import factories
from tests.select.selection import cast

pytestmark = pytest.mark.django_db


def page_of(client: Any, application: Application, language: str = "en") -> str:
    client.force_login(application.applicant)
    response = client.get(f"/{language}/my/applications/{application.pk}/")
    assert response.status_code == 200
    return str(response.content.decode())


def send(draft: Application, when: str = "2024-03-20 11:00:00") -> Any:
    draft.answers["consent"] = "true"
    draft.save()
    return submit_application(application=draft, by=draft.applicant, at=factories.at(when))


def test_a_refused_file_shows_each_rule_it_does_not_meet(client: Any, draft: Application) -> None:
    draft.answers["birth_date"] = "2006-04-01"
    send(draft)
    Application.objects.filter(pk=draft.pk).update(state=State.REFUSED)
    page = page_of(client, Application.objects.get(pk=draft.pk))
    assert "Rules that are not met" in page and "17 years" in page
    assert "Region" not in page.split("Rules that are not met")[1].split("Steps")[0]


def test_sending_again_does_not_forget_a_paper_still_asked(draft: Application, omar: Any) -> None:
    send(draft)
    Application.objects.filter(pk=draft.pk).update(state=State.PAPER_ASKED)
    row = Application.objects.get(pk=draft.pk)
    row.answers["title"] = "DEMO changed"
    row.save()
    assert send(row, "2024-03-21 11:00:00").sequence == 2
    assert Application.objects.get(pk=draft.pk).state == State.PAPER_ASKED


def test_sending_is_told_once_committed(draft: Application, django_capture_on_commit_callbacks: Any) -> None:
    told: list[ApplicationSubmitted] = []
    listen(ApplicationSubmitted, told.append)
    with django_capture_on_commit_callbacks(execute=True):
        made = send(draft)
        assert told == []
        send(Application.objects.get(pk=draft.pk))
    assert told == [ApplicationSubmitted(draft.pk, made.pk)]


def test_changes_after_sending_are_said_not_to_be_sent(client: Any, draft: Application, stand_at: Any) -> None:
    send(draft)
    Application.objects.filter(pk=draft.pk).update(saved_at=factories.at("2024-03-20 12:00:00"))
    assert "You changed answers after sending" in page_of(client, Application.objects.get(pk=draft.pk))


def test_a_missed_closing_is_said_plainly(client: Any, draft: Application, stand_at: Any) -> None:
    stand_at("2024-04-01 00:00:00")
    assert "It was not sent" in page_of(client, draft)


@pytest.fixture
def decided(programme: Any, places: None, omar: Any, stand_at: Any) -> Any:
    """A published choice of three files among six."""
    stand_at("2024-04-20 10:00:00")
    call = cast.closed_call(programme, cast.SIX)
    run = run_selection(call=call, name="DEMO choice", by=omar)
    freeze_run(run=run, note="", by=omar)
    publish_results(call=call, by=omar)
    return call


@pytest.mark.parametrize("number", range(1, 7))
def test_the_result_is_read_within_the_budget_and_a_place_is_given_up_there(
    number: int, client: Any, decided: Any
) -> None:
    application = cast.application(decided, number)
    url = f"/en/my/applications/{application.pk}/"
    page_of(client, application)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content.decode()
    assert len(queries) <= 12
    assert 'aria-labelledby="result"' in page
    assert "/withdraw/" not in page
    client.post(f"{url}withdraw/")
    assert cast.application(decided, number).state == application.state
