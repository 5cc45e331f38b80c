"""Spaces are let once at a time, rents follow their steps, and who comes near an end is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mouakaba.accompany.spaces import queries
from mouakaba.accompany.spaces.actions import (
    end_stay,
    let_space,
    move_stage,
    move_stay,
    remove_step,
    save_space,
    set_step,
    warn_of_changes,
)
from mouakaba.accompany.spaces.models import StageMove, Stay
from mouakaba.base.audit.models import AuditLine
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.kernel.days import months_after
from tests.accompany.spaces.cast import DAY, make_member, make_site, make_space


def let(world: SimpleNamespace, **fields: Any) -> Stay:
    given = {"space": world.office, "member": world.member, "begins": DAY, "by": world.officer}
    return let_space(**{**given, **fields})


def test_a_stay_costs_fifty_then_a_hundred(world: SimpleNamespace) -> None:
    stay = let(world)
    assert [(step.begins, step.rate) for step in stay.steps.all()] == [(DAY, 50_00), (date(2027, 9, 2), 100_00)]
    amounts = {row.month: row.amount for row in queries.rent_ahead(stay, 19)}
    assert amounts[date(2026, 4, 1)] == 20 * 50_00
    assert amounts[date(2026, 3, 1)] == round(20 * 50_00 * 30 / 31)
    assert amounts[date(2027, 9, 1)] == round(20 * (50_00 * 1 + 100_00 * 29) / 30)


def test_the_rent_agreed_stays_whatever_is_measured_later(world: SimpleNamespace) -> None:
    stay = let(world)
    save_space(space=world.office, by=world.officer, area=Decimal(25))
    stay.refresh_from_db()
    assert stay.quantity == 20


@pytest.mark.parametrize(
    ("begins", "ends", "refused"),
    [
        (DAY, None, True),
        (date(2026, 5, 31), None, True),
        (date(2026, 6, 1), None, False),  # half-open: the day on which it is free
        (date(2026, 1, 1), DAY, False),
        (date(2026, 1, 1), DAY + timedelta(days=1), True),
    ],
)
def test_a_space_is_never_let_twice_for_one_day(
    world: SimpleNamespace, begins: date, ends: date | None, refused: bool
) -> None:
    let(world, ends=date(2026, 6, 1))
    if not refused:
        assert let(world, begins=begins, ends=ends).pk
        return
    with pytest.raises(ValidationError) as found:
        let(world, begins=begins, ends=ends)
    [words] = found.value.message_dict["begins"]
    assert "DEMO startup" in words and "A1" in words
    assert Stay.objects.count() == 1


def test_the_database_itself_refuses_the_second(world: SimpleNamespace) -> None:
    """Whatever a program forgets: the constraint holds."""
    stay = let(world)
    copy = {"space": world.office, "member": world.member, "begins": DAY, "quantity": 20, "stage": stay.stage}
    with pytest.raises(IntegrityError, match="a_space_is_let_once_at_a_time"), transaction.atomic():
        Stay.objects.create(**copy)
    assert Stay.objects.create(**copy | {"space": world.large}).pk


def test_seats_are_counted_on_the_fullest_day(world: SimpleNamespace) -> None:
    let(world, space=world.seats, seats=4, ends=date(2026, 5, 1))
    let(world, space=world.seats, seats=5, begins=date(2026, 4, 1))
    assert let(world, space=world.seats, seats=5, begins=date(2026, 5, 1)).pk
    with pytest.raises(ValidationError) as found:
        let(world, space=world.seats, seats=2, begins=DAY, ends=date(2026, 4, 10))
    assert "1" in found.value.message_dict["seats"][0]
    with pytest.raises(ValidationError):
        let(world, space=world.seats, seats=0)
    with pytest.raises(ValidationError) as found:
        save_space(space=world.seats, by=world.officer, seats=9)
    assert "seats" in found.value.message_dict


@pytest.mark.parametrize("flaw", ["planned", "closed", "early", "order", "foreign"])
def test_what_cannot_be_let_is_told(world: SimpleNamespace, flaw: str, programme: Any) -> None:
    given: dict[str, Any] = {}
    if flaw == "planned":
        given["space"] = make_space(make_site(world.network, "demo-planned", status="planned"), "P1")
    elif flaw == "closed":
        save_space(space=world.office, by=None, until=date(2026, 12, 1))
    elif flaw == "early":
        save_space(space=world.office, by=None, since=date(2026, 12, 1))
    elif flaw == "order":
        given["ends"] = DAY
    else:
        given["member"] = make_member(programme.organisation)
    with pytest.raises(ValidationError):
        let(world, **given)
    assert not Stay.objects.exists()


def test_a_let_space_keeps_its_way_of_letting_and_its_days(world: SimpleNamespace) -> None:
    let(world)
    with pytest.raises(ValidationError) as found:
        save_space(space=world.office, by=None, kind="coworking", seats=5)
    assert "kind" in found.value.message_dict
    world.office.refresh_from_db()
    with pytest.raises(ValidationError) as found:
        save_space(space=world.office, by=None, until=date(2027, 1, 1))
    assert "until" in found.value.message_dict


def test_a_stay_ends_and_the_space_is_free(world: SimpleNamespace) -> None:
    stay = let(world)
    end_stay(stay=stay, ends=date(2026, 4, 1), reason="DEMO grew", by=world.officer)
    other = let(world, begins=date(2026, 4, 1))
    with pytest.raises(ValidationError) as found:
        end_stay(stay=stay, ends=date(2026, 5, 1), reason="DEMO longer", by=world.officer)
    assert "begins" in found.value.message_dict
    assert other.begins == Stay.objects.get(pk=stay.pk).ends
    assert AuditLine.objects.get(act="end_stay").why == "DEMO grew"


def test_only_the_rent_to_come_changes(world: SimpleNamespace) -> None:
    stay = let(world)
    set_step(stay=stay, begins=date(2026, 7, 1), rate=70_00, by=world.officer)
    set_step(stay=stay, begins=date(2026, 7, 1), rate=75_50, by=world.officer)
    assert dict(stay.steps.values_list("begins", "rate"))[date(2026, 7, 1)] == 75_50
    for day in (DAY, date(2026, 1, 1)):
        with pytest.raises(ValidationError):
            set_step(stay=stay, begins=day, rate=1, by=world.officer)
    with pytest.raises(ValidationError):
        remove_step(step=stay.steps.get(begins=DAY), by=world.officer)
    remove_step(step=stay.steps.get(begins=date(2026, 7, 1)), by=world.officer)
    assert stay.steps.count() == 2


def test_a_member_moves_to_another_site_with_its_steps(world: SimpleNamespace) -> None:
    stay = let(world)
    elsewhere = make_space(make_site(world.network, "demo-second"), "B1", area=Decimal(30))
    day = date(2026, 9, 1)
    moved = move_stay(stay=stay, space=elsewhere, on=day, reason="DEMO team grew", by=world.officer)
    assert Stay.objects.get(pk=stay.pk).ends == moved.begins == day
    assert [(step.begins, step.rate) for step in moved.steps.all()] == [(day, 50_00), (date(2027, 9, 2), 100_00)]
    assert moved.quantity == 30
    with pytest.raises(ValidationError):  # a refusal leaves both as they were
        move_stay(stay=let(world, begins=day), space=elsewhere, on=date(2026, 10, 1), reason="DEMO", by=world.officer)
    assert Stay.objects.get(space=world.office, begins=day).ends is None
    with pytest.raises(ValidationError):
        move_stay(stay=moved, space=world.seats, on=date(2026, 10, 1), reason="DEMO", by=world.officer)


def test_stages_keep_their_history(world: SimpleNamespace) -> None:
    move_stage(member=world.member, after="develop", reason="DEMO first sales", by=world.officer)
    with pytest.raises(ValidationError):
        move_stage(member=world.member, after="develop", reason="again", by=world.officer)
    rows = StageMove.objects.filter(member=world.member).values_list("before", "after", "reason")
    assert list(rows) == [("", "start", "DEMO"), ("start", "develop", "DEMO first sales")]


def test_steps_and_ends_are_told_once_to_both_sides(world: SimpleNamespace, stand_at: Any) -> None:
    stay = let(world, ends=date(2026, 5, 1))
    far = let(world, space=world.large, begins=date(2024, 10, 15))  # its rent doubles on 15 April 2026
    assert warn_of_changes() == 2 and warn_of_changes() == 2
    letters = OutboxMessage.objects.all()
    assert letters.count() == 4  # two changes, to the officer and to the contact
    assert {letter.person for letter in letters} == {world.officer, world.contact}
    french = " ".join(letters.filter(person=world.officer).values_list("body", flat=True))
    assert "30 avril 2026" in french and "15 avril 2026" in french and f"/office/stays/{far.pk}/" in french
    arabic = " ".join(letters.filter(person=world.contact).values_list("body", flat=True))
    assert "30 أبريل 2026" in arabic and "/ar/my/stay/" in arabic
    stand_at("2026-05-02 10:00:00")
    assert stay.ends and warn_of_changes() == 0


def test_occupancy_is_counted_from_the_stays(world: SimpleNamespace) -> None:
    let(world, ends=date(2026, 3, 12))
    let(world, space=world.large, begins=date(2026, 2, 15))
    let(world, space=world.seats, seats=4, ends=date(2026, 3, 22))
    [march] = queries.use_of(world.site, date(2026, 3, 1), 1).area
    assert (march.used, march.available) == (20 * 10 + Decimal("35.5") * 31, Decimal("55.5") * 31)
    [seats] = queries.use_of(world.site, date(2026, 3, 1), 1).seats
    assert (seats.used, seats.available) == (4 * 20, 10 * 31)
    now = queries.now_of([world.site])[world.site.pk]
    assert (now.spaces_let, now.spaces, now.area_let, now.area) == (2, 2, Decimal("55.5"), Decimal("55.5"))
    assert (now.seats_let, now.seats, now.percent) == (4, 10, 100)
    assert queries.first_month_shown() == months_after(date(2026, 3, 1), -18)
