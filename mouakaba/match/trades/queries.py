"""Offers and needs that somebody may read, their requests, and figures without persons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from mouakaba.base.clock.queries import today
from mouakaba.base.files.models import StoredFile
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import QuestionType
from mouakaba.kernel.text import fold
from mouakaba.match import registry
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import open_trades, organisations_of, owned_by, public_openings
from mouakaba.match.pairing.queries import Fit, fits_between
from mouakaba.match.schools.queries import networks_of
from mouakaba.match.trades.models import Deal, Delivery
from mouakaba.match.trades.rules import MOST_PROPOSED

Words = Mapping[str, str]


def public_listings(kind: registry.MarketKind) -> QuerySet[Opening]:
    """The open listings of a kind that anybody may read."""
    return public_openings().filter(kind_code=kind.code).exclude(side="")


def narrowed(rows: QuerySet[Opening], kind: registry.MarketKind, asked: Mapping[str, str]) -> QuerySet[Opening]:
    """Of these offers, those that give the answers asked for, by question."""
    by_code = registry.trade(kind.code).offer.form.by_code
    for code, value in asked.items():
        told = [value] if by_code[code].type is QuestionType.CHOICES else value
        rows = rows.filter(facts__contains={code: told})
    return rows


def picture_of(listing: Opening, code: str) -> StoredFile | None:
    """A picture of a listing that anybody may read; None where it has none of that name."""
    if code not in listing.trade.pictures or not listing.facts.get(code):
        return None
    return StoredFile.objects.filter(pk=listing.facts[code]).first()


def may_list(kind: registry.MarketKind, side: str, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Of these organisations, those that may list on a side of a kind."""
    asks = registry.trade(kind.code).asks(side)
    if not asks.organisations:
        return organisations.none()
    return organisations.filter(slug__in=asks.only) if asks.only else organisations


def may_begin(kind: registry.MarketKind, side: str, organisations: QuerySet[Organisation]) -> bool:
    """Whether somebody who writes for these organisations may list on a side of a kind, for one or for themselves."""
    return bool(registry.trade(kind.code).asks(side).person) or may_list(kind, side, organisations).exists()


def organisations_named(names: Iterable[str]) -> dict[str, list[str]]:
    """The organisations of each of these names, in any language, as their numbers; an unknown name is not there."""
    wanted = {fold(name): name for name in names}
    found: dict[str, list[str]] = {}
    for pk, known in Organisation.objects.values_list("pk", "name") if wanted else ():
        for folded in {fold(text) for text in known.values() if text} & set(wanted):
            found.setdefault(wanted[folded], []).append(str(pk))
    return found


def names_of(organisations: Iterable[str]) -> str:
    """These organisations by name, one a line."""
    rows = Organisation.objects.filter(pk__in=list(organisations)).order_by("slug")
    return "\n".join(said(row.name) for row in rows)


def deals_seen_by(person: Person) -> QuerySet[Deal]:
    """Requests to which this person, or an organisation of theirs, is a party."""
    return _whole().filter(
        owned_by(person, "introduction__opening__") | owned_by(person, "introduction__counterpart__")
    )


def deals_of(opening: Opening) -> QuerySet[Deal]:
    """Requests about one listing, already authorised."""
    return _whole().filter(Q(introduction__opening=opening) | Q(introduction__counterpart=opening))


def _whole() -> QuerySet[Deal]:
    return Deal.objects.select_related(
        "introduction__opening__organisation",
        "introduction__opening__person",
        "introduction__counterpart__organisation",
        "introduction__counterpart__person",
        "introduction__speaker",
        "introduction__other_speaker",
        "introduction__profile",
    )


def stands_on(deal: Deal, person: Person) -> frozenset[str]:
    """The sides of a request this person may speak for: offer, need, both or none."""
    mine = {person.pk, *organisations_of(person).values_list("pk", flat=True)}
    row = deal.introduction
    ends = {"offer": row.opening.owner_id, "need": row.counterpart.owner_id if row.counterpart else None}
    return frozenset(side for side, whose in ends.items() if whose in mine)


