"""Every write on fairs: days, stands, and to whom each is given. Two never stand on one stand on one day."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.bookings.queries import whole_days
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.models import Person
from mouakaba.kernel.slots import Span
from mouakaba.select.applications.models import Application, State, StatusLine
from mouakaba.select.calls.models import Call
from mouakaba.select.fairs import phrases
from mouakaba.select.fairs.models import Fair, Stand, StandGiven
from mouakaba.select.fairs.queries import days_of, free_stand, is_free, plan_of, waiting, wished
from mouakaba.select.fairs.rules import MOST_DAYS


def set_days(*, call: Call, first: date, last: date, by: Person | None) -> Fair:
    """When the fair is. Raises ValidationError for days that are none, or leave out one on which a stand is given."""
    if not 0 <= (last - first).days < MOST_DAYS:
        raise ValidationError(_("The last day comes after the first, within sixty days."))
    with recorded("set_fair_days", by=by, subject=call):
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        # first, which holds the fair: whoever gives a stand waits, or is waited for
        fair, _new = Fair.objects.update_or_create(call=call, defaults={"first_day": first, "last_day": last})
        given = StandGiven.objects.filter(stand__fair=fair, cancelled_at=None)
        if given.exclude(during__contained_by=DateTimeTZRange(*whole_days(first, last))).exists():
            raise ValidationError(_("A stand is given on a day that this would leave out. Take it back first."))
    return fair


def add_stands(
    *, fair: Fair, row: str, first: int, count: int, type_: str, price: int, by: Person | None
) -> list[Stand]:
    """So many stands of a row, A1, A2 …; price in centimes for a day. Raises ValidationError for a number taken."""
    stands = [
        Stand(fair=fair, number=f"{row}{number}", type=type_, price=price) for number in range(first, first + count)
    ]
    try:
        with recorded("add_stands", by=by, subject=fair, row=row, first=first, count=count):
            return Stand.objects.bulk_create(stands)
    except IntegrityError:
        raise ValidationError(_("One of these numbers is already on the plan. Choose others.")) from None


def give_stand(
    *, stand: Stand, application: Application, first: date, last: date, by: Person | None
) -> StandGiven:  # fmt: skip
    """Gives a selected exhibitor a stand for some days, and tells them.

    Raises ValidationError, in words: days that are not the fair's, somebody on it, or another stand of the same days.
    """
    try:
        with recorded("give_stand", by=by, subject=application) as line:
            fair = Fair.objects.select_for_update(no_key=True).get(pk=stand.fair_id)
            held = (
                Application.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=application.pk)
            )
            span = Span(first.toordinal(), last.toordinal() + 1) if first <= last else None
            _check(fair, held, span)
            row = StandGiven.objects.create(
                stand=stand, application=held, during=DateTimeTZRange(*whole_days(first, last)), quantity=1,
                exclusive=True, amount=stand.price * ((last - first).days + 1), given_by=by, given_at=now(),
            )  # fmt: skip
            point(line, row)
            _tell(row, first, last, by)
    except IntegrityError as error:
        if "two_never_on_one_stand" not in str(error):
            raise
        raise ValidationError(_taken(stand)) from None
    return row


def _taken(stand: Stand) -> str:
    return _("Somebody already stands on %(number)s on one of these days. Choose another stand.") % {
        "number": stand.number
    }


def _check(fair: Fair, application: Application, span: Span | None) -> None:
    if span is None or not days_of(fair).holds(span):
        raise ValidationError(_("Choose days of the fair, the last not before the first."))
    if application.call_id != fair.call_id or application.state != State.SELECTED:
        raise ValidationError(_("Only who is selected for this fair is given a stand."))
    start, end = whole_days(date.fromordinal(span.start), date.fromordinal(span.end - 1))
    if application.stands.filter(cancelled_at=None, during__overlap=(start, end)).exists():
        raise ValidationError(_("This exhibitor already has a stand on one of these days."))


def _tell(row: StandGiven, first: date, last: date, by: Person | None) -> None:
    application = row.application
    note = phrases.stand_line(row, first, last, application.language)
    StatusLine.objects.create(application=application, state=application.state, at=now(), by=by, note=note)
    if application.applicant:
        subject, body = phrases.given_letter(row, first, last, application.applicant)
        queue_message(key=f"stand-given:{row.pk}", person=application.applicant, subject=subject, body=body)


def take_back(*, given: StandGiven, by: Person) -> None:
    """Frees the stand and tells who had it; a second time changes nothing."""
    with recorded("take_stand_back", by=by, subject=given.application):
        row = (
            StandGiven.objects.select_for_update(of=("self",)).select_related("application__applicant").get(pk=given.pk)
        )
        if row.cancelled_at:
            return
        row.cancelled_at = now()
        row.save(update_fields=["cancelled_at"])
        if row.application.applicant:
            subject, body = phrases.taken_back_letter(row, row.application.applicant)
            queue_message(key=f"stand-back:{row.pk}", person=row.application.applicant, subject=subject, body=body)


def give_all(*, call: Call, fair: Fair, by: Person | None) -> int:
    """Gives everybody who waits a stand for all days, best rank first, of the type wished for where one is free.

    Returns how many were given; who finds no stand goes on waiting.
    """
    given, days = 0, days_of(fair)
    with recorded("give_stands", by=by, subject=call):
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        free = [stand for stand in plan_of(fair) if is_free(stand, days)]
        for application in waiting(call):
            if (stand := free_stand(free, days, wished(application))) is None:
                break
            give_stand(stand=stand, application=application, first=fair.first_day, last=fair.last_day, by=by)
            free.remove(stand)
            given += 1
    return given
