"""Who reads what: by hand, or spread evenly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import isolated
from mouakaba.kernel.assignment import EvenSpread, Held, Reader, Short, ToRead, spread
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import Conflict, Juror, Review
from mouakaba.select.review.queries import files_of_jury, jurors_of, untied_reviews
from mouakaba.select.review.rules import judged_states


def assign(*, pairs: Sequence[tuple[Juror, Application]], by: Person) -> int:
    """Gives files to jurors. A pair already given is left alone. Returns how many are new.

    Raises ValidationError naming every pair with a tie or without a shared language; then nothing is given.
    """
    if not pairs:
        return 0
    call = pairs[0][0].call
    with recorded("assign", by=by, subject=call, pairs=len(pairs)):
        _refuse_after_closing(call)
        tied = _tied(call)
        if faults := [fault for juror, file in pairs if (fault := _fault(juror, file, tied))]:
            raise ValidationError(faults)
        given = set(Review.objects.filter(juror__call=call).values_list("juror", "application"))
        fresh = {(juror.pk, file.pk) for juror, file in pairs} - given
        _give(fresh)
    return len(fresh)


def _tied(call: Call) -> set[tuple[int, UUID]]:
    return set(Conflict.objects.filter(juror__call=call).values_list("juror", "application"))


def _fault(juror: Juror, file: Application, tied: set[tuple[int, UUID]]) -> str:
    named = {"juror": str(juror.person), "number": isolated(file.number)}
    if juror.call_id != file.call_id:
        raise ValueError("the juror and the file belong to different calls")
    if (juror.pk, file.pk) in tied or juror.person_id == file.applicant_id:
        return _("%(juror)s has a tie with %(number)s: choose another juror.") % named
    if file.language not in juror.languages:
        return _("%(juror)s does not read the language of %(number)s: choose another, or add the language.") % named
    return ""


def _give(pairs: Iterable[tuple[int, UUID]]) -> None:
    at = now()
    rows = [Review(juror_id=juror, application_id=file, assigned_at=at) for juror, file in pairs]
    Review.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def unassign(*, reviews: Sequence[Review], by: Person) -> int:
    """Takes files back from jurors. Raises ValidationError when one is begun: its marks would be lost."""
    if not reviews:
        return 0
    with recorded("unassign", by=by, subject=reviews[0].juror.call, reviews=len(reviews)):
        _refuse_after_closing(reviews[0].juror.call)
        locked = Review.objects.select_for_update(of=("self",)).filter(pk__in=[review.pk for review in reviews])
        begun = [review for review in locked.select_related("juror__person", "application") if _begun(review)]
        if begun:
            raise ValidationError([_begun_sentence(review) for review in begun])
        locked.delete()
    return len(reviews)


def _begun(review: Review) -> bool:
    return review.state != Review.State.ASSIGNED


def _begun_sentence(review: Review) -> str:
    named = {"juror": str(review.juror.person), "number": isolated(review.application.number)}
    return _("%(juror)s has begun %(number)s: it stays, so that no mark is lost.") % named


@dataclass(frozen=True, slots=True)
class SpreadReport:
    """What an even spread changed: pairs given and taken back, the loads, and the files that are short, by number."""

    added: int
    removed: int
    least: int
    most: int
    short: tuple[tuple[str, Short], ...]


def spread_evenly(*, call: Call, reviews_per_file: int, by: Person) -> SpreadReport:
    """Spreads the files before the jury over its jurors (kernel.assignment). Begun reviews never move.

    Raises ValidationError without jurors or after closing.
    """
    with recorded("spread_evenly", by=by, subject=call, reviews_per_file=reviews_per_file) as line:
        Call.objects.select_for_update().get(pk=call.pk)  # two spreads at once would each see half
        _refuse_after_closing(call)
        numbers = dict(_to_judge(call).values_list("pk", "number"))
        found = _spread(call, reviews_per_file)
        _store(found)
        line.detail.update(added=len(found.move.added), removed=len(found.move.removed), short=len(found.short))
    named = {str(pk): number for pk, number in numbers.items()}
    loads = found.loads.values()
    return SpreadReport(
        added=len(found.move.added),
        removed=len(found.move.removed),
        least=min(loads),
        most=max(loads),
        short=tuple((named[short.id], short) for short in found.short),
    )


def _to_judge(call: Call) -> QuerySet[Application]:
    return files_of_jury(call).filter(state__in=judged_states(call.kind)).order_by("number")


def _spread(call: Call, reviews_per_file: int) -> EvenSpread:
    jurors = list(jurors_of(call))
    if not jurors:
        raise ValidationError(_("There is no juror yet. Invite jurors, then spread the files."))
    seats = {juror.person_id: str(juror.pk) for juror in jurors}
    ties = {(str(file), str(juror)) for juror, file in _tied(call)}
    ties |= {(str(file.pk), seats[file.applicant_id]) for file in _to_judge(call) if file.applicant_id in seats}
    tied: dict[str, set[str]] = {}
    for file, juror in ties:
        tied.setdefault(file, set()).add(juror)
    files = [
        ToRead(str(file.pk), frozenset({file.language}), frozenset(tied.get(str(file.pk), ())))
        for file in _to_judge(call)
    ]
    held = untied_reviews().select_for_update(of=("self",)).filter(juror__in=jurors)
    return spread(
        files,
        [Reader(str(juror.pk), frozenset(juror.languages)) for juror in jurors],
        reviews_per_file=reviews_per_file,
        held=[Held(str(one.application_id), str(one.juror_id), _begun(one)) for one in held],
    )


def _store(found: EvenSpread) -> None:
    for file, juror in found.move.removed:
        Review.objects.filter(juror=int(juror), application=UUID(file), state=Review.State.ASSIGNED).delete()
    _give((int(juror), UUID(file)) for file, juror in found.move.added)


def _refuse_after_closing(call: Call) -> None:
    call.refresh_from_db(fields=["marks_closed_at"])
    if call.marks_closed_at is not None:
        raise ValidationError(_("The marks are closed. Reopen them before you change who reads what."))
