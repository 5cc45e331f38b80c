"""Searches somebody may run, and what each finds today. Nothing found is kept but its number.

A search of one market is a listing of the other side: whoever looks for openings stands where profiles stand, and the
rules of the market's kind decide as they do for everybody. A search over all markets is asked as `finding` asks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person
from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import (
    Because,
    Fact,
    Listing,
    Market,
    PairRule,
    PairTest,
    Side,
    best_lefts,
    best_rights,
    explain,
)
from mouakaba.kernel.text import fold
from mouakaba.match import registry
from mouakaba.match.entries.models import Entry
from mouakaba.match.entries.queries import Hit, hit_of
from mouakaba.match.finding.queries import Found, Sifted, shown
from mouakaba.match.finding.queries import search as asked_of_markets
from mouakaba.match.finding.rules import sought
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.listings.queries import open_openings, organisations_of
from mouakaba.match.pairing.queries import (
    Instead,
    Words,
    left_of,
    matches_of_opening,
    right_of,
    seen_for,
    visible_profiles,
    with_asked_skills,
)
from mouakaba.match.searches.models import SavedSearch, SearchHit, SearchSkill
from mouakaba.match.searches.rules import MOST_FOUND, WEEK
from mouakaba.match.shortlists.queries import best_known
from mouakaba.match.skills.models import Profile, ProfileSkill

Frequency = SavedSearch.Frequency


@dataclass(frozen=True, slots=True)
class Find:
    """What a search finds, and why: a profile, an opening, or an entry of the index as search shows it; one of them."""

    profile: Profile | None
    opening: Opening | None
    shared: tuple[Words, ...] = ()
    missing: tuple[Words, ...] = ()
    besides: tuple[Because, ...] = ()
    adjacent: tuple[Instead, ...] = ()  # near skills in place of those missing
    entry: int | None = None
    listed: Found | None = None

    @property
    def pk(self) -> UUID:
        """The number of the profile or the opening."""
        found = self.profile or self.opening
        assert found is not None
        return found.pk


def listed_side(kind: registry.MarketKind) -> Side:
    """On which side of this market the listings of organisations stand; people stand on the other."""
    return kind.listed


def is_for_people(search: SavedSearch) -> bool:
    """Whether people are looked for."""
    return not search.over_markets and search.side != listed_side(registry.kind(search.kind_code))


def searches_of(person: Person) -> QuerySet[SavedSearch]:
    """The person's own searches, with how much of what they found is new."""
    return _counted(SavedSearch.objects.filter(owner=person, organisation__isnull=True))


def searches_run_by(person: Person) -> QuerySet[SavedSearch]:
    """Searches of this person's organisations, with how much of what they found is new."""
    return _counted(SavedSearch.objects.filter(organisation__in=organisations_of(person)))


def _counted(rows: QuerySet[SavedSearch]) -> QuerySet[SavedSearch]:
    """New: found, not seen, and still there for everybody to find; who withdrew is not counted."""
    there = Q(listing__in=visible_profiles().order_by().values("pk"))
    there |= Q(listing__in=open_openings().order_by().values("pk"))
    hits = SearchHit.objects.filter(there | _public("entry__"), search=OuterRef("pk"), seen_at__isnull=True)
    counted = hits.order_by().values("search").annotate(n=Count("pk")).values("n")
    fresh = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    return rows.select_related("organisation", "opening").annotate(fresh=fresh)


def _public(path: str = "") -> Q:
    """Entries that anybody may read today, as far as the index knows. ``path``: to the entry, as "entry__"."""
    markets = [market for one in sought() for market in one.markets()]
    return Q(**{f"{path}until__gte": today(), f"{path}market__in": markets})


def skills_of(search: SavedSearch) -> QuerySet[SearchSkill]:
    """The skills a search asks for."""
    return SearchSkill.objects.filter(search=search)


def seers(organisations: Iterable[UUID]) -> set[UUID]:
    """Those of these organisations with an open opening: people chose to be seen by such and by nobody else."""
    rows = open_openings().filter(organisation__in=list(organisations)).order_by()
    return set(rows.values_list("organisation", flat=True))


