"""Integration: two officers at the same moment, in real transactions of two connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import override

from mouakaba.select.applications.actions import save_answers
from mouakaba.select.calls.actions import StaleDraftError, edit_draft, publish_call
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import draft_of
from mouakaba.select.calls.queries.drafts import shown_digest
from tests import factories

SAME = "The published version already says the same. Nothing was published."
pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts at once, each in a connection of its own; a refusal comes back as its sentences."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=10)
            with override("en"):
                return act()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def officers(places: None) -> tuple[Any, Any, Call]:
    omar, noura = factories.make_person("Omar"), factories.make_person("Noura")
    call = factories.make_call(factories.make_programme(officer=omar))
    return omar, noura, call


def test_two_officers_who_publish_at_once_make_one_version(officers: tuple[Any, Any, Call]) -> None:
    omar, noura, call = officers
    edit_draft(call=call, change=lambda draft: draft.header.update(reserve=7), by=omar)

    def publish(by: Any) -> Callable[[], Any]:
        return lambda: publish_call(call=Call.objects.get(pk=call.pk), by=by, why=f"said {by.email}")

    results = together(publish(omar), publish(noura))
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert [version.number for version in call.versions.order_by("number")] == [1, 2]
    assert [error.messages for error in refused] == [
        ["The published version already says the same. Nothing was published."]
    ]


def test_of_two_officers_on_one_page_the_second_is_told(officers: tuple[Any, Any, Call]) -> None:
    omar, noura, call = officers

    def shown(draft: Any) -> dict[str, Any]:
        return {"places": draft.header.get("places")}

    seen = shown_digest(shown(draft_of(call)))

    def edit(by: Any, places: int) -> Callable[[], Any]:
        def change(draft: Any) -> None:
            draft.header["places"] = places

        return lambda: edit_draft(call=Call.objects.get(pk=call.pk), change=change, by=by, shown=shown, seen=seen)

    results = together(edit(omar, 11), edit(noura, 12))
    refused = [result for result in results if isinstance(result, StaleDraftError)]
    saved = [result for result in results if isinstance(result, Call)]
    assert (len(refused), len(saved)) == (1, 1)
    assert draft_of(Call.objects.get(pk=call.pk)).header["places"] == draft_of(saved[0]).header["places"]


def test_officers_on_different_pages_lose_nothing(officers: tuple[Any, Any, Call]) -> None:
    omar, noura, call = officers

    def put(key: str, value: int, by: Any) -> Callable[[], Any]:
        def change(draft: Any) -> None:
            draft.header[key] = value

        return lambda: edit_draft(call=Call.objects.get(pk=call.pk), change=change, by=by)

    together(put("places", 11, omar), put("reserve", 12, noura))
    header = draft_of(Call.objects.get(pk=call.pk)).header
    assert (header["places"], header["reserve"]) == (11, 12)


def somebody_waits() -> bool:
    """Whether another connection waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_an_answer_saved_while_a_version_comes_out_is_kept(officers: tuple[Any, Any, Call], stand_at: Any) -> None:
    omar, _noura, call = officers
    stand_at("2024-03-20 10:00:00")
    application = factories.make_application(call, factories.make_person("Alice"), state="draft")
    edit_draft(call=call, change=lambda draft: draft.header.update(reserve=7), by=omar)
    published = Event()

    def publish() -> None:
        with transaction.atomic():
            publish_call(call=Call.objects.get(pk=call.pk), by=omar, why="A correction.")
            published.set()
            while not somebody_waits():
                pass

    def save() -> None:
        published.wait(timeout=10)
        at = factories.at("2024-03-20 10:00:00")
        save_answers(application=application, posted={"title": "Mine"}, bases={"title": 1}, by=applicant, at=at)

    applicant = application.applicant
    together(publish, save)
    application.refresh_from_db()
    assert (application.version.number, application.answers["title"]) == (2, "Mine")
