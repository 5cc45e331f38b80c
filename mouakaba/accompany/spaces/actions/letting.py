"""Letting a space, rent steps, leaving, and moving to another space. No space is ever let twice for one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _

from mouakaba.accompany.spaces.models import Member, RentStep, Site, Space, Stay, Waiting
from mouakaba.accompany.spaces.queries import as_let, as_waiting, is_there, terms_of
from mouakaba.accompany.spaces.rules import BY_SEAT, MOST_STEPS, USUAL_PLAN
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import day_in_words
from mouakaba.kernel.letting import Let, Offer, Step, first_excess, passed_over, planned_steps, rate_on

Plan = Sequence[tuple[int, int]]  # after so many months, centimes for a unit and a month


@contextmanager
def _refused_in_words() -> Iterator[None]:
    """What two people booked at the same moment is refused by the database; the later one reads why."""
    try:
        yield
    except IntegrityError as error:
        if "a_space_is_let_once_at_a_time" not in str(error):
            raise
        raise ValidationError(
            {"begins": _("Somebody else let this space a moment ago for some of these days. Nothing was booked.")}
        ) from error


def let_space(
    *, space: Space, member: Member, begins: date, ends: date | None = None, seats: int = 0, plan: Plan = USUAL_PLAN,
    reason: str = "", by: Person | None, is_demo: bool = False,
) -> Stay:  # fmt: skip
    """A member comes into a space, whole, or into so many of its seats; the rent follows the plan.

    Raises ValidationError, by field and in words, where the space is not there or not free on all these days.
    """
    steps = planned_steps(begins, plan)
    given: dict[str, Any] = {"begins": begins, "ends": ends, "seats": seats, "steps": steps}
    with _refused_in_words(), recorded("let_space", by=by, why=reason) as line:
        stay = _let(space, member, reason=reason, is_demo=is_demo, **given)
        point(line, stay)
    return stay


def _let(
    space: Space, member: Member, *, begins: date, ends: date | None, seats: int, steps: Sequence[Step], **more: Any
) -> Stay:
    whole = space.kind not in BY_SEAT
    stay = Stay(
        space=space, member=member, begins=begins, ends=ends, exclusive=whole, stage=member.stage,
        quantity=space.area if whole else Decimal(seats), **more,
    )  # fmt: skip
    _check(stay)
    stay.full_clean()
    stay.save()
    RentStep.objects.bulk_create(RentStep(stay=stay, begins=step.begins, rate=step.rate) for step in steps)
    return stay


def _check(stay: Stay) -> None:
    """The space is there, and free. Seats are counted while the space is held; offices are kept by the constraint."""
    space = stay.space
    if stay.member.network_id != space.site.network_id:
        raise ValidationError(_("This member belongs to another network."))
    if space.site.status != Site.Status.OPERATING:
        raise ValidationError(_("This site is not open yet: nothing can be let there."))
    if stay.ends is not None and stay.ends <= stay.begins:
        raise ValidationError({"ends": _("A stay ends after the day on which it begins.")})
    if not is_there(space, stay.begins, stay.ends):
        raise ValidationError({"begins": _("The space is not there on all these days.")})
    if stay.exclusive:
        _refuse_overlap(stay)
    else:
        _refuse_excess(stay)


def _refuse_overlap(stay: Stay) -> None:
    meets = Q(ends__isnull=True) | Q(ends__gt=stay.begins)
    if stay.ends:
        meets &= Q(begins__lt=stay.ends)
    rows = Stay.objects.filter(meets, space=stay.space, exclusive=True).exclude(pk=stay.pk)
    other = rows.select_related("member").order_by("begins").first()
    if other is None:
        return
    told = {"space": stay.space.code, "name": other.member.name, "begins": day_in_words(other.begins)}
    if other.ends is None:
        words = _("%(space)s is let to “%(name)s” from %(begins)s on, without an end. Nothing was booked.")
    else:
        words = _("%(space)s is let to “%(name)s” from %(begins)s; it is free on %(ends)s. Nothing was booked.")
        told["ends"] = day_in_words(other.ends)
    raise ValidationError({"begins": words % told})


def _refuse_excess(stay: Stay) -> None:
    held = Space.objects.select_for_update(of=("self",)).get(pk=stay.space_id)
    lets = [as_let(row) for row in held.stays.exclude(pk=stay.pk).select_related("space")]
    wanted = Let(held.pk, stay.begins, stay.ends, stay.quantity)
    if day := first_excess(lets, wanted, Decimal(held.seats)):
        left = held.seats - sum(
            int(one.amount) for one in lets if one.begins <= day and (not one.ends or one.ends > day)
        )
        told = {"day": day_in_words(day), "left": max(left, 0)}
        raise ValidationError({"seats": _("On %(day)s only %(left)s seats are free. Nothing was booked.") % told})


def allot(
    *, waiting: Waiting, space: Space, begins: date, ends: date | None = None, plan: Plan = USUAL_PLAN,
    reason: str = "", by: Person | None,
) -> Stay:  # fmt: skip
    """A space of the site goes to somebody on its list. Whoever stood before and would have fitted is passed over
    only with a written reason, which is kept. Raises ValidationError as `let_space` does, and without that reason.
    """
    with _refused_in_words(), recorded("allot_space", by=by, why=reason) as line:
        # the whole list is held: nobody is lifted or allotted meanwhile
        rows = list(
            Waiting.objects.select_for_update(of=("self",)).filter(site=waiting.site_id, state="waiting").order_by("pk")
        )
        row = next((one for one in rows if one.pk == waiting.pk), None)
        if row is None:
            raise ValidationError(_("Nobody waits here any more: the list has changed. Nothing was booked."))
        if space.site_id != row.site_id:
            raise ValidationError({"space": _("Choose a space of this site.")})
        _check_turn(rows, row, space, reason)
        seats = int(row.wanted) if space.kind in BY_SEAT else 0
        given: dict[str, Any] = {"begins": begins, "ends": ends, "seats": seats, "steps": planned_steps(begins, plan)}
        stay = _let(space, row.member, reason=reason, is_demo=row.member.is_demo, **given)
        row.state, row.stay = Waiting.State.ALLOTTED, stay
        row.save(update_fields=["state", "stay"])
        point(line, row)
    return stay


def _check_turn(rows: list[Waiting], row: Waiting, space: Space, reason: str) -> None:
    offer = Offer(space.kind, Decimal(space.seats) if space.kind in BY_SEAT else space.area)
    before = passed_over([as_waiting(one) for one in rows], row.pk, offer)
    if before and not reason.strip():
        names = {one.pk: one.member.name for one in rows}
        told = {"n": len(before), "first": names[before[0]]}
        raise ValidationError(
            {"reason": _("%(n)s stand before and would fit, “%(first)s” first. Write why this one comes now.") % told}
        )


def end_stay(*, stay: Stay, ends: date, reason: str, by: Person) -> None:
    """The stay ends: `ends` is the first day on which the space is free. Raises ValidationError for a day too early,
    or a longer stay where the space is let to another.
    """
    with _refused_in_words(), recorded("end_stay", by=by, subject=stay, why=reason, ends=str(ends)):
        held = Stay.objects.select_for_update(of=("self",)).select_related("space__site", "member").get(pk=stay.pk)
        if ends <= held.begins:
            raise ValidationError({"ends": _("A stay ends after the day on which it begins.")})
        longer = held.ends is not None and ends > held.ends
        held.ends, held.left_because = ends, reason
        if longer:
            _check(held)
        held.save(update_fields=["ends", "left_because"])


def set_step(*, stay: Stay, begins: date, rate: int, by: Person) -> None:
    """The rent from a day to come on, in centimes for a unit and a month. Raises ValidationError for a day gone by."""
    if begins <= today() or begins <= stay.begins:
        raise ValidationError({"begins": _("Choose a day to come: what was due is not changed afterwards.")})
    if stay.ends and begins >= stay.ends:
        raise ValidationError({"begins": _("The stay is over before this day.")})
    with recorded("set_rent_step", by=by, subject=stay, begins=str(begins), rate=rate):
        Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
        RentStep.objects.update_or_create(stay=stay, begins=begins, defaults={"rate": rate})
        if stay.steps.count() > MOST_STEPS:
            raise ValidationError(_("A stay has at most %(most)s steps.") % {"most": MOST_STEPS})


def remove_step(*, step: RentStep, by: Person) -> None:
    """Takes a step to come away: the rate before it goes on. Raises ValidationError for one that has begun."""
    if step.begins <= today() or step.begins <= step.stay.begins:
        raise ValidationError(_("This step has begun: it stays as it is."))
    with recorded("remove_rent_step", by=by, subject=step.stay, begins=str(step.begins), rate=step.rate):
        step.delete()


def move_stay(*, stay: Stay, space: Space, on: date, reason: str, by: Person) -> Stay:
    """From a day on the member is in another space, maybe of another site, with the same steps still to come.

    Raises ValidationError as `let_space` does; then nothing is changed, and the first stay goes on.
    """
    with _refused_in_words(), recorded("move_stay", by=by, subject=stay, why=reason, on=str(on)):
        held = Stay.objects.select_for_update(of=("self",)).select_related("space", "member").get(pk=stay.pk)
        if on <= held.begins or (held.ends is not None and on >= held.ends):
            raise ValidationError({"on": _("Choose a day on which the member still stays here.")})
        if (space.kind in BY_SEAT) == held.exclusive:
            raise ValidationError(
                {"space": _("A rent by the square metre and one by the seat differ: end this stay first.")}
            )
        terms = terms_of(held)
        steps = [Step(on, rate_on(terms, on)), *(step for step in terms.steps if step.begins > on)]
        ends = held.ends
        held.ends, held.left_because = on, reason
        held.save(update_fields=["ends", "left_because"])
        seats = 0 if held.exclusive else int(held.quantity)
        return _let(
            space, held.member, begins=on, ends=ends, seats=seats, steps=steps, reason=reason, is_demo=held.is_demo
        )
