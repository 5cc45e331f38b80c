"""What counts a commitment of an agreement: records of the other rooms, each by its code.

A room that comes later adds one line to COUNTERS: its rows as ``Done``, found for a set of organisations, or with
those of ACCOMPANY.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from mouakaba.accompany import door as accompany
from mouakaba.accompany.door import Ask, Counter, Evidence
from mouakaba.match import door as match
from mouakaba.match.door import Done
from mouakaba.match.kinds.services import SERVICES
from mouakaba.select import door as select

Words = Mapping[str, str]
SESSION_KINDS = {
    "training": {"ar": "تكوينات", "fr": "formations", "en": "trainings"},
    "workshop": {"ar": "ورشات", "fr": "ateliers", "en": "workshops"},
    "visit": {"ar": "زيارات", "fr": "visites", "en": "visits"},
    "meeting": {"ar": "لقاءات", "fr": "rencontres", "en": "meetings"},
    "round_table": {"ar": "موائد مستديرة", "fr": "tables rondes", "en": "round tables"},
    "conference": {"ar": "ندوات", "fr": "conférences", "en": "conferences"},
    "coaching": {"ar": "مواكبة فردية", "fr": "accompagnement individuel", "en": "individual coaching"},
}
STAGES = {
    code: {"ar": name, "fr": name, "en": name}
    for code, name in {
        "boost_up_lab": "BOOST UP LAB", "start": "START", "develop": "DEVELOP", "accelerate": "ACCELERATE",
    }.items()
}  # fmt: skip
GRANT_FORMS = {
    "money": {"ar": "نقدا", "fr": "en argent", "en": "in money"},
    "in_kind": {
        "ar": "تجهيزات أو محلات، عينا",
        "fr": "équipement ou locaux, en nature",
        "en": "equipment or premises, in kind",
    },
    "service": {
        "ar": "تكوين أو خدمة، عينا",
        "fr": "formation ou service, en nature",
        "en": "training or service, in kind",
    },
    "fair": {
        "ar": "مكان في معرض أو سوق، عينا",
        "fr": "place à une foire ou un marché, en nature",
        "en": "place at a fair or market, in kind",
    },
}
Finder = Callable[[Collection[UUID]], Iterable[Done]]


def counting(code: str, label: Words, find: Finder, only: Mapping[str, Words] | None = None) -> Counter:
    """A counter out of rows: those of the party that owes, of the sort asked, in the days asked."""

    def count(asks: Sequence[Ask]) -> list[list[Evidence]]:
        rows = list(find({ask.owner for ask in asks}))
        return [_found(rows, ask) for ask in asks]

    return Counter(code, label, count, only or {})


def count_accompanied(asks: Sequence[Ask]) -> list[list[Evidence]]:
    """What ACCOMPANY itself keeps, counted for all its counters together: one query."""
    rows: dict[str, list[Done]] = defaultdict(list)
    found = accompany.done_by({ask.owner for ask in asks}, {ask.code for ask in asks})
    for row in sorted(found, key=itemgetter("on")):
        rows[row["code"]].append(Done(frozenset({row["who"]}), row["on"], row["label"], row["sort"]))
    return [_found(rows[ask.code], ask) for ask in asks]


def _found(rows: Iterable[Done], ask: Ask) -> list[Evidence]:
    return [_evidence(row) for row in rows if _counts(row, ask)]


def _counts(row: Done, ask: Ask) -> bool:
    return ask.owner in row.by and (not ask.only or row.sort == ask.only) and ask.covers(row.on)


def _evidence(row: Done) -> Evidence:
    return Evidence(row.on, Decimal(row.quantity), row.label)


def _services(organisations: Collection[UUID]) -> Iterable[Done]:
    return match.services_delivered(organisations, kind="services")


def _places(organisations: Collection[UUID]) -> Iterator[Done]:
    for who, on, label, count in select.places_given(organisations):
        if count:
            yield Done(frozenset({who}), on, label, quantity=count)


def _words(ar: str, fr: str, en: str) -> Words:
    return {"ar": ar, "fr": fr, "en": en}


COUNTERS = (
    counting(
        "services", _words("خدمات قدمت عبر السوق", "services rendus par le marché", "services delivered by the market"),
        _services, SERVICES,
    ),
    counting(
        "introductions",
        _words("عمليات ربط قبلها الطرفان", "mises en relation acceptées", "introductions both agreed to"),
        match.introductions_agreed,
    ),
    counting(
        "places", _words("مقاعد منحت في نداءات معلنة النتائج", "places données par des appels publiés",
                         "places given by published calls"),
        _places,
    ),
    Counter(
        "cooperatives", _words("تعاونيات استفادت من الدعم", "coopératives soutenues", "cooperatives supported"),
        count_accompanied,
    ),
    Counter(
        "sessions", _words("جلسات منجزة", "séances tenues", "sessions held"), count_accompanied, SESSION_KINDS
    ),
    Counter(  # members on sites, by the stage they had when they came; where they stay is told, not who
        "stays", _words("مقاولات ومشاريع مستضافة في المواقع", "membres hébergés sur les sites",
                        "members hosted on sites"),
        count_accompanied, STAGES,
    ),
    Counter(
        "grants", _words("منح مقررة", "subventions accordées", "grants decided"), count_accompanied, GRANT_FORMS
    ),
    counting(
        "ideas", _words("أفكار تبناها حاملو مشاريع", "idées adoptées", "ideas taken up"), match.ideas_adopted
    ),
    counting(
        "graduates", _words("خريجون دعوا إلى المنصة", "diplômés invités", "graduates invited"), match.graduates_invited
    ),
)  # fmt: skip
