"""Integration: freezing a draft as a version, and whom a new version touches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mouakaba.base.audit.queries import history_of
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.select.calls.actions import cancel_call, discard_draft, edit_draft, publish_call
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import blocking, call_file, draft_of, draft_problems
from tests import factories

Change = Callable[..., None]


def letters() -> dict[str, str]:
    return dict(OutboxMessage.objects.values_list("address", "body"))


def test_a_complete_draft_has_nothing_that_blocks(draft: Call) -> None:
    assert blocking(draft_problems(draft)) == []


def test_publishing_freezes_the_call_file_and_takes_its_dates_over(draft: Call, omar: Any) -> None:
    version = publish_call(call=draft, by=omar)
    assert (version.number, draft.state, draft.places) == (1, "published", 3)
    assert draft.closes_at == factories.at("2024-03-31 23:59:59")
    assert draft.grace == timedelta(0)
    assert [rule.code for rule in call_file(version).eligibility] == ["age", "region"]
    assert version.content == factories.content()
    assert (version.published_by, len(version.digest)) == (omar, 64)


def test_the_factory_publishes_as_an_officer_does(call: Any) -> None:
    assert (call.version.number, call.state, call.is_demo) == (1, "published", True)
    assert call.version.content == factories.content()


def test_an_incomplete_draft_is_refused_with_every_obstacle(draft: Call, omar: Any, change: Change) -> None:
    change(draft, places="", closes_at="2024-03-31T25:00")
    with pytest.raises(ValidationError) as refused:
        publish_call(call=draft, by=omar)
    assert len(refused.value.messages) == 2
    assert Call.objects.get().version is None


def test_a_second_version_needs_a_reason_and_a_change(call: Call, omar: Any, change: Change) -> None:
    with pytest.raises(ValidationError, match="already says the same"):
        publish_call(call=call, by=omar, why="no change")
    change(call, reserve=4)
    with pytest.raises(ValidationError) as refused:
        publish_call(call=call, by=omar)
    assert list(refused.value.message_dict) == ["why"]
    assert publish_call(call=call, by=omar, why="A donor asked for it.").number == 2


def test_drafts_move_and_sent_files_keep_the_version_they_answered(
    call: Call, omar: Any, alice: Any, charlie: Any, change: Change, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-03-20 10:00:00")
    begun = factories.make_application(call, alice, state="draft")
    sent = factories.make_application(call, charlie)
    questions = [question for question in call.version.content["questions"] if question["code"] != "summary"]
    change(call, content={"questions": questions})
    publish_call(call=call, by=omar, why="The summary is not needed.")
    begun.refresh_from_db()
    sent.refresh_from_db()
    assert (begun.version.number, sent.version.number, sent.submission.version.number) == (2, 1, 1)
    assert begun.answers["summary"] == factories.ANSWERS["summary"]


def test_everybody_with_an_application_gets_one_letter_in_their_language(
    call: Call, omar: Any, alice: Any, charlie: Any, change: Change, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-03-20 10:00:00")
    factories.make_application(call, alice, state="draft")
    factories.make_application(call, charlie, state="withdrawn")
    change(call, closes_at="2024-04-07T23:59:59")
    publish_call(call=call, by=omar, why="The strike of the trains.")
    assert list(letters()) == [alice.email]
    assert "The strike of the trains." in letters()[alice.email]
    assert "les dates" in letters()[alice.email]  # Alice reads French


def test_an_officer_may_publish_without_letters(
    call: Call, omar: Any, alice: Any, change: Change, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-03-20 10:00:00")
    factories.make_application(call, alice, state="draft")
    change(call, reserve=5)
    publish_call(call=call, by=omar, why="A typing mistake.", tell=False)
    assert letters() == {}


def test_what_a_file_is_judged_by_stands_after_the_closing(
    call: Call, omar: Any, change: Change, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-04-20 10:00:00")

    def heavier(draft: Any) -> None:
        draft.items("criteria")[0]["weight"] = 80

    edit_draft(call=call, change=heavier, by=omar)
    with pytest.raises(ValidationError, match="can no longer change"):
        publish_call(call=call, by=omar, why="We changed our mind.")
    assert call.versions.count() == 1


@pytest.mark.parametrize(
    ("header", "content"),
    [
        ({"places": 4}, None),
        ({}, {"contact": "new@demo.example"}),
        ({"closes_at": "2024-05-01T12:00:00"}, None),
    ],
)
def test_places_texts_and_a_later_closing_may_change_after_the_closing(
    call: Call, omar: Any, change: Change, stand_at: Callable[[str], None], header: Any, content: Any
) -> None:
    stand_at("2024-04-20 10:00:00")
    change(call, content=content, **header)
    assert publish_call(call=call, by=omar, why="A correction.").number == 2


def test_a_later_closing_opens_a_closed_call_again(
    call: Call, omar: Any, change: Change, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-04-20 10:00:00")
    change(call, closes_at="2024-05-01T12:00:00")
    publish_call(call=call, by=omar, why="Storms.")
    assert call.stage(factories.at("2024-04-20 10:00:00")) == "open"


@pytest.mark.parametrize("today", ["2024-03-20 10:00:00", "2024-04-20 10:00:00"])
def test_a_closing_people_count_on_never_comes_earlier(
    call: Call, omar: Any, change: Change, stand_at: Callable[[str], None], today: str
) -> None:
    stand_at(today)
    change(call, closes_at="2024-03-25T12:00:00")
    with pytest.raises(ValidationError, match="not earlier"):
        publish_call(call=call, by=omar, why="We are in a hurry.")


def test_an_announced_closing_may_still_come_earlier(
    call: Call, omar: Any, change: Change, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-02-01 10:00:00")
    change(call, closes_at="2024-03-25T12:00:00")
    publish_call(call=call, by=omar, why="Before anybody began.")
    assert call.closes_at == factories.at("2024-03-25 12:00:00")


def test_only_texts_change_once_results_are_published(
    call: Call, omar: Any, change: Change, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-06-01 10:00:00")
    Call.objects.filter(pk=call.pk).update(decided_at=factories.at("2024-05-20 10:00:00"))
    call.refresh_from_db()
    change(call, places=9)
    with pytest.raises(ValidationError, match="can no longer change"):
        publish_call(call=call, by=omar, why="More places.")
    change(call, places=3, content={"contact": "after@demo.example"})
    assert publish_call(call=call, by=omar, why="New address.").number == 2


def test_publishing_is_recorded_with_what_changed(call: Call, omar: Any, change: Change) -> None:
    change(call, reserve=7, content={"contact": "new@demo.example"})
    publish_call(call=call, by=omar, why="Because.")
    line = history_of(call).filter(act="publish_call").first()
    assert line is not None
    assert (line.by, line.why, line.detail["changed"]) == (omar, "Because.", ["texts", "places"])


def test_a_draft_changed_after_the_check_is_not_published_unseen(draft: Call, omar: Any, change: Change) -> None:
    seen = draft_of(draft).digest
    change(draft, places=50)
    with pytest.raises(ValidationError, match="Somebody changed the draft"):
        publish_call(call=draft, by=omar, seen=seen)


def test_the_draft_goes_back_to_what_is_published(call: Call, omar: Any, change: Change) -> None:
    before = draft_of(call)
    change(call, places=50)
    discard_draft(call=call, by=omar)
    assert call_file(call.version).call.places == draft_of(call).header["places"] == before.header["places"]
    with pytest.raises(ValidationError, match="already says the same"):
        publish_call(call=call, by=omar, why="nothing")


def test_a_cancelled_call_tells_why_and_takes_no_change(
    call: Call, omar: Any, alice: Any, change: Change, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-03-20 10:00:00")
    factories.make_application(call, alice)
    with pytest.raises(ValidationError):
        cancel_call(call=call, why="  ", by=omar)
    cancel_call(call=call, why="The donor withdrew.", by=omar)
    assert call.stage(factories.at("2024-03-20 10:00:00")) == "cancelled"
    assert "The donor withdrew." in letters()[alice.email]
    with pytest.raises(ValidationError, match="cancelled"):
        change(call, places=9)
    with pytest.raises(ValidationError, match="cancelled"):
        publish_call(call=call, by=omar, why="again")


def test_a_decided_call_is_not_cancelled(call: Call, omar: Any) -> None:
    Call.objects.filter(pk=call.pk).update(decided_at=factories.at("2024-05-20 10:00:00"))
    with pytest.raises(ValidationError, match="results"):
        cancel_call(call=call, why="Too late.", by=omar)
