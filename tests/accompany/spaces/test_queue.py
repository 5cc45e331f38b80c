"""The waiting list: its order and reasons, allotment, and the chosen ones of a call of hosting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mouakaba.accompany.spaces import queries
from mouakaba.accompany.spaces.actions import (
    add_waiting,
    allot,
    leave_list,
    link_call,
    set_priority,
    take_in_chosen,
    take_in_missing,
)
from mouakaba.accompany.spaces.models import Member, Waiting
from mouakaba.accompany.spaces.phrases import why_here
from mouakaba.base.audit.models import AuditLine
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.select.selection.actions import freeze_run, publish_results, run_selection
from tests.accompany.spaces.cast import DAY, make_member, make_site
from tests.select.selection import cast


def wait(world: SimpleNamespace, name: str, day: int, wanted: int = 15, **fields: Any) -> Waiting:
    member = fields.pop("member", None) or make_member(world.network, name)
    given = {"site": world.site, "decided_on": date(2026, 1, day), "kind": "office", "wanted": Decimal(wanted)}
    return add_waiting(member=member, by=world.officer, **{**given, **fields})


def order(world: SimpleNamespace) -> list[str]:
    return [row.member.name for row in queries.waiting_of(world.site)]


def test_the_order_is_by_decision_unless_a_reason_lifts(world: SimpleNamespace) -> None:
    wait(world, "late", 20)
    wait(world, "early", 5)
    lifted = wait(world, "lifted", 25)
    assert order(world) == ["early", "late", "lifted"]
    with pytest.raises(ValidationError):
        set_priority(waiting=lifted, priority=2, reason=" ", by=world.officer)
    set_priority(waiting=lifted, priority=2, reason="DEMO its premises burnt", by=world.officer)
    assert order(world) == ["lifted", "early", "late"]
    line = AuditLine.objects.get(act="set_priority")
    assert (line.by, line.why, line.detail["priority"]) == (world.officer, "DEMO its premises burnt", 2)
    first, second, third = queries.waiting_of(world.site)
    assert "DEMO its premises burnt" in why_here(first)
    assert len({why_here(first), why_here(second), why_here(third)}) == 3
    assert [row.pk for row in Waiting.objects.filter(site=world.site)] == [first.pk, second.pk, third.pk]


def test_passing_somebody_over_needs_a_reason(world: SimpleNamespace) -> None:
    small, large = wait(world, "needs 15", 5), wait(world, "needs 30", 3, wanted=30)
    later = wait(world, "later", 10)
    with pytest.raises(ValidationError) as found:
        allot(waiting=later, space=world.office, begins=DAY, by=world.officer)
    assert "needs 15" in found.value.message_dict["reason"][0]
    stay = allot(waiting=later, space=world.office, begins=DAY, reason="DEMO shares a machine", by=world.officer)
    later.refresh_from_db()
    assert (later.state, later.stay, stay.reason) == ("allotted", stay, "DEMO shares a machine")
    # whoever waits for more than the space has is not passed over
    with pytest.raises(ValidationError):
        allot(waiting=small, space=world.office, begins=DAY, by=world.officer)
    assert allot(waiting=large, space=world.large, begins=DAY, by=world.officer).quantity == Decimal("35.5")
    assert order(world) == ["needs 15"]


def test_seats_wanted_are_seats_let(world: SimpleNamespace) -> None:
    row = wait(world, "three", 5, wanted=3, kind="coworking")
    assert allot(waiting=row, space=world.seats, begins=DAY, by=world.officer).quantity == 3


def test_whoever_left_or_has_a_space_is_not_served_again(world: SimpleNamespace) -> None:
    gone, served = wait(world, "gone", 5), wait(world, "served", 6)
    leave_list(waiting=gone, reason="DEMO found premises", by=world.officer)
    allot(waiting=served, space=world.office, begins=DAY, by=world.officer)
    for row in (gone, served):
        with pytest.raises(ValidationError):
            allot(waiting=row, space=world.large, begins=DAY, by=world.officer)
        with pytest.raises(ValidationError):
            set_priority(waiting=row, priority=1, reason="DEMO", by=world.officer)
    again = wait(world, "", 7, member=gone.member)  # may come back
    with pytest.raises(ValidationError):
        wait(world, "", 8, member=again.member)


def test_a_space_of_another_site_is_not_given(world: SimpleNamespace) -> None:
    row = wait(world, "one", 5, site=make_site(world.network, "demo-second"))
    with pytest.raises(ValidationError) as found:
        allot(waiting=row, space=world.office, begins=DAY, by=world.officer)
    assert "space" in found.value.message_dict


@pytest.fixture
def hosting(world: SimpleNamespace) -> Any:
    """A marked call of hosting of the network, its choice frozen and not published."""
    call = cast.closed_call(world.programme, cast.SIX)
    call.kind_code = "hosting"
    call.save()
    run = run_selection(call=call, name="DEMO", by=world.officer)
    freeze_run(run=run, note="", by=world.officer)
    return call


def test_the_chosen_of_a_call_come_on_the_list_once(
    world: SimpleNamespace, hosting: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert link_call(site=world.site, call_id=hosting.pk, by=world.officer) == 0  # nothing is published yet
    with django_capture_on_commit_callbacks(execute=True):
        publish_results(call=hosting, by=world.officer)
    rows = queries.waiting_of(world.site)
    assert len(rows) == 3 and {row.member.stage for row in rows} <= {"boost_up_lab", "start"}
    assert all(row.application.state == "selected" for row in rows if row.application)
    assert take_in_chosen(call_id=hosting.pk) == 0 and len(queries.waiting_of(world.site)) == 3
    with pytest.raises(ValidationError):
        link_call(site=make_site(world.network, "demo-second"), call_id=hosting.pk, by=world.officer)


def test_the_chosen_whom_a_cut_off_server_left_out_come_later(world: SimpleNamespace, hosting: Any) -> None:
    link_call(site=world.site, call_id=hosting.pk, by=world.officer)
    publish_results(call=hosting, by=world.officer)  # what runs after the commit never ran
    assert not queries.waiting_of(world.site)
    lines = AuditLine.objects.count()
    assert take_in_missing() == 3 and take_in_missing() == 0
    assert AuditLine.objects.filter(act="take_in_chosen").count() == 1 and AuditLine.objects.count() > lines


def test_a_call_linked_after_its_results_fills_the_list_too(world: SimpleNamespace, hosting: Any) -> None:
    publish_results(call=hosting, by=world.officer)
    assert not queries.waiting_of(world.site)
    assert link_call(site=world.site, call_id=hosting.pk, by=world.officer) == 3


def test_what_is_held_of_a_person_is_told_and_let_go(world: SimpleNamespace) -> None:
    wait(world, "", 5, member=world.member)
    told = export_person(world.contact)["members"]
    assert told[0]["name"] == "DEMO startup" and told[0]["waiting"][0]["site"] == "demo-site"
    erase_person(person=world.contact, by=world.contact)
    member = Member.objects.get(pk=world.member.pk)
    assert (member.name, member.contact) == ("—", None)
    assert not queries.waiting_of(world.site)
