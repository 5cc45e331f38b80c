"""Grants somebody may work with, what is due and paid, and the register of support."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from mouakaba.accompany.funding.models import (
    DoubleSupport,
    Grant,
    OwnContribution,
    Payment,
    Refund,
    Tranche,
    TrancheProof,
)
from mouakaba.accompany.funding.rules import FEWEST, REMIND_BEFORE
from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import LegalForm, Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.people.rules import WRITERS
from mouakaba.kernel.funding import Amount, Instrument, Means
from mouakaba.kernel.grants import OwnShare, Support, own_share
from mouakaba.kernel.text import fold
from mouakaba.match.door import instruments_shown
from mouakaba.select.door import programmes_run_by, programmes_seen_by


def _sum(rows: QuerySet[Any], owner: str) -> Coalesce:
    """The sum of `amount` of these rows by owner, 0 for none; apart, so that two sums never multiply each other."""
    summed = rows.order_by().values(owner).annotate(s=Sum("amount")).values("s")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)


def _rows() -> QuerySet[Grant]:
    paid = Payment.objects.filter(tranche__grant=OuterRef("pk"))
    return Grant.objects.select_related("programme", "beneficiary__region").annotate(
        paid=_sum(paid, "tranche__grant"),
        planned=_sum(Tranche.objects.filter(grant=OuterRef("pk")), "grant"),
        refunded=_sum(Refund.objects.filter(grant=OuterRef("pk")), "grant"),
        undecided=Exists(DoubleSupport.objects.filter(grant=OuterRef("pk"), decision="")),
    )


def grants_run_by(person: Person) -> QuerySet[Grant]:
    """Grants this person may plan, pay and decide on."""
    return _rows().filter(programme__in=programmes_run_by(person))


def grants_seen_by(person: Person) -> QuerySet[Grant]:
    """Grants of programmes this person may read in the office."""
    run = programmes_run_by(person).filter(pk=OuterRef("programme"))
    return _rows().filter(programme__in=programmes_seen_by(person)).annotate(may_run=Exists(run))


def gives_grants(person: Person) -> bool:
    """Whether the list of grants is of any use to this person."""
    return programmes_seen_by(person).exists()


def grants_of(person: Person) -> QuerySet[Grant]:
    """Grants of organisations in whose name this person may act."""
    mine = Organisation.objects.filter(memberships__person=person, memberships__role__in=WRITERS)
    return _rows().filter(beneficiary__in=mine)


def narrowed(rows: QuerySet[Grant], *, words: str, flagged: bool) -> QuerySet[Grant]:
    """Those whose beneficiary has these words in a name; those with an undecided flag alone, if asked."""
    if words.strip():
        rows = rows.filter(beneficiary__search__contains=fold(words))
    waiting = DoubleSupport.objects.filter(decision="").values("grant")
    return rows.filter(pk__in=waiting) if flagged else rows


def tranches_of(grant: Grant) -> QuerySet[Tranche]:
    """The tranches with their proofs and payments."""
    return grant.tranches.prefetch_related(
        Prefetch("proofs", TrancheProof.objects.select_related("file", "given_by")), "payments"
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A tranche as it stands: what of it is paid and left, and whether it may be paid."""

    tranche: Tranche
    paid: int
    left: int
    proved: bool
    waits: bool  # a proof waits for the officer
    late: bool

    @property
    def payable(self) -> bool:
        """Whether a payment may be recorded."""
        return self.left > 0 and self.proved


def due_of(tranche: Tranche) -> Due:
    """How a tranche of ``tranches_of`` stands today."""
    paid = sum(one.amount for one in tranche.payments.all())
    states = {one.state for one in tranche.proofs.all()}
    proved = not tranche.needs_proof or TrancheProof.State.ACCEPTED in states
    over = tranche.due_on is not None and tranche.due_on < today()
    left = tranche.amount - paid
    return Due(tranche, paid, left, proved, TrancheProof.State.WAITING in states, left > 0 and over)


def instrument_of(grant: Grant) -> Instrument | None:
    """The instrument of funding whose limits a grant keeps; None for none, or one that is gone."""
    return (
        next((one for one in instruments_shown() if one.code == grant.instrument), None) if grant.instrument else None
    )


