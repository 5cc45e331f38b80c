"""What answers a search over all markets, each row fetched by the query that lets anybody read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Prefetch

from mouakaba.base.places.queries import region_names
from mouakaba.kernel.words import search_terms
from mouakaba.match.boards.queries import said_in
from mouakaba.match.entries.actions import Told
from mouakaba.match.entries.models import Entry
from mouakaba.match.entries.queries import Hit, Hits, Wanted, as_vector, hits
from mouakaba.match.entries.rules import FUNDING, IDEAS
from mouakaba.match.finding.rules import MOST_WORDS, sought
from mouakaba.match.funding.models import FundingInstrument
from mouakaba.match.funding.queries import instrument_rows, instruments_shown
from mouakaba.match.ideas.models import Idea
from mouakaba.match.ideas.queries import public_ideas
from mouakaba.match.ideas.rules import TEXTS
from mouakaba.match.listings.models import Opening, OpeningSkill, owner_name
from mouakaba.match.listings.queries import public_openings
from mouakaba.match.pairing.queries import listing_facts
from mouakaba.match.skills.queries import NotInstalledError, vectors
from mouakaba.match.trades.phrases import answers_in_words

SIDES = ("offer", "need")
_ENDS = ("opening", "idea", "instrument")
_SHOWN = ("kind_code", "side", "organisation__name", "title", "text", "closes_on", "is_demo")  # of a listing


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a search is narrowed to; unknown values count for nothing."""

    words: str = ""
    kind: str = ""
    side: str = ""
    region: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Sifted:
        """Out of an address."""
        kinds = {one.code for one in sought()}
        kind, side, region = (str(given.get(name, "")) for name in ("kind", "side", "region"))
        return cls(
            words=" ".join(str(given.get("q", "")).replace("\0", " ").split())[:MOST_WORDS],
            kind=kind if kind in kinds else "",
            side=side if side in SIDES else "",
            region=region if region in region_names() else "",
        )

    @property
    def address(self) -> str:
        """As an address carries it; empty where nothing is asked."""
        given = {"q": self.words, "kind": self.kind, "side": self.side, "region": self.region}
        return urlencode({name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class Found:
    """One public thing that answers a search, and why: the words of the search it has; none: near in meaning."""

    pk: UUID | int
    kind: str
    side: str
    title: Mapping[str, str] | str  # by language, or in the one it was written in
    text: Mapping[str, str] | str
    organisation: Mapping[str, str]
    regions: tuple[str, ...]  # codes; none: everywhere
    closes_on: date | None
    is_demo: bool
    matched: tuple[str, ...] = ()

    @property
    def route(self) -> tuple[str, tuple[object, ...]]:
        """The page on which it is read: a route and its arguments."""
        if self.kind == IDEAS:
            return "idea", (self.pk,)
        if self.kind == FUNDING:
            return "funding", ()
        return ("market_listing", (self.kind, self.pk)) if self.side else ("opening", (self.pk,))


def search(asked: Sifted) -> Hits:
    """What answers, best first."""
    terms = terms_of(asked.words)
    markets = [
        market for one in sought() if asked.kind in ("", one.code) for market in one.markets(asked.side) if market
    ]
    return hits(Wanted(terms, tuple(markets), asked.region), lambda: meaning(asked.words))


def terms_of(words: str) -> tuple[str, ...]:
    """The terms of what is asked, each once: all of them must be there."""
    return tuple(dict.fromkeys(search_terms(words)))


@lru_cache(maxsize=2000)  # people ask the same words, and page through what they find
def meaning(words: str) -> str:
    """Where the words stand for the quick encoder, as the index reads it; none without it.

    The first call of a process loads the encoder (some two seconds).
    """
    try:
        return as_vector(vectors([words])[0])
    except NotInstalledError:
        return ""


def shown(hits: Sequence[Hit], words: str = "") -> list[Found]:
    """These in their order, those that anybody may read; one query for each sort of thing."""
    openings, ideas, funds = ([key for hit in hits if (key := getattr(hit, name))] for name in _ENDS)
    rows: dict[Any, Found] = {}
    if openings:
        shown = public_openings().filter(pk__in=openings).order_by().select_related(None)
        rows.update((pk, _listed(pk, *row)) for pk, *row in shown.values_list("pk", *_SHOWN))
    if ideas:
        rows.update((row.pk, _of_idea(row)) for row in public_ideas().prefetch_related(None).filter(pk__in=ideas))
    if funds:
        rows.update((row.pk, _of_instrument(row)) for row in instrument_rows().filter(pk__in=funds))
    asked = {term: word for word in words.split() for term in search_terms(word)}
    return [_explained(rows[hit.key], hit, asked) for hit in hits if hit.key in rows]


def of_opening(row: Opening, where: tuple[str, ...] | None = None) -> Found:
    """A listing as search shows it; ``where``: its regions, where they are known."""
    where = regions_of(row) if where is None else where
    return Found(
        row.pk, row.kind_code, row.side, row.title, row.text, row.owner_name, where, row.closes_on, row.is_demo
    )


def _listed(
    pk: UUID, kind: str, side: str, owner: Mapping[str, str] | None, title: str, text: str, *rest: Any
) -> Found:
    closes_on, is_demo = rest
    return Found(pk, kind, side, title, text, owner_name(owner, kind, side), (), closes_on, is_demo)


def _of_idea(row: Idea) -> Found:
    return Found(row.pk, IDEAS, "", row.title, row.problem, {}, (), None, row.is_demo)


def _of_instrument(row: FundingInstrument) -> Found:
    funder = row.organisation.name if row.organisation else {}
    return Found(row.pk, FUNDING, "", row.title, {}, funder, (), None, False)


def regions_of(row: Opening) -> tuple[str, ...]:
    """Codes of the regions of a listing; none where it says none, or serves the whole country."""
    facts = listing_facts(row) if row.side else {}
    if row.remote or facts.get("reach") == "country":
        return ()
    code = row.region_id or facts.get("region") or facts.get("place_region")
    return (str(code),) if code else ()


def _explained(one: Found, hit: Hit, asked: Mapping[str, str]) -> Found:
    """With its regions, and the words it has: all of them where it was found by them, in whatever language."""
    there = asked if hit.worded or not asked else set(search_terms(" ".join([*_texts(one.title), *_texts(one.text)])))
    return replace(
        one,
        regions=tuple(hit.regions),
        matched=tuple(dict.fromkeys(word for term, word in asked.items() if term in there)),
    )


def _texts(words: Mapping[str, str] | str) -> list[str]:
    return [words] if isinstance(words, str) else list(words.values())


def told_of(entries: Sequence[Entry]) -> dict[int, Told]:
    """What entries say, for the index; texts of an instrument are those of its entry."""
    openings = {row.pk: row for row in _unplaced(entries)}
    ideas = Idea.objects.prefetch_related("regions").in_bulk([one.idea_id for one in entries if one.idea_id])
    funds = {one.code: one for one in instruments_shown()} if any(one.instrument_id for one in entries) else {}
    codes = dict(instrument_rows().values_list("pk", "code")) if funds else {}
    posts = said_in([one.post_id for one in entries if one.post_id])
    found: dict[int, Told] = {}
    for entry in entries:
        if row := openings.get(entry.opening_id) if entry.opening_id else None:
            found[entry.pk] = _told_opening(row)
        elif idea := ideas.get(entry.idea_id) if entry.idea_id else None:
            found[entry.pk] = _told_idea(idea)
        elif instrument := funds.get(codes.get(entry.instrument_id or 0, "")):
            said = tuple((title, instrument.note.get(code, "")) for code, title in instrument.title.items())
            found[entry.pk] = Told(said, tuple(instrument.funder.values()))
        elif said_there := posts.get(entry.post_id) if entry.post_id else None:
            found[entry.pk] = Told((said_there,))
    return found


def _unplaced(entries: Sequence[Entry]) -> Iterable[Opening]:
    keys = [one.opening_id for one in entries if one.opening_id]
    asked = Prefetch("skills", OpeningSkill.objects.filter(state=OpeningSkill.State.ASKED), to_attr="asked_skills")
    return Opening.objects.select_related("organisation").prefetch_related(asked).filter(pk__in=keys)


def _told_opening(row: Opening) -> Told:
    skills = [name for skill in row.asked_skills for name in skill.label.values()]  # type: ignore[attr-defined]
    answers: list[str] = []
    if row.side:
        answers = [text for _label, texts in answers_in_words(row.trade, row.side, row.facts) for text in texts]
    return Told(((row.title, row.text),), (*row.owner_name.values(), *skills, *answers), regions_of(row))


def _told_idea(row: Idea) -> Told:
    said = tuple(
        (title, ". ".join(filter(None, (getattr(row, name).get(code, "") for name in ("problem", "model")))))
        for code, title in row.title.items()
    )
    besides = tuple(text for name in TEXTS[2:] for text in getattr(row, name).values())
    return Told(said, besides, tuple(region.code for region in row.regions.all()))
