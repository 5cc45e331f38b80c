"""The pitch session: order, one pitch at a time, the ranking shown."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel.marks import drawn_order
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import Juror, Panel, Pitch, Review
from mouakaba.select.review.queries import current_pitch, files_of_jury, jurors_of, pitches_of


def order_pitches(*, call: Call, by: Person, order: Sequence[UUID] | None = None, seed: str = "") -> str:
    """Sets the order of passage: the one given (application ids), or one drawn at random. Returns the seed.

    The draw sorts the files by SHA-256 of "seed:number"; the seed is made here when none is given, kept, and
    shown, so that anybody can draw again. Files already pitched keep their place at the front.
    Raises ValidationError when the ids given are not those of the files still to pitch.
    """
    with recorded("order_pitches", by=by, subject=call, drawn=order is None) as line:
        panel = _locked_panel(call)
        _refuse_after_closing(call)
        waiting = {file.pk: file.number for file in files_of_jury(call).exclude(pitch__started_at__isnull=False)}
        if order is None:
            seed = seed.strip() or secrets.token_hex(8)
            keys = {number: pk for pk, number in waiting.items()}
            order = [keys[number] for number in drawn_order(keys, seed)]
        elif sorted(order) != sorted(waiting):
            raise ValidationError(_("The list of files has changed meanwhile. Reload the page and order again."))
        else:
            seed = ""
        _place(call, order)
        panel.seed, panel.drawn_at = seed, now()
        panel.save()
        line.detail["seed"] = seed
    return seed


def _locked_panel(call: Call) -> Panel:
    """The session's row; holding it keeps two officers from ordering at once."""
    Panel.objects.get_or_create(call=call)
    return Panel.objects.select_for_update().get(call=call)


def _place(call: Call, order: Sequence[UUID]) -> None:
    Pitch.objects.filter(call=call, started_at=None).delete()
    done = list(Pitch.objects.filter(call=call).order_by("position"))
    for position, pitch in enumerate(done, start=1):
        pitch.position = position
    Pitch.objects.bulk_update(done, ["position"])
    rows = enumerate(order, start=len(done) + 1)
    Pitch.objects.bulk_create([Pitch(call=call, application_id=pk, position=position) for position, pk in rows])


def move_pitch(*, pitch: Pitch, up: bool, by: Person) -> None:
    """Exchanges a pitch with its neighbour. Only pitches still to come move; at the end of the list nothing happens."""
    with recorded("move_pitch", by=by, subject=pitch.call, pitch=pitch.pk, up=up):
        panel = _locked_panel(pitch.call)
        waiting = list(pitches_of(pitch.call).filter(started_at=None))
        index = next((i for i, one in enumerate(waiting) if one.pk == pitch.pk), None)
        if index is None:
            raise ValidationError(_("This pitch has begun: it keeps its place."))
        other = index - 1 if up else index + 1
        if 0 <= other < len(waiting):
            one, two = waiting[index], waiting[other]
            one.position, two.position = two.position, one.position
            Pitch.objects.bulk_update([one, two], ["position"])
            panel.seed = ""  # the order is no longer the one drawn
            panel.save(update_fields=["seed"])


def set_minutes(*, call: Call, minutes: int, by: Person) -> None:
    """How long a pitch may take, in minutes; the clocks on all screens follow."""
    with recorded("set_minutes", by=by, subject=call, minutes=minutes):
        panel = _locked_panel(call)
        panel.minutes = minutes
        panel.save(update_fields=["minutes"])


def start_pitch(*, pitch: Pitch, by: Person) -> Pitch:
    """Begins a pitch, and gives the file to every juror without a tie. One that was ended begins anew.

    Raises ValidationError while another pitch is under way, or after closing.
    """
    try:
        with recorded("start_pitch", by=by, subject=pitch.application):
            _refuse_after_closing(pitch.call)
            row = Pitch.objects.select_for_update().get(pk=pitch.pk)
            if row.started_at is None or row.ended_at is not None:
                row.started_at, row.ended_at = now(), None
                row.save(update_fields=["started_at", "ended_at"])
            _give(row, list(jurors_of(pitch.call)))
    except IntegrityError as error:
        raise ValidationError(_("Another pitch is under way. End it first.")) from error
    return row


def _give(pitch: Pitch, jurors: Sequence[Juror]) -> None:
    rows = [Review(juror=juror, application_id=pitch.application_id, assigned_at=now()) for juror in jurors]
    Review.objects.bulk_create(rows, ignore_conflicts=True)


def give_started_pitches(juror: Juror) -> None:
    """A juror who joins during the session may still mark what was pitched before."""
    with transaction.atomic():
        for pitch in pitches_of(juror.call).filter(started_at__isnull=False):
            _give(pitch, [juror])


def end_pitch(*, pitch: Pitch, by: Person) -> Pitch:
    """Ends a pitch; ending it twice changes nothing. Jurors may go on marking it until the marks close."""
    with recorded("end_pitch", by=by, subject=pitch.application):
        row = Pitch.objects.select_for_update().get(pk=pitch.pk)
        if row.started_at is None:
            raise ValidationError(_("This pitch has not begun."))
        if row.ended_at is None:
            row.ended_at = now()
            row.save(update_fields=["ended_at"])
    return row


def reveal(*, call: Call, by: Person) -> None:
    """Shows the ranking on the screen. Raises ValidationError while a pitch is under way or when nothing is ranked."""
    with recorded("reveal", by=by, subject=call):
        panel = _locked_panel(call)
        if current_pitch(call):
            raise ValidationError(_("A pitch is under way. End it, then show the ranking."))
        if not pitches_of(call).filter(started_at__isnull=False).exists():
            raise ValidationError(_("Nothing has been pitched yet: there is no ranking to show."))
        panel.revealed_at = panel.revealed_at or now()
        panel.save(update_fields=["revealed_at"])


def hide_ranking(*, call: Call, by: Person) -> None:
    """Takes the ranking off the screen."""
    with recorded("hide_ranking", by=by, subject=call):
        panel = _locked_panel(call)
        panel.revealed_at = None
        panel.save(update_fields=["revealed_at"])


def _refuse_after_closing(call: Call) -> None:
    call.refresh_from_db(fields=["marks_closed_at"])
    if call.marks_closed_at is not None:
        raise ValidationError(_("The marks are closed. Reopen them to go on with the session."))