def side_of(deal: Deal, person: Person) -> str:
    """The side this person speaks for: the one that has not spoken, where they may speak for both."""
    sides = stands_on(deal, person)
    if len(sides) == 2:
        return "need" if deal.introduction.person_says is None else "offer"
    return next(iter(sides))


def paper_of(deal: Deal, side: str, code: str) -> StoredFile | None:
    """A file that a side handed in with its listing, for both parties of a request; None where there is none."""
    row = deal.introduction
    listing = row.opening if side == "offer" else row.counterpart
    question = listing and listing.trade.asks(side).form.by_code.get(code)
    if not listing or not question or question.type is not QuestionType.FILE or not listing.facts.get(code):
        return None
    return StoredFile.objects.filter(pk=listing.facts[code]).first()


def papers_of(deal: Deal) -> list[tuple[str, str, Words]]:
    """The files both sides handed in with their listings: side, question and its label."""
    row = deal.introduction
    ends = {"offer": row.opening, "need": row.counterpart}
    return [
        (side, question.code, listing.trade.asks(side).label(question.code))
        for side, listing in ends.items()
        if listing
        for question in listing.trade.asks(side).form.questions
        if question.type is QuestionType.FILE and listing.facts.get(question.code)
    ]


def markets_brokered_by(person: Person) -> bool:
    """Whether this person may propose pairs of others' listings: whoever runs a programme of an organisation."""
    return networks_of(person).exists()


def proposals(kind: registry.MarketKind) -> list[Fit]:
    """Pairs of open listings of a kind that nobody has brought together yet, best first."""
    rows = list(open_trades().filter(kind_code=kind.code))
    offers, needs = ([row for row in rows if row.side == side] for side in ("offer", "need"))
    known = set(
        Introduction.objects.filter(opening__in=offers, counterpart__in=needs).values_list("opening", "counterpart")
    )
    found = (fit for fit in fits_between(offers, needs) if fit.offer.owner_id != fit.need.owner_id)
    fresh = (fit for fit in found if (fit.offer.pk, fit.need.pk) not in known)
    return list(islice(fresh, MOST_PROPOSED))


def deliveries_of(deal: Deal) -> QuerySet[Delivery]:
    """What was delivered, the oldest first."""
    return deal.deliveries.select_related("recorded_by")


def taken(opening: Opening, on: date) -> tuple[int, Decimal]:
    """How many agreed requests count against an offer on a day, and the quantity they take together.

    Those that are not done; or, where its kind counts by days, those of the same days.
    """
    agreed = Introduction.objects.filter(opening=opening, organisation_says=True, person_says=True)
    if span := opening.trade.span(opening.facts, on):
        agreed = agreed.filter(deal__planned_on__range=span)
    else:
        agreed = agreed.filter(deal__done_at__isnull=True)
    found = agreed.aggregate(n=Count("pk"), quantity=Sum("deal__quantity"))
    return found["n"], found["quantity"] or Decimal(0)


def left_of(opening: Opening, on: date | None = None) -> Decimal | None:
    """What of an offer is still to be had, today or on a day: a quantity or seats; None where it gives no bound."""
    count, quantity = taken(opening, on or today())
    trade = opening.trade
    if trade.quantity:
        return Decimal(str(opening.facts[trade.quantity])) - quantity
    return None if opening.seats is None else Decimal(opening.seats - count)


def running() -> QuerySet[Introduction]:
    """Pairs proposed or agreed, that nobody declined and that are not done."""
    rows = Introduction.objects.filter(deal__isnull=False, deal__done_at__isnull=True)
    return rows.exclude(organisation_says=False).exclude(person_says=False)


