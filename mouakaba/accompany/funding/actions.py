"""Every write on grants: decided, planned, proved, paid, refunded, flagged. Never more than was granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from mouakaba.accompany.funding import phrases
from mouakaba.accompany.funding.models import (
    DoubleSupport,
    Grant,
    OwnContribution,
    Payment,
    Refund,
    Tranche,
    TrancheProof,
)
from mouakaba.accompany.funding.queries import (
    amount_rule,
    due_of,
    files_of_grants,
    support_of,
    supports_near,
    to_remind,
)
from mouakaba.accompany.funding.rules import MOST_TRANCHES
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.actions import hand_on_file, store_file
from mouakaba.base.notify.actions import queue_message, queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import writers_for
from mouakaba.kernel.grants import (
    Refusal,
    check_grant,
    check_payment,
    check_refund,
    check_tranche,
    given_twice,
    left_to_plan,
    schedule,
)


def save_grant(*, grant: Grant | None, values: Mapping[str, Any], by: Person | None) -> Grant:
    """A grant, new or changed; support given twice is flagged. ``values`` are columns of Grant.

    Raises ValidationError, by field: beyond what its instrument allows, less than its tranches, in kind not valued.
    """
    with recorded("save_grant", by=by) as line:
        made = Grant.objects.select_for_update().get(pk=grant.pk) if grant else Grant(recorded_at=now())
        for name, value in values.items():
            setattr(made, name, value)
        made.full_clean()
        _check_limits(made)
        made.save()
        _flag(made)
        point(line, made)
    return made


def _check_limits(grant: Grant) -> None:
    if limit := check_grant(amount_rule(grant), grant.cost, grant.amount):
        raise ValidationError({"amount": phrases.beyond_instrument(grant, limit)})
    planned = sum(Tranche.objects.filter(grant=grant.pk).values_list("amount", flat=True))
    if planned > grant.amount:
        raise ValidationError({"amount": phrases.refused(Refusal.BELOW_PLANNED, planned)})


def _flag(grant: Grant) -> None:
    """Kept once found: a flag goes by a person's decision, not by a change of dates."""
    for other, reason in given_twice(support_of(grant), supports_near(grant)):
        pair = DoubleSupport.objects.filter(grant=UUID(other), other=grant.pk)
        if not pair.exists():
            DoubleSupport.objects.get_or_create(
                grant=grant, other_id=UUID(other), defaults={"reason": reason.value, "found_at": now()}
            )


def decide_double(*, double: DoubleSupport, decision: str, why: str, by: Person) -> None:
    """What a person says of two supports; kept with its reason."""
    with recorded("decide_double", by=by, subject=double.grant, why=why, decision=decision):
        double.decision, double.why, double.decided_by, double.decided_at = decision, why, by, now()
        double.full_clean()
        double.save()


def _held(grant: UUID) -> Grant:
    """The grant, nobody else planning or paying it meanwhile."""
    return Grant.objects.select_for_update(of=("self",)).get(pk=grant)


def add_tranche(
    *, grant: Grant, amount: int, milestone: str, language: str, due_on: date | None, needs_proof: bool = True,
    by: Person | None,
) -> Tranche:  # fmt: skip
    """One more tranche. Raises ValidationError where the tranches would be more than the grant."""
    with recorded("add_tranche", by=by, subject=grant, amount=amount):
        held = _held(grant.pk)
        others = list(held.tranches.values_list("amount", flat=True))
        if len(others) >= MOST_TRANCHES:
            raise ValidationError(_("A grant has at most %(most)s tranches.") % {"most": MOST_TRANCHES})
        if flaw := check_tranche(held.amount, others, amount):
            raise ValidationError({"amount": phrases.refused(flaw, left_to_plan(held.amount, others))})
        last = held.tranches.aggregate(n=Max("number"))["n"] or 0
        return Tranche.objects.create(
            grant=held, number=last + 1, amount=amount, milestone=milestone, language=language, due_on=due_on,
            needs_proof=needs_proof,
        )  # fmt: skip


def split_grant(
    *, grant: Grant, parts: Sequence[tuple[int, date | None, str]], language: str, by: Person | None
) -> list[Tranche]:
    """The whole grant in tranches: percent, day and milestone of each; they add up to it to the centime.

    Raises ValidationError unless the percents make 100, or where tranches exist.
    """
    with recorded("split_grant", by=by, subject=grant, parts=len(parts)):
        held = _held(grant.pk)
        if held.tranches.exists():
            raise ValidationError(_("This grant has tranches already: add one more instead."))
        try:
            amounts = schedule(held.amount, [percent for percent, _day, _text in parts])
        except ValueError:
            raise ValidationError({"parts": _("The percents are above 0 and make 100 together.")}) from None
        return [
            Tranche.objects.create(
                grant=held, number=number, amount=amount, milestone=text, language=language, due_on=day
            )
            for number, (amount, (_percent, day, text)) in enumerate(zip(amounts, parts, strict=True), start=1)
        ]


def give_proof(*, tranche: Tranche, upload: UploadedFile, note: str, by: Person) -> TrancheProof:
    """The beneficiary's proof of a milestone. Raises ValidationError for a bad file, or a tranche paid already."""
    with recorded("give_proof", by=by, subject=tranche.grant, tranche=tranche.number):
        if due_of(tranche).left <= 0:
            raise ValidationError(_("This tranche is paid: nothing more is needed."))
        file = store_file(upload=upload, owner=by)
        return TrancheProof.objects.create(tranche=tranche, file=file, note=note, given_by=by, given_at=now())


