"""Who waits, who has room, the best assignment of the two, and what came of the pairs of before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from mouakaba.base.people.models import Membership, Person
from mouakaba.kernel.matching import Listing, assign, keeps
from mouakaba.match import registry
from mouakaba.match.cohorts.rules import MOST_LOOKED_AT, MOST_NEEDS
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import open_trades
from mouakaba.match.pairing.queries import Fit, fit_of, kernel_listings, stands_of
from mouakaba.match.trades.models import Deal
from mouakaba.match.trades.queries import running, wanted_by

PairKey = tuple[str, str]  # numbers of an offer and of a need
Facts = dict[UUID, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who were chosen by one call."""

    code: str
    title: Mapping[str, str]
    people: frozenset[UUID]


_tellers: list[Callable[[Person], Sequence[Cohort]]] = []


def connect_cohorts(teller: Callable[[Person], Sequence[Cohort]]) -> None:
    """Says which cohorts a person looks after (``site/wiring.py``)."""
    _tellers[:] = [teller]


def cohorts_of(person: Person) -> Sequence[Cohort]:
    """The cohorts this person looks after, the last first."""
    return _tellers[0](person) if _tellers else ()


@dataclass(frozen=True, slots=True)
class Left:
    """A need that is left without anybody. `free`: how many fit, whose places others take; `why`: what stands against
    the other offers, with how many, the most first; both of nothing where the offers were not gone through.
    """

    need: Opening
    free: int = 0
    why: tuple[tuple[registry.Words, int], ...] = ()
    looked: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """Pairs to propose, needs left without, and how many offers there are with room."""

    fits: list[Fit] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    offers: int = 0
    cut: bool = False  # more needs wait than are paired at once


def listings_in(kind: registry.MarketKind, cohort: Cohort | None) -> Q:
    """The needs of a kind that belong to a cohort: of its people, or of an organisation of theirs; all, without one."""
    asked = Q(kind_code=kind.code, side=Opening.Side.NEED)
    if cohort is None:
        return asked
    theirs = Membership.objects.filter(person__in=cohort.people).values("organisation")
    return asked & (Q(person__in=cohort.people) | Q(organisation__in=theirs))


def running_pairs(kind: registry.MarketKind) -> list[tuple[UUID, UUID | None]]:
    """Offer and need of every pair that is proposed or at work (one query)."""
    return list(running().filter(opening__kind_code=kind.code).order_by().values_list("opening", "counterpart"))


def waiting(
    kind: registry.MarketKind, cohort: Cohort | None, busy: Mapping[UUID | None, int]
) -> tuple[list[Opening], list[Opening]]:
    """Open offers, and open needs that look for more than they have; ``busy``: how much each has (one query)."""
    offered = Q(kind_code=kind.code, side=Opening.Side.OFFER)
    rows = open_trades().filter(offered | listings_in(kind, cohort))
    offers, needs = ([row for row in rows if row.side == side] for side in Opening.Side.values)
    return offers, [row for row in needs if busy.get(row.pk, 0) < (wanted_by(row) or 1)]


def rooms(offers: Sequence[Opening], unbound: int, taken: Mapping[UUID, int]) -> dict[UUID, int]:
    """How many each offer can still be proposed to; ``unbound``: for one that gives no bound."""
    return {row.pk: max(0, (unbound if row.seats is None else row.seats) - taken.get(row.pk, 0)) for row in offers}


def plan_pairs(
    kind: registry.MarketKind,
    cohort: Cohort | None = None,
    *,
    kept: Collection[PairKey] = (),
    without: Collection[PairKey] = (),
) -> Plan:
    """The assignment with the greatest total, exactly: no offer beyond its room, no need twice, the hard rules held.

    ``kept``: pairs that stay, where the rules hold them; ``without``: pairs that may not be.
    """
    pairs = running_pairs(kind)
    offers, found = waiting(kind, cohort, Counter(need for _offer, need in pairs))
    needs = found[:MOST_NEEDS]
    listed = _as_asked(offers, needs, [*without, *((str(offer), str(need)) for offer, need in pairs)])
    room = rooms(offers, len(needs), Counter(offer for offer, _need in pairs))
    rows = {str(row.pk): row for row in (*offers, *needs)}
    fits = [fit for pair in kept if pair not in without for fit in _held(kind, pair, rows, listed, room)]
    held = {fit.need.pk for fit in fits}
    lefts = [replace(listed[row.pk], capacity=room[row.pk]) for row in offers]
    rights = [listed[row.pk] for row in needs if row.pk not in held]
    fits += [fit_of(pair, rows) for pair in assign(kind.market, lefts, rights)]
    served = {fit.need.pk for fit in fits}
    left = _left(kind, [row for row in needs if row.pk not in served], offers, listed)
    fits.sort(key=lambda fit: (-fit.score, str(fit.need.pk)))
    return Plan(fits, left, sum(some > 0 for some in room.values()), len(found) > MOST_NEEDS)


