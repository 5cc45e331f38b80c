"""Integration: cloning a call, extending it for one person, and telling two versions apart in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from mouakaba.base.audit.queries import history_of
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.select.calls.actions import (
    clone_call,
    create_call,
    edit_draft,
    give_extension,
    publish_call,
    withdraw_extension,
)
from mouakaba.select.calls.queries import draft_of, draft_problems
from mouakaba.select.calls.queries.changes import differences
from tests import factories

TITLE = {"ar": "نسخة", "fr": "Copie", "en": "Copy"}


def test_a_clone_has_everything_but_the_dates(call: Any, omar: Any) -> None:
    copy = clone_call(call=call, slug="copy", title=TITLE, by=omar)
    draft, old = draft_of(copy), draft_of(call)
    assert (copy.state, copy.version, copy.title, copy.kind_code) == ("draft", None, TITLE, "incubation")
    assert draft.content == old.content
    assert (draft.items("criteria"), draft.items("quotas")) == (old.items("criteria"), old.items("quotas"))
    assert ("opens_at" in draft.header, "closes_at" in draft.header) == (False, False)
    fields = {(problem.item, problem.field) for problem in draft_problems(copy) if problem.blocks}
    assert fields == {("", "opens_at"), ("", "closes_at"), ("age", "on-0")}


def test_a_clone_may_move_all_its_dates(call: Any, omar: Any) -> None:
    copy = clone_call(call=call, slug="copy", title=TITLE, by=omar, shift_days=366)
    draft = draft_of(copy)
    assert (draft.header["opens_at"], draft.header["closes_at"]) == ("2025-02-15T09:00:00", "2025-04-01T23:59:59")
    assert draft.items("rules")[0]["test"]["on"] == "2025-04-01"


@pytest.mark.parametrize("slug", ["demo-call", "", "Élan", "with space", "a" * 51, "-a"])
def test_an_address_that_is_taken_or_unusable_is_refused(call: Any, omar: Any, slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clone_call(call=call, slug=slug, title=TITLE, by=omar)
    assert list(refused.value.message_dict) == ["slug"]


def test_an_unknown_kind_is_refused(programme: Any, omar: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        create_call(programme=programme, kind_code="lottery", slug="x", title=TITLE, by=omar)
    assert list(refused.value.message_dict) == ["kind_code"]


@pytest.fixture
def open_call(call: Any, stand_at: Callable[[str], None]) -> Any:
    stand_at("2024-03-20 10:00:00")
    return call


def test_an_extension_is_a_wall_time_of_the_call(open_call: Any, alice: Any, omar: Any) -> None:
    until = datetime(2024, 4, 20, 12, 0)  # after Ramadan: UTC+1
    given = give_extension(call=open_call, person=alice, until_wall=until, reason="Hospital.", by=omar)
    assert given.until == factories.at("2024-04-20 12:00:00")
    line = history_of(open_call).filter(act="give_extension").first()
    assert line is not None
    assert (line.by, line.why, line.detail["person"]) == (omar, "Hospital.", str(alice.pk))
    letter = OutboxMessage.objects.get(address=alice.email)
    assert "20 avril 2024" in letter.body
    assert "Hospital." not in letter.body  # the reason is the office's


def test_a_second_extension_replaces_the_first(open_call: Any, alice: Any, omar: Any) -> None:
    for day in (5, 9):
        until = datetime(2024, 4, day, 12, 0)
        give_extension(call=open_call, person=alice, until_wall=until, reason="Hospital.", by=omar)
    assert open_call.extensions.get().until == factories.at("2024-04-09 12:00:00")


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (datetime(2024, 4, 5, 12, 0), "  ", "reason"),
        (datetime(2024, 3, 31, 23, 59, 59), "Hospital.", "until"),
        (datetime(2024, 3, 1, 12, 0), "Hospital.", "until"),
    ],
)
def test_an_extension_needs_a_reason_and_a_later_moment(
    open_call: Any, alice: Any, omar: Any, until: datetime, reason: str, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        give_extension(call=open_call, person=alice, until_wall=until, reason=reason, by=omar)
    assert list(refused.value.message_dict) == [field]


def test_a_draft_call_cannot_be_extended(draft: Any, alice: Any, omar: Any) -> None:
    with pytest.raises(ValidationError, match="Publish the call first"):
        give_extension(call=draft, person=alice, until_wall=datetime(2030, 1, 1), reason="Why.", by=omar)


def test_taking_an_extension_back_needs_a_reason(open_call: Any, alice: Any, omar: Any) -> None:
    given = give_extension(
        call=open_call, person=alice, until_wall=datetime(2024, 4, 5, 12, 0), reason="Wrong person.", by=omar
    )
    with pytest.raises(ValidationError):
        withdraw_extension(extension=given, reason="", by=omar)
    withdraw_extension(extension=given, reason="It was meant for another.", by=omar)
    assert not open_call.extensions.exists()
    assert history_of(open_call).filter(act="withdraw_extension", why="It was meant for another.").exists()


def test_two_versions_are_told_apart_in_words(open_call: Any, omar: Any) -> None:
    old = open_call.version

    def alter(draft: Any) -> None:
        draft.header["places"] = 5
        draft.header["closes_at"] = "2024-04-15T23:59:59"
        draft.content["summary"]["fr"] = "Autre résumé."
        draft.content["questions"] = [q for q in draft.items("questions") if q["code"] != "summary"]
        draft.items("criteria")[0]["weight"] = 150
        draft.items("quotas")[0]["max"] = 4
        draft.rules["eligibility"] = [draft.items("rules")[0]]

    edit_draft(call=open_call, change=alter, by=omar)
    new = publish_call(call=open_call, by=omar, why="A better call.")
    with override("en"):
        found = {(row.part, row.label): (row.before, row.after) for row in differences(old, new)}
    assert found[("places", "Places")] == ("3", "5")
    assert [part for part, _label in found if part == "dates"] == ["dates"]
    assert "UTC+0" in found[("dates", "Closing")][0]
    assert "UTC+1" in found[("dates", "Closing")][1]
    assert found[("texts", "In short, in French")] == ("Appel de démonstration pour les tests.", "Autre résumé.")
    assert found[("form", "Describe the project")][1] == ""
    assert "75%" in found[("criteria", "Economic viability")][1]
    assert "25%" in found[("criteria", "Impact")][1]
    assert found[("quotas", "Oriental region")][1].endswith("at least 1 · at most 4")
    assert found[("eligibility", "Region")][1] == ""


def test_a_version_compared_with_itself_says_nothing(call: Any) -> None:
    assert differences(call.version, call.version) == []
