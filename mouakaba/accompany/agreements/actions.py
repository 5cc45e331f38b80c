"""Recording agreements, what they commit to, what was done, and reminding of what is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils.translation import gettext as _

from mouakaba.accompany.agreements.models import Agreement, Amendment, Commitment, CommitmentRecord, Party
from mouakaba.accompany.agreements.phrases import reminder_letter
from mouakaba.accompany.agreements.queries import Counted, counted
from mouakaba.accompany.agreements.rules import REMIND_BEFORE, counter
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.actions import hand_on_file, store_file
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import writers_for
from mouakaba.kernel.agreements import Health, Standing, standing, term_end

FEWEST_PARTIES = 2
_OVER = (Standing.EXPIRED, Standing.ENDED)


def save_agreement(
    *,
    agreement: Agreement | None,
    parties: Sequence[Organisation] | None,
    values: Mapping[str, Any],
    upload: UploadedFile | None = None,
    by: Person | None,
) -> Agreement:
    """A new agreement, or one changed: ``values`` are columns, ``parties`` those who signed (None: as they are).

    Raises ValidationError, in words, by field: fewer than two parties, a term that cannot be, a bad document.
    """
    made = agreement or Agreement(recorded_at=now())
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean()
    if parties is not None and len({one.pk for one in parties}) < FEWEST_PARTIES:
        raise ValidationError({"parties": _("An agreement has at least two parties: choose all who signed it.")})
    with recorded("save_agreement", by=by) as line:
        if upload and by:
            made.document = store_file(upload=upload, owner=by)
        made.save()
        if parties is not None:
            _set_parties(made, parties)
        point(line, made)
    return made


def _set_parties(agreement: Agreement, parties: Sequence[Organisation]) -> None:
    """Those who owe something under it cannot be taken out. Raises ValidationError, naming them."""
    wanted = {one.pk for one in parties}
    owing = Commitment.objects.filter(agreement=agreement).exclude(owed_by__in=wanted)
    if owing.exists():
        raise ValidationError({"parties": _("A party that still owes a commitment cannot be taken out.")})
    agreement.sides.exclude(organisation__in=wanted).delete()
    known = set(agreement.sides.values_list("organisation_id", flat=True))
    fresh = [Party(agreement=agreement, organisation=one) for one in parties if one.pk not in known]
    Party.objects.bulk_create(fresh)


def set_parts(
    *, agreement: Agreement, parts: Mapping[UUID, Mapping[str, Any]], amount: int | None, by: Person | None
) -> None:
    """What each party brings (``brings`` in centimes, ``in_kind``, ``signed_as``), and the amount as stated in all.

    Both are kept as they are when they differ: the page shows the warning.
    """
    with recorded("set_parts", by=by, subject=agreement):
        for side in agreement.sides.all():
            for name, value in parts.get(side.organisation_id, {}).items():
                setattr(side, name, value)
            side.save()
        agreement.amount = amount
        agreement.save(update_fields=["amount"])


def amend_agreement(
    *,
    agreement: Agreement,
    signed_on: date,
    what: str,
    language: str,
    changes: Mapping[str, Any],
    upload: UploadedFile | None = None,
    by: Person,
) -> Amendment:
    """A change the parties signed: ``changes`` are columns of Agreement; what stood before is kept, whole.

    Raises ValidationError for a day before the signature, or an agreement that is over.
    """
    with recorded("amend_agreement", by=by, subject=agreement, signed_on=str(signed_on)):
        held = Agreement.objects.select_for_update().get(pk=agreement.pk)
        _check_amendment(held, signed_on)
        before = _as_it_stands(held)
        for name, value in changes.items():
            setattr(held, name, value)
        held.full_clean()
        held.save()
        number = (held.amendments.aggregate(n=Max("number"))["n"] or 0) + 1
        return Amendment.objects.create(
            agreement=held, number=number, signed_on=signed_on, what=what, language=language, before=before,
            document=store_file(upload=upload, owner=by) if upload else None, recorded_at=now(),
        )  # fmt: skip


def _check_amendment(agreement: Agreement, signed_on: date) -> None:
    if standing(agreement.term, today()) in _OVER:
        raise ValidationError(_("This agreement is over already. Record a new one instead."))
    if agreement.signed_on and signed_on < agreement.signed_on:
        raise ValidationError({"signed_on": _("An amendment is not signed before its agreement.")})


def _as_it_stands(agreement: Agreement) -> dict[str, Any]:
    kept = ("subject", "months", "renewed_by", "amount")
    parties = list(agreement.sides.values_list("organisation__slug", flat=True))
    return {**{name: getattr(agreement, name) for name in kept}, "parties": parties}


def end_agreement(*, agreement: Agreement, ended_on: date, reason: str, by: Person) -> None:
    """A party ended it before its term. Raises ValidationError for a day outside the term."""
    if standing(agreement.term, today()) in _OVER:
        raise ValidationError(_("This agreement is over already."))
    end = term_end(agreement.term, ended_on)
    if (agreement.signed_on and ended_on < agreement.signed_on) or (end is not None and ended_on > end):
        raise ValidationError({"ended_on": _("Choose a day on which the agreement is in force.")})
    with recorded("end_agreement", by=by, subject=agreement, why=reason, ended_on=str(ended_on)):
        agreement.ended_on, agreement.end_reason = ended_on, reason
        agreement.save(update_fields=["ended_on", "end_reason"])


def save_commitment(
    *, agreement: Agreement, commitment: Commitment | None, values: Mapping[str, Any], by: Person | None
) -> Commitment:
    """What a party owes, new or corrected. Raises ValidationError, by field."""
    with recorded("save_commitment", by=by, subject=agreement) as line:
        held = Agreement.objects.select_for_update().get(pk=agreement.pk)
        made = commitment or Commitment(agreement=held, number=_next_number(held))
        for name, value in values.items():
            setattr(made, name, value)
        made.full_clean()
        _check_commitment(held, made)
        made.save()
        line.detail["commitment"] = made.number
    return made


def _next_number(agreement: Agreement) -> int:
    last: int = agreement.commitments.aggregate(n=Max("number"))["n"] or 0
    return last + 1


def _check_commitment(agreement: Agreement, made: Commitment) -> None:
    if not agreement.sides.filter(organisation=made.owed_by_id).exists():
        raise ValidationError({"owed_by": _("Only a party to the agreement can owe a commitment.")})
    if made.due_on and agreement.signed_on and made.due_on < agreement.signed_on:
        raise ValidationError({"due_on": _("The due date lies before the signature: choose a later day.")})
    way = counter(made.counted_by)
    if made.counted_by and way is None:
        raise ValidationError({"counted_by": _("Nothing of this name counts records here.")})
    if made.only and (way is None or made.only not in way.only):
        raise ValidationError({"only": _("Choose one of the sorts of the records chosen above, or none.")})
    if made.counted_by and made.pk and made.records.exists():
        raise ValidationError({"counted_by": _("It has typed records: they would no longer count. Leave it empty.")})


def record_done(
    *,
    commitment: Commitment,
    on: date,
    quantity: Decimal,
    note: str,
    language: str,
    upload: UploadedFile | None,
    by: Person | None,
) -> CommitmentRecord:
    """What was done on a day, with its proof. Raises ValidationError where records are found, not typed; for a day
    to come or before the signature; without a proof."""
    if commitment.counted_by:
        raise ValidationError(_("This commitment is counted from records of the house: nothing is typed beside them."))
    if on > today():
        raise ValidationError({"on": _("This day is still to come.")})
    if commitment.agreement.signed_on and on < commitment.agreement.signed_on:
        raise ValidationError({"on": _("This day lies before the signature.")})
    if upload is None and by is not None:
        raise ValidationError({"upload": _("Add the proof: attendance sheet, report, delivery note or picture.")})
    with recorded("record_done", by=by, subject=commitment.agreement, commitment=commitment.number):
        proof = store_file(upload=upload, owner=by) if upload and by else None
        return CommitmentRecord.objects.create(
            commitment=commitment, on=on, quantity=quantity, note=note, language=language, proof=proof,
            recorded_by=by, recorded_at=now(),
        )  # fmt: skip


def remind_commitments() -> int:
    """Owes a letter for each commitment near its due date or late, to who writes for its party and for the keeper.

    A due date tells each person once a step (`rules.REMIND_BEFORE`, then late). Returns how many letters are new.
    """
    last = today() + timedelta(days=max(REMIND_BEFORE))
    rows = Commitment.objects.filter(due_on__lte=last, agreement__ended_on__isnull=True)
    rows = rows.select_related("agreement__keeper", "owed_by").prefetch_related("agreement__sides")
    late = [one for one in counted(rows) if one.health in (Health.LATE, Health.DUE_SOON)]
    if not late:
        return 0
    whose = {pk for one in late for pk in (one.commitment.owed_by_id, one.commitment.agreement.keeper_id)}
    writers = writers_for(whose)
    with recorded("remind_commitments", by=None, due=len(late)):
        return queue_messages([letter for one in late for letter in _letters(one, writers)])


def _letters(one: Counted, writers: Mapping[UUID, Sequence[Person]]) -> Iterator[OutboxMessage]:
    row = one.commitment
    if row.due_on is None:
        return
    left = (row.due_on - today()).days
    step = "late" if left < 0 else str(min(days for days in REMIND_BEFORE if left <= days))
    people = {it.pk: it for pk in (row.owed_by_id, row.agreement.keeper_id) for it in writers.get(pk, ())}
    for person in people.values():
        subject, body = reminder_letter(one, person)
        yield OutboxMessage(
            key=f"commitment:{row.pk}:{row.due_on}:{step}:{person.pk}", person=person, address=person.email,
            language=person.language, subject=subject[:300], body=body,
        )  # fmt: skip


def export_records(person: Person) -> list[dict[str, Any]]:
    """What this person recorded as done, as data."""
    rows = CommitmentRecord.objects.filter(recorded_by=person)
    return [dict(row) for row in rows.values("on", "quantity", "note", "recorded_at", "proof__name")]


def erase_records(person: Person) -> None:
    """Signed documents and proofs this person uploaded go to a colleague, not away; their name goes."""
    for agreement in Agreement.objects.filter(document__owner=person).select_related("document"):
        hand_on_file(file=agreement.document, organisation=agreement.keeper_id)
    for amendment in Amendment.objects.filter(document__owner=person).select_related("document", "agreement"):
        hand_on_file(file=amendment.document, organisation=amendment.agreement.keeper_id)
    rows = CommitmentRecord.objects.filter(proof__owner=person).select_related("proof", "commitment__agreement")
    for row in rows:
        hand_on_file(file=row.proof, organisation=row.commitment.agreement.keeper_id)
    CommitmentRecord.objects.filter(recorded_by=person).update(recorded_by=None)