def finds(search: SavedSearch) -> list[Find]:
    """What a search finds now, the best first, at most MOST_FOUND."""
    if search.opening_id:
        return _people_for_opening(search)
    prefetch_related_objects([search], "skills")
    return _people(search) if is_for_people(search) else _openings(search)


def _people_for_opening(search: SavedSearch) -> list[Find]:
    opening = search.opening
    if opening is None or opening.state != Opening.State.OPEN or opening.closes_on < today():
        return []
    asked = OpeningSkill.objects.filter(state=OpeningSkill.State.ASKED)
    prefetch_related_objects([opening], Prefetch("skills", asked))
    return [
        Find(one.profile, None, one.shared, one.missing, one.besides, one.adjacent)
        for one in matches_of_opening(opening, seen_for(opening, best_known))
    ]


def _people(search: SavedSearch) -> list[Find]:
    """People with at least one of the skills: nobody is found by place alone."""
    market, stand = _market(search), _stand(search)
    able = ProfileSkill.objects.filter(state=ProfileSkill.State.CONFIRMED, uri__in=stand.skills)
    seeing = open_openings().filter(organisation=search.organisation_id)  # people chose to be seen by such alone
    people = visible_profiles().filter(Exists(seeing.order_by()), pk__in=able.values("profile"))
    rows = {str(row.pk): row for row in people}
    listings, labels = [left_of(row) for row in rows.values()], _labels(search)
    found: list[Find] = []
    for one, reasons in _best(market, search.side, listings, stand):
        had = {skill.uri for skill in rows[one.id].skills.all()}
        found.append(Find(rows[one.id], None, *_split(labels, had), reasons))
    return found


def _openings(search: SavedSearch) -> list[Find]:
    """Listings of organisations that pass the search's own conditions and the rules of the kind."""
    market, stand = _market(search), _stand(search)
    rows = {str(row.pk): row for row in _listed(search) if _says(row, search.words)}
    wanted, labels = set(stand.skills), _labels(search)
    found: list[Find] = []
    for one, reasons in _best(market, search.side, [right_of(row) for row in rows.values()], stand):
        asked = {skill.uri for skill in rows[one.id].skills.all()}
        if not wanted or asked & wanted:
            found.append(Find(None, rows[one.id], *_split(labels, asked), reasons))
    return found


def _listed(search: SavedSearch) -> QuerySet[Opening]:
    rows = with_asked_skills(open_openings().filter(kind_code=search.kind_code))
    if search.legal_forms:
        rows = rows.filter(organisation__legal_form__in=search.legal_forms)
    if search.regions:
        here = Q(region__in=search.regions) | Q(region__isnull=True)
        rows = rows.filter(here | Q(remote=True)) if search.remote else rows.filter(here)
    return rows


def _says(opening: Opening, words: str) -> bool:
    """Whether an opening holds every word, whatever its accents, hamzas and marks."""
    names = [name for skill in opening.skills.all() for name in skill.label.values()]
    text = fold(" ".join([opening.title, opening.text, *opening.owner_name.values(), *names]))
    return all(word in text for word in fold(words).split())


def _market(search: SavedSearch) -> Market:
    """The market of the kind; who must be available now is asked besides, save of those who do not show it."""
    market = replace(registry.kind(search.kind_code).market, top=MOST_FOUND)
    if not search.available:
        return market
    free = PairTest(Fact(Side(search.side), "available"), Operator.IS_TRUE)
    return replace(market, rules=(*market.rules, PairRule("available", (free,), if_unknown="keep")))


def _stand(search: SavedSearch) -> Listing:
    """The search as a listing. It has the facts of either side: each kind asks for its own."""
    facts: dict[str, object] = {}
    if search.regions:
        facts["places"] = facts["reach"] = [*search.regions, *(["remote"] if search.remote else [])]
    if search.languages:
        facts["work_languages"] = facts["languages"] = search.languages
    return Listing(str(search.pk), facts, tuple(skill.uri for skill in search.skills.all()))


