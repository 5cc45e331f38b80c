"""Ideas that anybody, their proposer or a keeper may read. Fetching is authorising."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, Q, QuerySet, Subquery, Value, When

from mouakaba.base.clock.queries import day_of
from mouakaba.base.people.models import Person
from mouakaba.base.places.queries import region_names
from mouakaba.kernel.eligibility import Answer
from mouakaba.kernel.funding import FundingAnswer
from mouakaba.kernel.text import fold
from mouakaba.match.entries.queries import like_idea
from mouakaba.match.funding.queries import answers_to
from mouakaba.match.ideas.models import Adoption, Challenge, Idea, IdeaKeeper
from mouakaba.match.ideas.rules import BANDS, BRANCHES, SIMILAR
from mouakaba.match.listings.models import Sector
from mouakaba.match.listings.queries import organisations_of
from mouakaba.match.skills.rules import LEAST_LIKE

State = Idea.State
PUBLIC = (State.PUBLIC, State.ADOPTED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of ideas is narrowed to; unknown values count for nothing."""

    words: str = ""
    region: str = ""
    sector: str = ""
    most: int | None = None  # dirhams to begin with
    free: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Filters:
        """Out of an address."""
        most = str(given.get("most", ""))
        region, sector = str(given.get("region", "")), str(given.get("sector", ""))
        return cls(
            words=str(given.get("q", ""))[:200],
            region=region if region in region_names() else "",
            sector=sector if sector in Sector.values else "",
            most=int(most) if most in map(str, BANDS) else None,
            free=str(given.get("free", "")) in {"1", "on", "yes", "true"},
        )


def public_ideas() -> QuerySet[Idea]:
    """Ideas anybody may read, the latest first."""
    return Idea.objects.filter(state__in=PUBLIC).prefetch_related("regions")


def filtered(ideas: QuerySet[Idea], filters: Filters) -> QuerySet[Idea]:
    """Of these, those that have every word (in any language), the region, the sector, and may begin with so much."""
    for word in _words(filters.words):
        ideas = ideas.filter(search__contains=word)
    if filters.region:
        ideas = ideas.filter(pk__in=Idea.regions.through.objects.filter(region=filters.region).values("idea"))
    if filters.sector:
        ideas = ideas.filter(sector=filters.sector)
    if filters.most is not None:
        ideas = ideas.filter(cost_from__lte=filters.most)
    return ideas.filter(state=State.PUBLIC) if filters.free else ideas


def _words(text: str) -> list[str]:
    return fold(text.replace("\0", " ")).split()


def counts_by_region(filters: Filters) -> list[tuple[str, Mapping[str, str], int]]:
    """For each region its code, name and number of ideas under the other filters."""
    anywhere = Filters(filters.words, "", filters.sector, filters.most, filters.free)
    rows = filtered(Idea.objects.filter(state__in=PUBLIC), anywhere).order_by()
    counts = dict(rows.values_list("regions").annotate(n=Count("pk", distinct=True)))
    return [(code, name, counts.get(code, 0)) for code, name in sorted(region_names().items())]


def ideas_of(person: Person) -> QuerySet[Idea]:
    """What this person proposed."""
    return Idea.objects.filter(proposed_by=person).prefetch_related("regions").order_by("-proposed_at")


def open_to_change(person: Person) -> QuerySet[Idea]:
    """Of these, those they may still change: nobody has made them public."""
    return ideas_of(person).filter(state__in=(State.PROPOSED, State.DECLINED))


def keeps_bank(person: Person) -> bool:
    """Whether this person decides on ideas: an officer or owner of an organisation that keeps the bank."""
    return IdeaKeeper.objects.filter(organisation__in=organisations_of(person)).exists()


def ideas_kept_by(person: Person) -> QuerySet[Idea]:
    """Every idea for a keeper, those that wait first; none for anybody else."""
    if not keeps_bank(person):
        return Idea.objects.none()
    waiting_first = Case(When(state=State.PROPOSED, then=0), default=1)
    return Idea.objects.prefetch_related("regions").order_by(waiting_first, "-changed_at", "pk")


