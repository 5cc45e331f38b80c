"""Counts of skills asked for, had and taught, without persons; and the trainings that suit one person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Q

from mouakaba.base.clock.queries import now, today
from mouakaba.kernel.matching import Because, Listing, best_lefts, explain
from mouakaba.match import registry
from mouakaba.match.gaps.rules import KEPT_SECONDS, TREND_DAYS, publishable
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.listings.queries import open_needs, open_trainings
from mouakaba.match.pairing.queries import listing_facts, matches_of_profile, visible_profiles
from mouakaba.match.skills.models import Profile, ProfileSkill

Part = Profile.Part
Words = Mapping[str, str]
_ASKED = OpeningSkill.State.ASKED


@dataclass(frozen=True, slots=True)
class Need:
    """Openings of one region and sector ("" where none is said) that ask for a skill: today, lately, before that."""

    region: str
    sector: str
    today: int
    lately: int
    before: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A skill that today's openings ask for. Of people it holds only what may be shown."""

    uri: str
    label: Words
    needs: tuple[Need, ...]
    people: int | None
    by_region: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """All counts, and when they were made."""

    made_at: datetime
    skills: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill asked for in a region and sector, how many people who show their skills have it, what teaches it.

    ``people`` is None where the count is not shown. ``lately`` and ``before`` count openings of the last TREND_DAYS
    and of as many days before.
    """

    uri: str
    label: Words
    openings: int
    lately: int
    before: int
    people: int | None
    trainings: tuple[Opening, ...] = ()


def counts() -> Counts:
    """What is asked for and had, counted now."""
    needs = _needs()
    everywhere, by_region = _people(set(needs))
    skills = []
    for uri, rows in needs.items():
        people, shown = publishable(everywhere[uri], by_region[uri])
        skills.append(Asked(uri, rows[0][0], tuple(need for _label, need in rows), people, shown))
    return Counts(now(), tuple(skills))


def kept_counts() -> Counts:
    """The counts as this process made them, a few minutes ago at most."""
    key = f"match.gaps.counts:{today()}"
    found: Counts | None = cache.get(key)
    if found is None:
        found = counts()
        cache.set(key, found, KEPT_SECONDS)
    return found


def _needs() -> dict[str, list[tuple[Words, Need]]]:
    """By skill asked for today: its label, and its openings of each region and sector."""
    lately, before = now() - timedelta(days=TREND_DAYS), now() - timedelta(days=2 * TREND_DAYS)
    # Needs that were public within these days, or are today; a draft says nothing yet.
    public = Opening.objects.filter(kind_code__in=registry.codes(teaching=False)).exclude(state=Opening.State.DRAFT)
    open_now = Q(opening__in=open_needs().order_by().values("pk"))
    rows = (
        OpeningSkill.objects.filter(state=_ASKED, opening__in=public)
        .filter(open_now | Q(opening__made_at__gte=before))
        .order_by("uri", "opening__region", "opening__sector")
        .values("uri", "label", "opening__region", "opening__sector")
        .annotate(
            today=Count("pk", filter=open_now),
            lately=Count("pk", filter=Q(opening__made_at__gte=lately)),
            before=Count("pk", filter=Q(opening__made_at__gte=before, opening__made_at__lt=lately)),
        )
    )
    found: dict[str, list[tuple[Words, Need]]] = defaultdict(list)
    for row in rows:
        place = row["opening__region"] or "", row["opening__sector"]
        found[row["uri"]].append((row["label"], Need(*place, row["today"], row["lately"], row["before"])))
    return {uri: listed for uri, listed in found.items() if any(need.today for _label, need in listed)}


def _people(uris: set[str]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """How many people who show their skills have each, everywhere and in the region they show."""
    had = ProfileSkill.objects.filter(state=ProfileSkill.State.CONFIRMED, uri__in=uris)
    seen = had.filter(profile__in=visible_profiles().order_by().values("pk")).order_by()
    regions = seen.filter(profile__shown__contains=Part.REGION, profile__region__isnull=False)
    by_region: dict[str, Counter[str]] = defaultdict(Counter)
    for uri, region, count in regions.values_list("uri", "profile__region").annotate(Count("pk")):
        by_region[uri][region] = count
    return Counter(dict(seen.values_list("uri").annotate(Count("pk")))), by_region


def gaps(made: Counts, *, region: str = "", sector: str = "") -> list[Gap]:
    """Skills asked for by today's openings of a region and sector ("" for all), those that fewest people have first.

    With a region, people are counted who show that they are in it. A sector is of openings: people have none.
    """
    found = [_gap(skill, region, sector) for skill in made.skills]
    kept = [gap for gap in found if gap.openings]
    taught = _taught({gap.uri for gap in kept})
    kept.sort(key=lambda gap: (gap.people or 0, -gap.openings, str(gap.label), gap.uri))
    return [Gap(gap.uri, gap.label, gap.openings, gap.lately, gap.before, gap.people, taught[gap.uri]) for gap in kept]


def _gap(skill: Asked, region: str, sector: str) -> Gap:
    needs = [need for need in skill.needs if region in ("", need.region) and sector in ("", need.sector)]
    people = skill.by_region.get(region) if region else skill.people
    return Gap(
        skill.uri,
        skill.label,
        sum(need.today for need in needs),
        sum(need.lately for need in needs),
        sum(need.before for need in needs),
        people,
    )


def _taught(uris: set[str]) -> dict[str, tuple[Opening, ...]]:
    """The open trainings that teach each of these skills, those that close first first."""
    rows = OpeningSkill.objects.filter(state=_ASKED, uri__in=uris, opening__in=open_trainings().order_by())
    found: dict[str, list[Opening]] = defaultdict(list)
    for row in rows.select_related("opening").order_by("opening__closes_on", "opening"):
        found[row.uri].append(row.opening)
    return defaultdict(tuple, {uri: tuple(trainings) for uri, trainings in found.items()})


@dataclass(frozen=True, slots=True)
class Suited:
    """A training, which of the skills a person lacks it teaches, and why besides."""

    training: Opening
    teaches: tuple[Words, ...]
    besides: tuple[Because, ...]


def lacking(profile: Profile) -> dict[str, Words]:
    """The skills that a person's wished openings ask for and they have not confirmed, by URI.

    Wished are openings they said they are interested in, and open ones that fit them.
    """
    said_yes = Introduction.objects.filter(profile=profile, person_says=True).exclude(organisation_says=False)
    interested = open_needs().filter(pk__in=said_yes.values("opening")).order_by()
    fitting = [match.opening for match in matches_of_profile(profile)]
    asked = {skill.uri: skill.label for opening in fitting for skill in opening.skills.all()}
    asked |= dict(OpeningSkill.objects.filter(state=_ASKED, opening__in=interested).values_list("uri", "label"))
    had = {skill.uri for skill in profile.skills.all()}  # confirmed ones, fetched with what fits
    return {uri: label for uri, label in asked.items() if uri not in had}


def trainings_for(profile: Profile, missing: Mapping[str, Words]) -> list[Suited]:
    """The open trainings that teach some of the skills that a person lacks, best first, by the rules of their kind."""
    rows = OpeningSkill.objects.filter(state=_ASKED, uri__in=missing, opening__in=open_trainings().order_by())
    taught: dict[Opening, list[str]] = defaultdict(list)
    for row in rows.select_related("opening__organisation", "opening__region"):
        taught[row.opening].append(row.uri)
    return [
        one
        for kind in registry.kinds()
        for one in _suited(kind, {row: uris for row, uris in taught.items() if row.kind == kind}, profile, missing)
    ]


def _suited(
    kind: registry.MarketKind, taught: Mapping[Opening, list[str]], profile: Profile, missing: Mapping[str, Words]
) -> Iterable[Suited]:
    rows = {str(row.pk): row for row in taught}
    learner = Listing(str(profile.pk), _own_facts(profile), tuple(missing))
    [pairs] = best_lefts(kind.market, [_offer(row, uris) for row, uris in taught.items()], [learner])
    for pair in pairs:
        teaches = tuple(label for uri, label in missing.items() if uri in pair.left.skills)
        reasons = explain(kind.market, pair)
        yield Suited(rows[pair.left.id], teaches, tuple(one for one in reasons if one.coverage is None))


def _offer(training: Opening, uris: Iterable[str]) -> Listing:
    """A training as the kernel reads it, with those of its skills that somebody lacks."""
    free = {} if training.price is None else {"free": training.price == 0}
    return Listing(str(training.pk), {**listing_facts(training), **free}, tuple(uris))


def _own_facts(profile: Profile) -> dict[str, object]:
    """On the person's own page all they said counts, shown to others or not."""
    facts: dict[str, object] = {"languages": profile.languages} if profile.languages else {}
    return facts | ({"region": profile.region_id} if profile.region_id else {})