def _best(
    market: Market, side: str, listings: list[Listing], stand: Listing
) -> list[tuple[Listing, tuple[Because, ...]]]:
    """The listings that fit, with the reasons besides skills."""
    if side == Side.LEFT:
        [pairs] = best_lefts(market, listings, [stand])
        found = [(pair.left, explain(market, pair)) for pair in pairs]
    else:
        [pairs] = best_rights(market, [stand], listings)
        found = [(pair.right, explain(market, pair)) for pair in pairs]
    return [(one, tuple(reason for reason in reasons if reason.coverage is None)) for one, reasons in found]


def _labels(search: SavedSearch) -> dict[str, Words]:
    return {skill.uri: skill.label for skill in search.skills.all()}


def _split(labels: dict[str, Words], there: set[str]) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """The names of the skills that are there, and of those that are not."""
    shared = tuple(label for uri, label in labels.items() if uri in there)
    return shared, tuple(label for uri, label in labels.items() if uri not in there)


def introduced(search: SavedSearch, found: Iterable[Find]) -> dict[UUID, Introduction]:
    """Introductions of the search's organisation with the people found, by profile."""
    people = [one.profile.pk for one in found if one.profile]
    rows = Introduction.objects.filter(profile__in=people, opening__organisation=search.organisation_id)
    return {row.profile_id: row for row in rows.select_related("opening") if row.profile_id}


def with_seen(rows: QuerySet[SavedSearch]) -> QuerySet[SavedSearch]:
    """Each with the numbers of what was seen on its page, as ``seen``."""
    hits = SearchHit.objects.filter(search=OuterRef("pk"), seen_at__isnull=False, listing__isnull=False)
    return rows.annotate(seen=ArraySubquery(hits.values("listing")))


def sifted(search: SavedSearch) -> Sifted:
    """A search over all markets, as it is asked."""
    return Sifted(search.words, search.kind_code, search.side, next(iter(search.regions), ""))


def answers(search: SavedSearch) -> tuple[list[Hit], int]:
    """What a search over all markets finds now, the new before the rest, and how many of them are new."""
    new = [hit_of(row) for row in _waiting_entries(search)]
    there = {hit.key for hit in new}
    return [*new, *(hit for hit in asked_of_markets(sifted(search)).rows if hit.key not in there)], len(new)


def news_over_markets(search: SavedSearch) -> list[Find]:
    """What a search over all markets found that was neither seen nor told, and that anybody may read today."""
    rows = list(_waiting_entries(search, told_at__isnull=True))
    numbers = {hit.key: row.pk for row in rows for hit in [hit_of(row)]}
    return [Find(None, None, entry=numbers[one.pk], listed=one) for one in shown([hit_of(row) for row in rows])]


def _waiting_entries(search: SavedSearch, **more: Any) -> QuerySet[Entry]:
    """Entries it found that nobody saw on the page, the latest first."""
    unseen = SearchHit.objects.filter(search=search, entry=OuterRef("pk"), seen_at__isnull=True, **more)
    return Entry.objects.filter(Exists(unseen), _public()).defer("words", "vector").order_by("-pk")[:MOST_FOUND]


def public_markets() -> list[tuple[str, str, str]]:
    """What may be asked: a kind, a side or none, and how the index names that market."""
    return [
        (one.code, side, market)
        for one in sought()
        for side in ("", *Opening.Side.values)
        for market in one.markets(side)
    ]


def to_look_through() -> QuerySet[SavedSearch]:
    """Searches the machine has not looked through today; over markets those alone that have something for a letter."""
    rows = SavedSearch.objects.filter(paused=False, looked_on__lt=today(), owner__is_active=True)
    waiting = SearchHit.objects.filter(search=OuterRef("pk"), seen_at__isnull=True, told_at__isnull=True)
    due = Q(frequency=Frequency.DAILY, told_on__lt=today())
    due |= Q(frequency=Frequency.WEEKLY, told_on__lte=today() - timedelta(days=WEEK))
    return rows.filter(Q(over_markets=False) | due & Exists(waiting.filter(_public("entry__"))))


def is_due(search: SavedSearch) -> bool:
    """Whether a letter may be sent today."""
    waited = (today() - search.told_on).days
    return (search.frequency == Frequency.DAILY and waited >= 1) or (
        search.frequency == Frequency.WEEKLY and waited >= WEEK
    )