def running(idea: Idea) -> QuerySet[Adoption]:
    """Those who have the idea now."""
    return Adoption.objects.filter(idea=idea, ended_at__isnull=True)


def adoptions_of(person: Person) -> QuerySet[Adoption]:
    """What this person took up, past ones too."""
    return Adoption.objects.filter(person=person).select_related("idea", "organisation").prefetch_related("notes")


def stories(idea: Idea) -> QuerySet[Adoption]:
    """Everybody who took the idea up, with their notes."""
    return Adoption.objects.filter(idea=idea).select_related("organisation").prefetch_related("notes")


def challenges(words: str = "", sector: str = "") -> QuerySet[Challenge]:
    """Challenges met on public ideas and the ways past them, by words in any spelling of the folded text."""
    rows = Challenge.objects.filter(idea__state__in=PUBLIC).select_related("idea")
    for word in _words(words[:200]):
        rows = rows.filter(search__contains=word)
    return rows.filter(idea__sector=sector) if sector in Sector.values else rows


def similar(idea: Idea) -> list[Idea]:
    """Public ideas most like this one, in whatever language: by the encoder, else by the words they share."""
    near = like_idea(idea.pk, limit=SIMILAR, least=LEAST_LIKE)
    best = near if near is not None else _most_shared(idea)
    rows = {row.pk: row for row in public_ideas().prefetch_related(None).filter(pk__in=[pk for pk, _like in best])}
    return [rows[pk] for pk, _like in best if pk in rows]


def _most_shared(idea: Idea) -> list[tuple[UUID, float]]:
    return sorted(_by_words(idea).items(), key=lambda one: (-one[1], str(one[0])))[:SIMILAR]


def _by_words(idea: Idea) -> dict[UUID, float]:
    own = _weighty(idea.search)
    rows = Idea.objects.filter(state__in=PUBLIC).exclude(pk=idea.pk).values_list("pk", "search")
    shared = {key: own & _weighty(search) for key, search in rows}
    usual = Counter(word for words in shared.values() for word in words)
    return {key: sum(1 / usual[word] for word in words) for key, words in shared.items() if len(words) > 1}


def _weighty(search: str) -> set[str]:
    return {word for word in search.split() if len(word) > 4}


def funding_for(idea: Idea) -> tuple[list[FundingAnswer], dict[str, Any]]:
    """Instruments that do not say no to a new cooperative with this idea, and the facts they were asked with."""
    region = next((one.code for one in idea.regions.all()), "")
    facts: dict[str, Any] = {
        "bearer.kind": "organisation",
        "organisation.legal_form": "cooperative",
        "project.branch": BRANCHES[idea.sector],
        "project.in_creation": True,
        **({"project.region": region} if region else {}),
        **({"project.cost": idea.cost_from} if idea.cost_from else {}),
    }
    answers = answers_to(facts)
    ranked = [one for kind in (Answer.YES, Answer.CANNOT_TELL) for one in answers if one.answer is kind]
    return ranked, facts


def adoptions_in_banks(organisations: Collection[UUID]) -> Iterator[tuple[UUID, date, Mapping[str, str]]]:
    """Ideas taken up, for each of these organisations that keeps the bank: who, which day, which idea."""
    kept = IdeaKeeper.objects.filter(organisation__in=organisations).order_by()
    keepers = kept.annotate(of=Value(1)).values("of").annotate(all=ArrayAgg("organisation")).values("all")
    rows = Adoption.objects.order_by("adopted_at", "pk").annotate(keepers=Subquery(keepers)).exclude(keepers=None)
    for at, title, found in rows.values_list("adopted_at", "idea__title", "keepers"):
        for keeper in found:
            yield keeper, day_of(at), title


def adoption_rows() -> QuerySet[Any, dict[str, Any]]:
    """One dict an idea taken up, for counting; nobody's name."""
    found: QuerySet[Any, Any] = Adoption.objects.order_by().values(
        "id", "adopted_at", sector=F("idea__sector"), ended=Q(ended_at__isnull=False)
    )
    return found