def decide_proof(*, proof: TrancheProof, accepted: bool, answer: str, by: Person) -> None:
    """The officer's word on a proof, told to who handed it in. Raises ValidationError for a no without a reason."""
    if not accepted and not answer.strip():
        raise ValidationError({"answer": _("Say what is missing, so that it can be corrected.")})
    states = TrancheProof.State
    with recorded("decide_proof", by=by, subject=proof.tranche.grant, accepted=accepted):
        held = TrancheProof.objects.select_for_update(of=("self",)).get(pk=proof.pk)
        if held.state != states.WAITING:
            raise ValidationError(_("This proof was decided already: nothing was changed."))
        held.state, held.answer = states.ACCEPTED if accepted else states.REFUSED, answer.strip()
        held.decided_by, held.decided_at = by, now()
        held.save()
        if held.given_by and held.given_by.is_active:
            subject, body = phrases.proof_letter(held, held.given_by)
            queue_message(key=f"proof:{held.pk}", person=held.given_by, subject=subject, body=body)


def record_payment(*, tranche: Tranche, on: date, amount: int, reference: str, by: Person | None) -> Payment:
    """Money that left. Raises ValidationError, in words: more than is left, no accepted proof, a day to come,
    before the decision, a reference that is recorded already."""
    with recorded("record_payment", by=by, subject=tranche.grant, amount=amount, reference=reference):
        grant = _held(tranche.grant_id)
        row = Tranche.objects.get(pk=tranche.pk)
        if on > today():
            raise ValidationError({"on": _("This day is still to come.")})
        if on < grant.decided_on:
            raise ValidationError({"on": _("This day lies before the decision.")})
        now_due = due_of(row)
        if not now_due.proved:
            raise ValidationError(_("The proof of this milestone is not accepted yet: nothing was recorded."))
        if flaw := check_payment(row.amount, [it.amount for it in row.payments.all()], amount):
            raise ValidationError({"amount": phrases.refused(flaw, now_due.left)})
        made = Payment(tranche=row, on=on, amount=amount, reference=reference, recorded_by=by, recorded_at=now())
        made.full_clean()
        made.save()
    return made


def record_refund(*, grant: Grant, on: date, amount: int, reference: str, reason: str, by: Person) -> Refund:
    """Money that came back. Raises ValidationError for more than was paid, or a day to come."""
    with recorded("record_refund", by=by, subject=grant, why=reason, amount=amount):
        held = _held(grant.pk)
        if on > today():
            raise ValidationError({"on": _("This day is still to come.")})
        paid = Payment.objects.filter(tranche__grant=held).aggregate(s=Sum("amount"))["s"] or 0
        back = held.refunds.aggregate(s=Sum("amount"))["s"] or 0
        if flaw := check_refund(paid, back, amount):
            raise ValidationError({"amount": phrases.refused(flaw, paid - back)})
        return Refund.objects.create(
            grant=held, on=on, amount=amount, reference=reference, reason=reason, recorded_at=now()
        )


def give_contribution(
    *, grant: Grant, values: Mapping[str, Any], upload: UploadedFile | None, by: Person
) -> OwnContribution:
    """What the beneficiary brought, with its proof; it counts once verified. Raises ValidationError, by field."""
    if upload is None:
        raise ValidationError({"upload": _("Add the proof: invoice, bank statement, valuation.")})
    if values["on"] > today():
        raise ValidationError({"on": _("This day is still to come.")})
    with recorded("give_contribution", by=by, subject=grant, amount=values["amount"]):
        made = OwnContribution(grant=grant, given_by=by, **values)
        made.full_clean()
        made.proof = store_file(upload=upload, owner=by)
        made.save()
    return made


def verify_contribution(*, contribution: OwnContribution, by: Person) -> None:
    """Somebody of the programme checked the proof: it counts from now on; a second time changes nothing."""
    if contribution.verified_at:
        return
    with recorded("verify_contribution", by=by, subject=contribution.grant, amount=contribution.amount):
        contribution.verified_by, contribution.verified_at = by, now()
        contribution.save(update_fields=["verified_by", "verified_at"])


def remind_tranches() -> int:
    """Owes a letter to each writer of a beneficiary whose proof is missing: before the day, and once when it is over.

    Returns how many letters are new.
    """
    rows = list(to_remind())
    if not rows:
        return 0
    writers = writers_for({one.grant.beneficiary_id for one in rows})
    letters = [_letter(one, person) for one in rows for person in writers.get(one.grant.beneficiary_id, ())]
    with recorded("remind_tranches", by=None, due=len(rows)):
        return queue_messages(letters)


def _letter(tranche: Tranche, person: Person) -> OutboxMessage:
    late = tranche.due_on is not None and tranche.due_on < today()
    subject, body = phrases.tranche_letter(tranche, person, late=late)
    key = f"tranche:{tranche.pk}:{tranche.due_on}:{'late' if late else 'soon'}:{person.pk}"
    return OutboxMessage(
        key=key, person=person, address=person.email, language=person.language, subject=subject[:300], body=body
    )


def export_proofs(person: Person) -> list[dict[str, Any]]:
    """Proofs this person handed in, as data."""
    rows = TrancheProof.objects.filter(given_by=person)
    return [dict(row) for row in rows.values("tranche__grant__title", "file__name", "note", "state", "given_at")]


def erase_proofs(person: Person) -> None:
    """Papers of an organisation go to a colleague, not away; the person's name goes."""
    for file, organisation in list(files_of_grants(person)):
        hand_on_file(file=file, organisation=organisation)
    TrancheProof.objects.filter(given_by=person).update(given_by=None)
    TrancheProof.objects.filter(decided_by=person).update(decided_by=None)
    OwnContribution.objects.filter(given_by=person).update(given_by=None)
    OwnContribution.objects.filter(verified_by=person).update(verified_by=None)
    Payment.objects.filter(recorded_by=person).update(recorded_by=None)
    DoubleSupport.objects.filter(decided_by=person).update(decided_by=None)
