"""Matches, computed when asked for: what is shown is what is true now, and nothing of a person is stored by it.

Only confirmed skills count. What a person does not show takes no part, so that a match cannot tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Membership
from mouakaba.base.places.queries import Distance, commune_rows, distance_between
from mouakaba.kernel.forms import QuestionType, asked, fact_value
from mouakaba.kernel.matching import Because, Listing, Market, Near, Pair, Side, best_lefts, best_rights, cover, explain
from mouakaba.match import registry
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.listings.queries import open_openings, open_trades
from mouakaba.match.pairing.phrases import carriage_reason, distance_reason
from mouakaba.match.registry import SIDES, Facts
from mouakaba.match.skills.models import Profile, ProfileSkill
from mouakaba.match.skills.queries import near

Part = Profile.Part
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Instead:
    """A skill had that is near to one asked."""

    had: Words
    asked: Words


@dataclass(frozen=True, slots=True)
class Match:
    """A profile and an opening that fit, and why. It says how much of the need is met, and nothing of the person."""

    profile: Profile
    opening: Opening
    shared: tuple[Words, ...]
    missing: tuple[Words, ...]
    adjacent: tuple[Instead, ...]
    reasons: tuple[Because, ...]

    @property
    def besides(self) -> tuple[Because, ...]:
        """The reasons other than skills, which the page lists by name."""
        return tuple(reason for reason in self.reasons if reason.coverage is None)

    @property
    def asked(self) -> int:
        """How many skills the opening asks for."""
        return len(self.shared) + len(self.missing) + len(self.adjacent)


def _confirmed() -> Prefetch:
    return Prefetch("skills", ProfileSkill.objects.filter(state=ProfileSkill.State.CONFIRMED))


def visible_profiles() -> QuerySet[Profile]:
    """Profiles whose person chose to be seen and looks for something."""
    return (
        Profile.objects.filter(seen_by=Profile.Seen.OPENINGS, person__is_active=True)
        .exclude(availability=Profile.Availability.NOT_LOOKING)
        .select_related("region")
        .prefetch_related(_confirmed())
    )


def shown_of(profile: Profile) -> dict[str, Any]:
    """What the person shows besides skills, by part; parts they hide are not there."""
    whole = {
        Part.HEADLINE: profile.headline,
        Part.REGION: profile.region.name if profile.region else None,
        Part.LANGUAGES: profile.languages,
        Part.AVAILABILITY: profile.available_from or profile.get_availability_display(),
    }
    return {part.value: value for part, value in whole.items() if part in profile.shown and value}


FACTS = ("region", "reach", "languages", "available")  # of a profile, for the kernel


def facts_of(profile: Profile) -> dict[str, object]:
    """What the person shows besides skills, as the kernel reads it on any day: see `on_day`."""
    facts: dict[str, object] = {}
    if Part.REGION in profile.shown and profile.region_id:
        facts["region"] = profile.region_id
        facts["reach"] = [profile.region_id, *(["remote"] if profile.remote else [])]
    if Part.LANGUAGES in profile.shown and profile.languages:
        facts["languages"] = profile.languages
    if Part.AVAILABILITY in profile.shown:
        begins = profile.available_from if profile.availability == Profile.Availability.FROM else None
        facts["available"] = begins.isoformat() if begins else ""
    return facts


def on_day(name: str, value: object, day: str) -> object:
    """A fact of `facts_of` on this day, 2026-03-31: who is available from a day is so, or not yet."""
    return str(value) <= day if name == "available" and value is not None else value


def left_of(profile: Profile) -> Listing:
    """A profile as the kernel reads it: its confirmed skills, and of the rest only what the person shows."""
    day = today().isoformat()
    facts = {name: on_day(name, value, day) for name, value in facts_of(profile).items()}
    return Listing(str(profile.pk), facts, tuple(skill.uri for skill in profile.skills.all()))


def right_of(opening: Opening) -> Listing:
    """A listing as the kernel reads it; one that asks for skills comes from ``with_asked_skills``."""
    if opening.side:
        skills = opening.facts.get(opening.trade.skills, ())
        return Listing(str(opening.pk), listing_facts(opening), tuple(skills))
    return Listing(str(opening.pk), listing_facts(opening), tuple(skill.uri for skill in opening.skills.all()))


def listing_facts(opening: Opening) -> dict[str, object]:
    """What the rules between the sides ask of a listing: where it is, in which languages, or what its kind asks it.

    What it does not say is out.
    """
    if opening.side:
        return _told_facts(opening)
    facts: dict[str, object] = {}
    if opening.region_id:
        facts["places"] = [opening.region_id, *(["remote"] if opening.remote else [])]
    if opening.languages:
        facts["work_languages"] = opening.languages
    return facts


def _told_facts(opening: Opening) -> dict[str, object]:
    """The answers of an offer or a need as values, the places of its communes, and what its kind derives of them.

    `avoids`: the owners with whom it is in conflict, as its form asks in kinds that are assigned.
    """
    told: dict[str, object] = {"avoids": opening.facts.get("avoids")}
    for question, read in asked(opening.trade.asks(opening.side).form, opening.facts):
        told[question.code] = None if read.errors else fact_value(question.type, read.value)
        if question.type is QuestionType.COMMUNE and (row := commune_rows().get(str(read.value))):
            told |= {f"{question.code}_region": row["region"], f"{question.code}_province": row["province"]["fr"]}
    told = {code: value for code, value in told.items() if value is not None}
    derived = opening.trade.derived(opening.side, told)
    return {**told, **{code: value for code, value in derived.items() if value is not None}}


def with_asked_skills(openings: QuerySet[Opening]) -> QuerySet[Opening]:
    """Each opening carries the skills it asks for."""
    asked = OpeningSkill.objects.filter(state=OpeningSkill.State.ASKED)
    return openings.prefetch_related(Prefetch("skills", asked))


def near_of(market: Market, openings: Iterable[Opening]) -> Near:
    """The skills near those that openings ask for, where their market lets them count. It needs no database.

    It widens a need: whoever has ``near[asked][had]`` of a skill in place of it meets that share of it.
    """
    return near(skill.uri for opening in openings for skill in opening.skills.all()) if market.near else {}


Among = Callable[[Market, Listing, Near], Iterable[UUID]]
"""Who may be among the best for a need, of all visible profiles: ``shortlists.queries.best_known``."""


def seen_for(opening: Opening, among: Among, besides: Iterable[UUID] = ()) -> list[Profile]:
    """The visible profiles that may be among the best for an opening, and those of ``besides``.

    ``opening`` comes from ``with_asked_skills``.
    """
    kind = registry.kind(opening.kind_code)
    best = [] if kind.teaches else among(kind.market, right_of(opening), near_of(kind.market, [opening]))
    return list(visible_profiles().filter(pk__in=[*besides, *best]))


def matches_of_opening(opening: Opening, seen: Iterable[Profile] | None = None) -> list[Match]:
    """The profiles that fit an opening, best first, at most as many as its kind shows.

    ``opening`` comes from ``with_asked_skills``; ``seen`` from ``seen_for``: without it all who are visible are gone
    through, to the same end.
    """
    kind = registry.kind(opening.kind_code)
    if kind.teaches:
        return []  # nobody is found by what they lack
    market, table = kind.market, near_of(kind.market, [opening])
    profiles = {str(row.pk): row for row in (visible_profiles() if seen is None else seen)}
    [pairs] = best_lefts(market, [left_of(row) for row in profiles.values()], [right_of(opening)], near=table)
    found = [_match(profiles[pair.left.id], opening, explain(market, pair, near=table), table) for pair in pairs]
    return _fitting(found)


def matches_of_offers(waiting: Iterable[UUID], opening: Opening, profiles: Iterable[Profile]) -> dict[UUID, Match]:
    """What those of ``profiles`` who offered themselves have of what an opening asks.

    ``opening`` comes from ``with_asked_skills``. Rules between the sides do not hide somebody who came by themselves.
    """
    wanted, table = set(waiting), near_of(registry.kind(opening.kind_code).market, [opening])
    return {row.pk: _match(row, opening, (), table) for row in profiles if row.pk in wanted}


def matches_of_profile(profile: Profile) -> list[Match]:
    """The open openings that fit a person, best first."""
    prefetch_related_objects([profile], _confirmed())
    found: list[Match] = []
    for kind in registry.kinds():
        if kind.teaches:
            continue
        openings = {str(row.pk): row for row in with_asked_skills(open_openings().filter(kind_code=kind.code))}
        table = near_of(kind.market, openings.values())
        asked = [right_of(row) for row in openings.values()]
        [pairs] = best_rights(kind.market, [left_of(profile)], asked, near=table)
        found += [
            _match(profile, openings[pair.right.id], explain(kind.market, pair, near=table), table) for pair in pairs
        ]
    return _fitting(found)


def _fitting(found: Iterable[Match]) -> list[Match]:
    """Place and availability alone are no fit: at least one skill is shared, or near."""
    return [match for match in found if match.shared or match.adjacent]


@dataclass(frozen=True, slots=True)
class Fit:
    """An offer and a need that fit, and why."""

    offer: Opening
    need: Opening
    score: float
    matched: tuple[Because, ...]  # what the rules of the market say

    @property
    def reasons(self) -> tuple[Because, ...]:
        """Why: what the rules say, then the way between the two places; told when somebody reads it."""
        return (*self.matched, *_way(self.offer, self.need))

    def beside(self, opening: Opening) -> Opening:
        """The other of the two."""
        return self.need if opening.pk == self.offer.pk else self.offer


def fits_of(opening: Opening) -> list[Fit]:
    """The open listings of others that fit an offer or a need, saved or not, best first."""
    others = open_trades().filter(kind_code=opening.kind_code).exclude(side=opening.side)
    return fits_between([opening], list(others))


def fits_between(ours: Sequence[Opening], others: Sequence[Opening]) -> list[Fit]:
    """The pairs of each of ``ours`` with the best of the other side, best first, as their kind has it."""
    if not ours or not others:
        return []
    kind = ours[0].kind
    rows = {str(row.pk): row for row in (*ours, *others)}
    stands = stands_of(rows.values())
    listed = kernel_listings(rows.values(), stands)
    mine, theirs = ([listed[row.pk] for row in some] for some in (ours, others))
    if SIDES[ours[0].side] is Side.LEFT:
        found = best_rights(kind.market, mine, theirs)
    else:
        found = best_lefts(kind.market, theirs, mine)
    pairs = sorted(
        (pair for some in found for pair in some), key=lambda pair: (-pair.score, pair.left.id, pair.right.id)
    )
    found_fits = (fit_of(one, rows) for one in pairs)
    return [fit for fit in found_fits if not is_own(fit.offer, fit.need, stands)]


def fit_of(pair: Pair, rows: Mapping[str, Opening]) -> Fit:
    """A pair of the kernel as the listings it is of, with its reasons in words."""
    offer = rows[pair.left.id]
    question = offer.trade.need.form.by_code.get(offer.trade.skills)
    labels = {option.value: option.label for option in question.options} if question else None
    return Fit(offer, rows[pair.right.id], pair.score, explain(offer.kind.market, pair, skill_labels=labels))


def way_between(offer: Facts, need: Facts, trade: registry.Trade) -> Distance | None:
    """How far the places of two listings are from each other, by estimate; None where the kind asks for none."""
    return distance_between(str(offer.get(trade.place, "")), str(need.get(trade.place, ""))) if trade.place else None


def _way(offer: Opening, need: Opening) -> Iterator[Because]:
    """How far it is from an offer to a need, and what carrying it costs, where the offer tells its price."""
    trade = offer.trade
    way = way_between(offer.facts, need.facts, trade)
    if way is None:
        return
    yield distance_reason(way)
    facts = listing_facts(offer)
    taken = trade.takes(facts, listing_facts(need))
    cost = None if taken is None else trade.carriage(facts, taken, Decimal(way.kilometres))
    if cost is not None:
        yield carriage_reason(cost, trade.period_of(offer.facts))


Stands = Mapping[UUID, frozenset[str]]
"""For whom each listing speaks: its owner and, of a person, the organisations they belong to."""


def stands_of(listings: Iterable[Opening]) -> Stands:
    """See `Stands`. One query where a person is among the owners, else none."""
    rows = list(listings)
    belongs: dict[UUID, set[str]] = {}
    if people := {row.person_id for row in rows if row.person_id}:
        for person, organisation in Membership.objects.filter(person__in=people).values_list("person", "organisation"):
            belongs.setdefault(person, set()).add(str(organisation))
    own = ((row, belongs.get(row.person_id, set()) if row.person_id else set()) for row in rows)
    return {row.pk: frozenset({str(row.owner_id), *others}) for row, others in own}


def is_own(offer: Opening, need: Opening, stands: Stands) -> bool:
    """Whether somebody stands on both sides: the owner of one is, or belongs to, the owner of the other."""
    return str(offer.owner_id) in stands[need.pk] or str(need.owner_id) in stands[offer.pk]


def kernel_listings(
    rows: Iterable[Opening], stands: Stands, besides: Mapping[UUID, Mapping[str, object]] | None = None
) -> dict[UUID, Listing]:
    """Offers and needs as the kernel reads them, with `owner`, `stands`, and the facts of ``besides`` by listing."""
    found = {}
    for row in rows:
        plain, more = right_of(row), (besides or {}).get(row.pk, {})
        known = {"owner": str(row.owner_id), "stands": sorted(stands[row.pk])}
        found[row.pk] = replace(plain, facts={**plain.facts, **known, **more})
    return found


def _match(profile: Profile, opening: Opening, reasons: tuple[Because, ...], table: Near) -> Match:
    had: dict[str, Words] = {skill.uri: skill.label for skill in profile.skills.all()}
    asked: dict[str, Words] = {skill.uri: skill.label for skill in opening.skills.all()}
    met = cover(had, asked, table)
    return Match(
        profile=profile,
        opening=opening,
        shared=tuple(asked[uri] for uri in met.shared),
        missing=tuple(asked[uri] for uri in met.missing),
        adjacent=tuple(Instead(had[other], asked[uri]) for uri, other, _degree in met.adjacent),
        reasons=reasons,
    )