def _as_asked(offers: Sequence[Opening], needs: Sequence[Opening], without: Collection[PairKey]) -> dict[UUID, Listing]:
    """The listings for the kernel; a pair that may not be is refused as if one of the two had said no."""
    besides = _met_before(needs)
    owners = {str(row.pk): str(row.owner_id) for row in offers}
    for offer, need in without:
        told = next((besides[row.pk] for row in needs if str(row.pk) == need), None)
        if told is not None and offer in owners:
            _listed(told, "refused").append(owners[offer])
    rows = [*offers, *needs]
    return kernel_listings(rows, stands_of(rows), besides)


def _met_before(needs: Sequence[Opening]) -> Facts:
    """Of each need: `former`, owners of offers with whom its owner agreed before, and `refused`, where one said no."""
    owners = {row.owner_id for row in needs}
    theirs = Q(counterpart__person__in=owners) | Q(counterpart__organisation__in=owners)
    kinds = {row.kind_code for row in needs}
    met = Introduction.objects.filter(theirs, opening__kind_code__in=kinds).select_related("opening", "counterpart")
    by_owner: dict[UUID | None, dict[str, object]] = {}
    for one in met.order_by("began_at", "pk"):
        if one.counterpart and (one.agreed or one.ended):
            told = by_owner.setdefault(one.counterpart.owner_id, {})
            _listed(told, "former" if one.agreed else "refused").append(str(one.opening.owner_id))
    copied = {row.pk: by_owner.get(row.owner_id, {}) for row in needs}
    return {pk: {name: list(_listed(told, name)) for name in told} for pk, told in copied.items()}


def _listed(told: dict[str, object], name: str) -> list[str]:
    found = told.setdefault(name, [])
    assert isinstance(found, list)
    return found


def _held(
    kind: registry.MarketKind,
    pair: PairKey,
    rows: Mapping[str, Opening],
    listed: Mapping[UUID, Listing],
    room: dict[UUID, int],
) -> Iterable[Fit]:
    """A pair that was kept, if the rules hold it and there is room, which it takes."""
    offer, need = (rows.get(end) for end in pair)
    if offer is None or need is None or (offer.side, need.side) != ("offer", "need") or not room[offer.pk]:
        return
    for found in assign(kind.market, [listed[offer.pk]], [listed[need.pk]]):
        room[offer.pk] -= 1
        yield fit_of(found, rows)


def _left(
    kind: registry.MarketKind, needs: Sequence[Opening], offers: Sequence[Opening], listed: Mapping[UUID, Listing]
) -> list[Left]:
    """Why each need is left. Beyond MOST_LOOKED_AT pairs offers are not gone through."""
    explained = MOST_LOOKED_AT // max(1, len(offers))
    return [
        _why(kind, row, offers, listed) if n < explained else Left(row, looked=False) for n, row in enumerate(needs)
    ]


def _why(kind: registry.MarketKind, need: Opening, offers: Sequence[Opening], listed: Mapping[UUID, Listing]) -> Left:
    against: Counter[str] = Counter()
    for offer in offers:
        broken = (rule.code for rule in kind.market.rules if not keeps(rule, listed[offer.pk], listed[need.pk]))
        against[next(broken, "")] += 1
    free = against.pop("", 0)
    words = registry.trade(kind.code).against
    return Left(need, free, tuple((words.get(code, {}), n) for code, n in against.most_common()))


def at_work(kind: registry.MarketKind, cohort: Cohort | None) -> QuerySet[Any]:
    """Requests of the needs of a cohort, with how often, how much and when last something was given."""
    rows = Deal.objects.filter(introduction__counterpart__in=Opening.objects.filter(listings_in(kind, cohort)))
    return rows.select_related(
        "introduction__opening__organisation", "introduction__counterpart__organisation"
    ).annotate(times=Count("deliveries"), given=Sum("deliveries__quantity"), last=Max("deliveries__on"))


def given_by(deals: Iterable[Any]) -> list[tuple[Opening, int, object]]:
    """Of each offer: with how many needs it agreed, and how much it gave in all; the most first."""
    totals: dict[UUID, tuple[Opening, int, Any]] = {}
    for deal in deals:
        offer = deal.introduction.opening
        _row, count, given = totals.get(offer.pk, (offer, 0, 0))
        totals[offer.pk] = (offer, count + deal.introduction.agreed, given + (deal.given or 0))
    return sorted(totals.values(), key=lambda one: (-one[2], one[0].title))
