"""Publishing: states, steps, the event and a letter each, once, whatever is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override
from procrastinate.exceptions import ConnectorException

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.select.applications.models import Application, State, StatusLine
from mouakaba.select.calls.models import Call
from mouakaba.select.events import CohortPublished, listen
from mouakaba.select.selection.actions import RefusedError, publish_results, publishing, queue_letters
from mouakaba.select.selection.models import Decision, SelectionRun
from mouakaba.select.selection.queries.results import result_for
from tests.select.selection.cast import application, number

pytestmark = pytest.mark.django_db


def states(call: Call) -> list[str]:
    return list(Application.objects.filter(call=call).order_by("number").values_list("state", flat=True))


def letter(call: Call, n: int) -> OutboxMessage:
    return OutboxMessage.objects.get(key=f"result-{application(call, n).pk}")


def test_states_steps_and_date(published: Call, omar: Any) -> None:
    assert states(published) == ["selected", "selected", "reserve", "selected", "reserve", "not_selected"]
    assert published.decided_at is not None
    steps = StatusLine.objects.filter(application__call=published)
    assert {(step.at, step.by) for step in steps} == {(published.decided_at, omar)}
    assert steps.count() == 6


def test_a_letter_each_in_the_reader_s_language(published: Call) -> None:
    assert OutboxMessage.objects.count() == 6
    assert [letter(published, n).language for n in (1, 2, 3)] == ["ar", "fr", "en"]
    assert "demo-call" not in letter(published, 3).subject
    assert "/ar/my/" in letter(published, 1).body
    assert "/en/my/" in letter(published, 3).body


def test_a_reserve_reads_marks_quota_and_distance(published: Call) -> None:
    body = letter(published, 3).body
    assert "number 1 on the reserve list" in body
    assert "Economic viability: \u20664\u2069 out of \u20665\u2069" in body
    assert "these announced quotas kept yours out: “Oriental region”" in body
    assert "With \u206610\u2069 points more" in body
    assert "contact@demo.example" in body
    assert "reason" not in body


def test_publishing_again_sends_nothing_twice(published: Call, omar: Any) -> None:
    assert publish_results(call=published, by=omar) == 0
    assert OutboxMessage.objects.count() == 6
    assert StatusLine.objects.filter(application__call=published).count() == 6


def test_nothing_is_published_without_a_frozen_choice(run: SelectionRun, six: Call, omar: Any) -> None:
    with pytest.raises(RefusedError, match="No choice is frozen"):
        publish_results(call=six, by=omar)
    assert set(states(six)) == {"admitted"}
    with pytest.raises(RefusedError, match="not published"):
        queue_letters(call=six)


def test_a_chosen_file_withdrawn_since_stops_it(frozen: SelectionRun, six: Call, omar: Any) -> None:
    Application.objects.filter(number=number(six, 1)).update(state=State.WITHDRAWN)
    with pytest.raises(RefusedError, match=number(six, 1)):
        publish_results(call=six, by=omar)
    assert Call.objects.get(pk=six.pk).decided_at is None


def test_another_file_withdrawn_since_stays_withdrawn(frozen: SelectionRun, six: Call, omar: Any) -> None:
    Application.objects.filter(number=number(six, 6)).update(state=State.WITHDRAWN)
    assert publish_results(call=six, by=omar) == 5
    assert states(six)[5] == "withdrawn"
    assert Decision.objects.get(application__number=number(six, 6)).outcome == "withdrawn"


@contextmanager
def failing(table: str, after: int = 0) -> Iterator[None]:
    """The database breaks off once `table` holds `after` rows more than now, as when a process dies there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        limit = cursor.fetchone()[0] + after
        cursor.execute(
            f"""CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN IF (SELECT count(*) FROM {table}) >= {limit} THEN RAISE 'broken off'; END IF; RETURN NEW; END$$;
            CREATE TRIGGER break_off BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION break_off()"""
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER break_off ON {table}; DROP FUNCTION break_off()")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("breaks_after", "kept"), [(0, 0), (1, 0), (2, 2), (3, 2), (5, 4)])
def test_cut_off_anywhere_it_completes_once(
    frozen: SelectionRun, six: Call, omar: Any, monkeypatch: Any, breaks_after: int, kept: int
) -> None:
    """Letters go two by two; the database breaks off within a pair, then publishing is run again."""
    monkeypatch.setattr(publishing, "LETTERS_AT_ONCE", 2)
    with failing("base_outboxmessage", breaks_after), pytest.raises(DatabaseError, match="broken off"):
        publish_results(call=six, by=omar)
    assert OutboxMessage.objects.count() == kept
    assert publish_results(call=six, by=omar) == 6 - kept
    assert OutboxMessage.objects.count() == 6
    assert StatusLine.objects.filter(application__call=six).count() == 6


@pytest.mark.django_db(transaction=True)
def test_cut_off_before_anything_is_public_leaves_nothing(frozen: SelectionRun, six: Call, omar: Any) -> None:
    with failing("procrastinate_jobs"), pytest.raises(ConnectorException):
        publish_results(call=six, by=omar)
    assert set(states(six)) == {"admitted"}
    assert Call.objects.get(pk=six.pk).decided_at is None
    assert not StatusLine.objects.filter(application__call=six).exists()


def test_the_queue_completes_what_was_cut_off(frozen: SelectionRun, six: Call, omar: Any, monkeypatch: Any) -> None:
    from mouakaba.select.selection.tasks import send_letters

    monkeypatch.setattr(publishing, "AT_ONCE", 3)
    assert publish_results(call=six, by=omar) == 0
    assert OutboxMessage.objects.count() == 0
    send_letters(call_id=str(six.pk))
    assert OutboxMessage.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_the_event_follows_the_commit_once(frozen: SelectionRun, six: Call, omar: Any) -> None:
    heard: list[CohortPublished] = []
    listen(CohortPublished, heard.append)
    with transaction.atomic():
        publish_results(call=six, by=omar)
        assert heard == []
    publish_results(call=six, by=omar)
    assert heard == [CohortPublished(six.pk)]


def test_nobody_reads_a_result_before_publication(frozen: SelectionRun, six: Call) -> None:
    assert result_for(application(six, 1), "fr") is None


def test_the_result_of_a_selected_file(published: Call) -> None:
    result = result_for(application(published, 1), "en")
    assert result is not None
    assert (result.outcome, result.headline, result.rank) == ("selected", "Your project is selected.", None)
    assert (result.quota_sentence, result.short_by_sentence, result.may_give_up) == ("", "", True)
    assert [(one.label, one.mean, one.top) for one in result.marks] == [
        ("Economic viability", 5, 5),
        ("Impact", 5, 5),
    ]


def test_the_result_of_the_reserve_has_reasons_without_names(published: Call) -> None:
    result = result_for(application(published, 3), "en")
    assert result is not None
    assert (result.outcome, result.rank) == ("reserve", 1)
    assert result.marks[0].reasons == ("DEMO reason for viability 4",)
    assert "juror" not in repr(result)


def test_the_result_of_the_others(published: Call) -> None:
    result = result_for(application(published, 6), "en")
    assert result is not None
    assert result.short_by_sentence == "With \u206620\u2069 points more, your project would have been selected."
    assert (result.quota_sentence, result.may_give_up) == ("", False)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_result_is_asked_in_any_language(published: Call, language: str) -> None:
    with override("fr" if language != "fr" else "ar"):
        result = result_for(application(published, 3), language)
    assert result is not None
    labels = {"ar": "الجدوى الاقتصادية", "fr": "Viabilité économique", "en": "Economic viability"}
    assert result.marks[0].label == labels[language]