def wanted_by(need: Opening) -> int | None:
    """With how many offers a need can be at once; None where its kind gives no bound."""
    code = need.trade.wants
    return int(Decimal(str(need.facts.get(code) or 1))) if code else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What was asked of one group of offers, and what became of it."""

    name: Words
    asked: int
    accepted: int
    delivered: int
    days: float | None  # median, from asked to answered


def groups_of(trade: registry.Trade, facts: Mapping[str, Any]) -> set[str]:
    """The groups of its kind that an offer with these answers belongs to."""
    told = facts.get(trade.group, [])
    return set(told) if isinstance(told, list) else {str(told)}


def figures_of(kind: registry.MarketKind) -> list[Figures]:
    """Counts by the answer that groups the offers of a kind; organisations are counted, never persons."""
    trade = registry.trade(kind.code)
    question = trade.offer.form.by_code[trade.group]
    by_group: dict[str, list[Deal]] = {}
    rows = Deal.objects.filter(introduction__opening__kind_code=kind.code).select_related("introduction")
    for deal in rows.annotate(times=Count("deliveries")):
        for value in groups_of(trade, deal.terms["facts"]):
            by_group.setdefault(value, []).append(deal)
    return [_figures(one.label, by_group[one.value]) for one in question.options if one.value in by_group]


def _figures(name: Words, deals: Iterable[Deal]) -> Figures:
    rows = list(deals)
    waits = [deal.answered_at - deal.asked_at for deal in rows if deal.answered_at]
    return Figures(
        name=name,
        asked=len(rows),
        accepted=sum(deal.introduction.agreed for deal in rows),
        delivered=sum(deal.times > 0 for deal in rows),  # type: ignore[attr-defined]
        days=round(median(wait / timedelta(days=1) for wait in waits), 1) if waits else None,
    )


def delivered_by(organisations: Collection[UUID], kind_code: str) -> Iterator[tuple[UUID, date, Words, str]]:
    """Requests to offers of these organisations of which something was delivered: who, first day, group in words."""
    question = (trade := registry.trade(kind_code)).offer.form.by_code[trade.group]
    labels = {option.value: option.label for option in question.options}
    rows = Deal.objects.filter(
        introduction__opening__organisation__in=organisations, introduction__opening__kind_code=kind_code
    )
    found = rows.annotate(first=Min("deliveries__on")).filter(first__isnull=False).order_by("first", "pk")
    for who, on, facts in found.values_list("introduction__opening__organisation", "first", "terms__facts"):
        sort = str(facts.get(trade.group, ""))
        yield who, on, labels.get(sort, {}), sort


def delivery_rows(since: datetime | None) -> QuerySet[Any, dict[str, Any]]:
    """One dict a request of which something was delivered, for counting; nobody's name. ``first``: the first day."""
    rows = Deal.objects.filter(deliveries__isnull=False)
    if since is not None:
        events = Delivery.pgh_event_model.objects.filter(pgh_created_at__gte=since)  # type: ignore[attr-defined]
        rows = rows.filter(pk__in=Delivery.objects.filter(pk__in=events.values("pgh_obj_id")).values("deal"))
    first = rows.order_by().annotate(first=Min("deliveries__on"))
    about = {"kind_code": F("introduction__opening__kind_code"), "region_code": F("introduction__opening__region")}
    found: QuerySet[Any, Any] = first.values("id", "first", **about)
    return found


def weighed_rows() -> Iterator[dict[str, Any]]:
    """One dict a delivery that was weighed, for counting; nobody's name.

    Of kinds that say the mass of their units; what was delivered by volume is left out. Keys: ``id``, ``on``, ``sort``
    (the answer that groups the offers of its kind), ``region_code``, ``kilograms`` (whole, halves up).
    """
    trades = {kind.code: trade for kind in registry.trades() if (trade := registry.trade(kind.code)).mass}
    rows = Delivery.objects.filter(deal__introduction__opening__kind_code__in=trades).order_by()
    about = {"kind_code": F("deal__introduction__opening__kind_code"), "terms": F("deal__terms")}
    place = {"region_code": F("deal__introduction__opening__region")}
    told: QuerySet[Any, Any] = rows.values("id", "on", "quantity", "unit", **about, **place)
    for row in told:
        trade = trades[row["kind_code"]]
        if (mass := trade.mass.get(row["unit"])) is not None:
            sort = str(row["terms"]["facts"].get(trade.group, ""))
            kilograms = int(Fraction(row["quantity"]) * mass + Fraction(1, 2))
            yield {**{name: row[name] for name in ("id", "on", "region_code")}, "sort": sort, "kilograms": kilograms}