def amount_rule(grant: Grant) -> Amount:
    """Its cap, rate and own share; no limit without an instrument."""
    found = instrument_of(grant)
    return found.amount if found else Amount()


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What the beneficiary owes, promised, and brought as verified, in centimes."""

    promised: OwnShare
    verified: OwnShare
    waiting: int  # told, and not verified yet


def contributions_of(grant: Grant) -> list[OwnContribution]:
    """What the beneficiary told it brought, with the proofs."""
    return list(grant.contributions.select_related("proof", "verified_by"))


def own_part(grant: Grant, rows: Sequence[OwnContribution]) -> OwnPart | None:
    """The own share out of its contributions; None where the cost of the project is not known."""
    if not grant.cost:
        return None
    brought = [sum(it.amount for it in rows if it.verified_at and it.in_kind is kind) for kind in (False, True)]
    rule = amount_rule(grant)
    return OwnPart(
        own_share(rule, Means(grant.cost, grant.own_cash, grant.own_in_kind)),
        own_share(rule, Means(grant.cost, *brought)),
        sum(it.amount for it in rows if not it.verified_at),
    )


def supports_near(grant: Grant) -> list[Support]:
    """Grants of other programmes for the same beneficiary or project, as the kernel compares them."""
    same = Q(beneficiary=grant.beneficiary_id)
    if grant.project_id:
        same |= Q(project=grant.project_id)
    return [support_of(one) for one in Grant.objects.filter(same).exclude(programme=grant.programme_id)]


def support_of(grant: Grant) -> Support:
    """A grant as the kernel compares it; without a first day it begins when it was decided."""
    return Support(
        str(grant.pk), str(grant.programme_id), str(grant.beneficiary_id), str(grant.project_id or ""),
        grant.begins_on or grant.decided_on, grant.ends_on,
    )  # fmt: skip


def doubles_of(grant: Grant) -> QuerySet[DoubleSupport]:
    """Flags on a grant, whichever of the two is the later."""
    rows = DoubleSupport.objects.filter(Q(grant=grant) | Q(other=grant))
    return rows.select_related("grant__programme__organisation", "other__programme__organisation", "decided_by")


def to_remind() -> QuerySet[Tranche]:
    """Tranches due soon or late, not paid, whose proof nobody handed in or every one was refused."""
    last = today() + timedelta(days=REMIND_BEFORE)
    given = TrancheProof.objects.filter(tranche=OuterRef("pk")).exclude(state=TrancheProof.State.REFUSED)
    paid = _sum(Payment.objects.filter(tranche=OuterRef("pk")), "tranche")
    rows = Tranche.objects.filter(due_on__lte=last, needs_proof=True).annotate(paid=paid).filter(~Exists(given))
    return rows.filter(paid__lt=F("amount")).select_related("grant__programme__organisation", "grant__beneficiary")


@dataclass(frozen=True, slots=True)
class Supported:
    """One organisation of the register: how often it was supported, by how much, and in which forms."""

    organisation: Organisation
    count: int
    granted: int  # money, centimes
    paid: int
    in_kind: int  # value of what was given in kind, centimes
    fairs: int
    first: Any
    last: Any


def register(rows: QuerySet[Grant], *, cooperatives: bool) -> list[Supported]:
    """The register of support by organisation, the most supported first."""
    if cooperatives:
        rows = rows.filter(beneficiary__legal_form=LegalForm.COOPERATIVE)
    grants = Grant.objects.filter(pk__in=rows.order_by().values("pk"))
    money, kind = Q(form=Grant.Form.MONEY), ~Q(form=Grant.Form.MONEY)
    found = grants.order_by().values("beneficiary").annotate(
        times=Count("pk"), granted=Coalesce(Sum("amount", filter=money), 0),
        in_kind=Coalesce(Sum("amount", filter=kind), 0), fairs=Count("pk", filter=Q(form=Grant.Form.FAIR)),
        first=Min("decided_on"), last=Max("decided_on"),
    )  # fmt: skip
    lines = list(found)
    known = Organisation.objects.select_related("region").in_bulk([line["beneficiary"] for line in lines])
    paid = _paid_to(grants)
    made = [
        Supported(
            known[line["beneficiary"]], line["times"], line["granted"], paid.get(line["beneficiary"], 0),
            line["in_kind"], line["fairs"], line["first"], line["last"],
        )
        for line in lines
    ]  # fmt: skip
    return sorted(made, key=lambda one: (-one.granted - one.in_kind, one.organisation.slug))


def _paid_to(grants: QuerySet[Grant]) -> dict[UUID, int]:
    """Money paid and not come back, by beneficiary."""
    out = Payment.objects.filter(tranche__grant__in=grants, tranche__grant__form=Grant.Form.MONEY).order_by()
    back = Refund.objects.filter(grant__in=grants).order_by()
    paid = dict(out.values_list("tranche__grant__beneficiary").annotate(s=Sum("amount")))
    for who, amount in back.values_list("grant__beneficiary").annotate(s=Sum("amount")):
        paid[who] = paid.get(who, 0) - amount
    return paid


@dataclass(frozen=True, slots=True)
class Told:
    """A count for anybody; `count` is None for fewer than FEWEST."""

    label: Any
    count: int | None


@dataclass(frozen=True, slots=True)
class PublicSupport:
    """The register without names: cooperatives, money and value in centimes; None where too few are behind it."""

    cooperatives: int | None
    paid: int | None
    in_kind: int | None
    by_region: list[Told]


def public_support() -> PublicSupport:
    """What anybody may read of the register of cooperatives; invented rows count in a demonstration."""
    rows = register(Grant.objects.all(), cooperatives=True)
    regions: dict[str, list[Any]] = {}
    for one in rows:
        if one.organisation.region:
            regions.setdefault(one.organisation.region.code, [one.organisation.region.name, 0])[1] += 1
    shown = _shown({code: count for code, (_name, count) in regions.items()}, len(rows))
    return PublicSupport(
        len(rows) if len(rows) >= FEWEST else None,
        _sum_told([one.paid for one in rows]),
        _sum_told([one.in_kind for one in rows]),
        [Told(name, shown.get(code)) for code, (name, _count) in sorted(regions.items())],
    )


def _sum_told(amounts: Sequence[int]) -> int | None:
    """Their sum; None where it is the affair of fewer than FEWEST."""
    some = [amount for amount in amounts if amount]
    return sum(some) if not some or len(some) >= FEWEST else None


def _shown(counts: Mapping[str, int], total: int) -> dict[str, int]:
    """The counts that may be told: none below FEWEST, and none that taking the others from the total would tell."""
    shown = {code: count for code, count in counts.items() if count >= FEWEST}
    while shown and 0 < total - sum(shown.values()) < FEWEST:
        del shown[min(shown, key=lambda code: (shown[code], code))]
    return shown


def supported_by(organisations: Collection[UUID]) -> QuerySet[Any, dict[str, Any]]:
    """Cooperatives that programmes of these organisations supported: who supports, the name, first decided when."""
    cooperatives = Q(beneficiary__legal_form=LegalForm.COOPERATIVE)
    once = ("programme__organisation_id", "beneficiary_id")
    rows: QuerySet[Any, Any] = Grant.objects.filter(cooperatives, programme__organisation__in=organisations)
    first = rows.order_by(*once, "decided_on", "pk").distinct(*once)
    return first.values(
        who=F("programme__organisation"), label=F("beneficiary__name"), sort=Value(""), on=F("decided_on")
    )


def grant_rows() -> Iterator[dict[str, Any]]:
    """A row a grant, by dimension, for figures: no person in it. Amounts in centimes."""
    for one in _rows().select_related("beneficiary__commune"):
        who = one.beneficiary
        yield {
            "grant": str(one.pk),
            "programme": one.programme.slug,
            "beneficiary": str(who.pk),
            "legal_form": who.legal_form,
            "region": who.region_id or "",
            "milieu": who.commune.milieu if who.commune else "",
            "sectors": list(who.sectors),
            "form": one.form,
            "decided_on": one.decided_on,
            "granted": one.amount,
            "paid": one.paid - one.refunded,  # type: ignore[attr-defined]
            "is_demo": one.is_demo,
        }


def files_of_grants(person: Person) -> Iterable[tuple[Any, UUID]]:
    """Proofs this person handed in, with the organisation they belong to."""
    for proof in TrancheProof.objects.filter(file__owner=person).select_related("file", "tranche__grant"):
        yield proof.file, proof.tranche.grant.beneficiary_id
    for part in OwnContribution.objects.filter(proof__owner=person).select_related("proof", "grant"):
        yield part.proof, part.grant.beneficiary_id


def payment_rows() -> Iterator[dict[str, Any]]:
    """A row a payment of money, and a row below nought a refund, for figures: no person in it. Amounts in centimes."""
    about = ("pk", "on", "amount")
    payments, refunds = Payment.objects.filter(tranche__grant__form=Grant.Form.MONEY), Refund.objects.all()
    for sign, rows, grant in ((1, payments, "tranche__grant__"), (-1, refunds, "grant__")):
        fields = (f"{grant}programme__slug", f"{grant}beneficiary__region", f"{grant}beneficiary__commune__milieu")
        for pk, on, amount, slug, region, milieu in rows.order_by().values_list(*about, *fields):
            place = {"programme": slug, "region": region or "", "milieu": milieu or ""}
            yield {"key": f"{'payment' if sign > 0 else 'refund'}-{pk}", "on": on, "amount": sign * amount, **place}


def grants_given(organisations: Collection[UUID]) -> QuerySet[Any, dict[str, Any]]:
    """Grants decided by programmes of these organisations: who, to whom, in which form, which day."""
    rows: QuerySet[Any, Any] = Grant.objects.filter(programme__organisation__in=organisations).order_by()
    return rows.values(
        who=F("programme__organisation"), label=F("beneficiary__name"), sort=F("form"), on=F("decided_on")
    )
