"""Agreements somebody may work with, what was done of their commitments, and what anybody may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from mouakaba.accompany.agreements.models import Agreement, Commitment, CommitmentRecord, Party
from mouakaba.accompany.agreements.rules import Ask, Counting, Evidence, counter
from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.kernel.agreements import Health, health, standing, term_end
from mouakaba.kernel.text import fold
from mouakaba.select.door import networks_run_by

Standing = Agreement.Standing


def keepers_of(person: Person) -> QuerySet[Organisation]:
    """Organisations in whose name this person may record an agreement: those that run programmes."""
    return networks_run_by(person).distinct()


def _rows() -> QuerySet[Agreement]:
    sides = Prefetch("sides", Party.objects.select_related("organisation"))
    return Agreement.objects.select_related("keeper", "document").prefetch_related(sides)


def agreements_seen_by(person: Person) -> QuerySet[Agreement]:
    """Agreements which an organisation of this person keeps or signed."""
    mine = Organisation.objects.filter(memberships__person=person)
    signed = Party.objects.filter(organisation__in=mine).values("agreement")
    seen = _rows().filter(Q(keeper__in=mine) | Q(pk__in=signed))
    return seen.annotate(may_keep=Exists(keepers_of(person).filter(pk=OuterRef("keeper"))))


def agreements_kept_by(person: Person) -> QuerySet[Agreement]:
    """Agreements this person may change, amend and end."""
    return _rows().filter(keeper__in=keepers_of(person))


def has_agreements(person: Person) -> bool:
    """Whether the list of agreements is of any use to this person."""
    return keepers_of(person).exists() or agreements_seen_by(person).exists()


def public_agreements() -> QuerySet[Agreement]:
    """Agreements their parties made public."""
    rows = _rows().filter(is_public=True).annotate(promised=Count("commitments"))
    return rows.order_by(F("signed_on").desc(nulls_last=True), "recorded_at", "pk")


def named(rows: QuerySet[Agreement], words: str) -> QuerySet[Agreement]:
    """Those with a party of this name."""
    if not words.strip():
        return rows
    found = Party.objects.filter(organisation__search__contains=fold(words)).values("agreement")
    return rows.filter(pk__in=found)


def promised_in(agreements: Iterable[Agreement]) -> dict[UUID, int]:
    """How many commitments each of these agreements has."""
    rows = Commitment.objects.filter(agreement__in=[one.pk for one in agreements]).order_by()
    return dict(rows.values_list("agreement").annotate(n=Count("pk")))


def standing_of(agreement: Agreement) -> Standing:
    """Where it stands today."""
    return Standing(standing(agreement.term, today()).value)


def current_end(agreement: Agreement) -> date | None:
    """The last day as it stands today; None for no end, or one nobody can tell."""
    return agreement.ended_on or term_end(agreement.term, today())


def brought(agreement: Agreement) -> int | None:
    """What the parties bring in all, in centimes; None where no part is known."""
    parts = [side.brings for side in agreement.sides.all() if side.brings is not None]
    return sum(parts) if parts else None


def disagrees(agreement: Agreement) -> bool:
    """Whether the amount stated for the whole is not the sum of the parts that are known."""
    parts = brought(agreement)
    return agreement.amount is not None and parts is not None and parts != agreement.amount


@dataclass(frozen=True, slots=True)
class Counted:
    """A commitment with the records that count for it, and what became of it."""

    commitment: Commitment
    evidence: tuple[Evidence, ...]
    done: Decimal
    health: Health


def commitments_in(agreements: Iterable[Agreement]) -> list[Counted]:
    """Every commitment of these agreements, which come with their parties, counted."""
    by_key = {one.pk: one for one in agreements}
    rows = list(Commitment.objects.filter(agreement__in=by_key).select_related("owed_by"))
    for row in rows:
        row.agreement = by_key[row.agreement_id]
    return counted(rows)


def commitments_seen_by(person: Person) -> list[Counted]:
    """Every commitment of agreements this person may read, counted; the most pressing first."""
    found = counted(_commitments().filter(agreement__in=agreements_seen_by(person).values("pk")))
    order = list(Health)
    return sorted(found, key=lambda one: (order.index(one.health), one.commitment.due_on or date.max))


def _commitments() -> QuerySet[Commitment]:
    return Commitment.objects.select_related("agreement", "owed_by").prefetch_related(
        Prefetch("agreement__sides", Party.objects.select_related("organisation"))
    )


def counted(rows: Iterable[Commitment]) -> list[Counted]:
    """Each with its records: typed ones in one query, those of other rooms in one call a way of counting.

    Nothing is found where the room that counts is not connected.
    """
    commitments = list(rows)
    found: dict[int, Sequence[Evidence]] = dict(_typed([one for one in commitments if not one.counted_by]))
    ways: dict[Counting, list[Commitment]] = {}
    for one in commitments:
        if way := counter(one.counted_by):
            ways.setdefault(way.count, []).append(one)
    for count, asked in ways.items():
        answers = count([ask_of(one) for one in asked])
        found |= {one.pk: answer for one, answer in zip(asked, answers, strict=True)}
    return [_counted(one, found.get(one.pk, ())) for one in commitments]


def _counted(one: Commitment, evidence: Sequence[Evidence]) -> Counted:
    done = sum((it.quantity for it in evidence), Decimal(0))
    return Counted(one, tuple(evidence), done, health(one.quantity, done, one.due_on, today()))


def _typed(commitments: Sequence[Commitment]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = {}
    for row in CommitmentRecord.objects.filter(commitment__in=commitments):
        found.setdefault(row.commitment_id, []).append(Evidence(row.on, row.quantity, {row.language: row.note}))
    return found


def ask_of(one: Commitment) -> Ask:
    """What is counted for a commitment: from the signature to the end of the agreement, or today."""
    agreement = one.agreement
    return Ask(one.owed_by_id, one.counted_by, one.only, agreement.signed_on, agreement.ended_on)


def records_of(commitment: Commitment) -> QuerySet[CommitmentRecord]:
    """The typed records of a commitment, with their proofs."""
    return commitment.records.select_related("proof", "recorded_by")


def agreement_rows() -> Iterator[dict[str, Any]]:
    """A row a commitment of every agreement, by dimension, for figures: no person in it."""
    for one in counted(_commitments().all()):
        agreement, row = one.commitment.agreement, one.commitment
        yield {
            "agreement": str(agreement.pk),
            "commitment": row.number,
            "keeper": str(agreement.keeper_id),
            "owed_by": row.owed_by.slug,
            "region": row.owed_by.region_id or "",
            "signed_on": agreement.signed_on,
            "due_on": row.due_on,
            "quantity": row.quantity,
            "done": one.done,
            "health": one.health.value,
            "is_public": agreement.is_public,
            "is_demo": agreement.is_demo or row.is_demo,
        }


def party_rows() -> QuerySet[Any, dict[str, Any]]:
    """One dict a party of an agreement its parties made public: ``agreement``, ``organisation``, ``signed_on``."""
    rows = Party.objects.filter(agreement__is_public=True).order_by()
    found: QuerySet[Any, Any] = rows.values("agreement", "organisation", signed_on=F("agreement__signed_on"))
    return found
