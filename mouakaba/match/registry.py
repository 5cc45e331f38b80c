"""What a kind of market declares, and the list of known kinds. Engine code asks a kind, and never names one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mouakaba.kernel.forms import FormDefinition, parse_form
from mouakaba.kernel.matching import Market, Side

Words = Mapping[str, str]
EXTRA = ("starts_on", "ends_on", "seats", "price")  # what a listing may say besides; a kind names those it has
# What the pages of a kind say: `text` to `closes_on` are labels of fields, `skills` to `no` head the list of skills.
SAID = (
    "many", "lead", "none", "new", "none_yet", "text", "place", "remote", "languages", "closes_on", "skills", "yes",
    "no", "need_one", "publish", "opened", "close", "closed", "people",
)  # fmt: skip


TRADE_SAID = ("many", "lead", "none", "find")  # what the pages say of a kind with organisations on both sides
GIVEN = ("title", "record", "none", "done")  # what a kind may say of deliveries: heading, form, nothing yet, all given
SIDES = {"offer": Side.LEFT, "need": Side.RIGHT}  # as a listing names its side; the listing of a skills kind names none
Facts = Mapping[str, Any]  # of one listing: code of a question -> answer
Span = tuple[date, date]  # the first day and the last
Flaw = tuple[str, Words]  # code of the question a sentence stands at, "" for none; the sentence


def asking(title: Words, questions: Sequence[Mapping[str, Any]]) -> FormDefinition:
    """The questions of one side, as `kernel.forms` checks them. Raises FormError for one that could not be asked."""
    listed = [{"section": "all", **question} for question in questions]
    return parse_form({"sections": [{"code": "all", "title": title}], "questions": listed})


def _no_flaws(side: str, facts: Facts, on: date) -> Iterable[Flaw]:
    return []


def _no_refusal(offer: Facts, need: Facts, on: date) -> Words | None:
    return None


def _as_told(side: str, facts: Facts) -> Facts:
    return facts


def _nothing(offer: Facts, need: Facts) -> Decimal | None:
    return None


def _until_done(offer: Facts, on: date) -> Span | None:
    return None


def _no_carriage(offer: Facts, quantity: Decimal, kilometres: Decimal) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Asks:
    """One side of a market with offers and needs: what a listing is asked, and who may list.

    `short`: how an answer is called where it is read, by code of its question; the question itself, where none is said.
    """

    new: Words  # "New offer"
    text: Words  # label of the words in which a listing describes itself
    form: FormDefinition
    public: bool = True  # else a listing is shown only to those whose listing fits it
    only: frozenset[str] = frozenset()  # slugs of the organisations that may list; none named: all
    organisations: bool = True  # whether organisations list here
    person: Words | None = None  # what a person who lists is called until both said yes; None: no person lists
    short: Mapping[str, Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for a short label of no question."""
        if unknown := set(self.short) - set(self.form.by_code):
            raise ValueError(f"short labels of no question: {sorted(unknown)}")

    def label(self, code: str) -> Words:
        """How the answer to a question is called where it is read. Raises KeyError for no question of this side."""
        return self.short.get(code) or self.form.by_code[code].label


@dataclass(frozen=True, slots=True)
class Help:
    """Help with money that the page of funding lets a project ask for: a need of this market, begun with its facts.

    `group`: the answer by which the offers that give it are found. `answers`: facts of a project, as `kernel.funding`
    names them, to answers of a need.
    """

    label: Words
    group: str
    answers: Callable[[Facts], Facts]


@dataclass(frozen=True, slots=True)
class Trade:
    """A market with offers and needs: its two sides, its guards, and what is counted of what was done.

    `flaws` are what is wrong with one listing on a day; `refuses` is why a pair may not be brought together;
    `derived` adds facts to those told; `takes` is what a need takes of an offer, in the offer's unit; `carriage` what
    it costs, in centimes, to carry a quantity of it so many kilometres, None where nobody can tell. All are pure.
    `mass` are the kilograms of each unit that is one of mass: what was delivered in it is added up by weight.
    `span` are the days over which an offer gives its quantity once: requests of these days are counted against it, done
    or not; without it a request counts until it is done. `due` is the question of a need that says its last day.
    `pictures` are questions of an offer that hold a picture anybody sees, each with the question that says it in words.
    `quantity` and `unit` are codes of questions of both sides: an offer is then given out by quantity; else by its
    seats, one for each that takes it. `seats` is the code of the question of an offer that says how many; without it
    each listing has a field of its own. `wants` is the code of the question of a need that says with how many offers it
    can be at once, one where nothing is said; without it a need has no bound. `skills` is the code of a question of
    both sides whose answers are measured as skills. `assigned`: who runs a programme brings a whole cohort together at
    once, by the best assignment.
    """

    offer: Asks
    need: Asks
    units: Mapping[str, Words]  # in which a delivery is counted
    group: str  # question of an offer by whose answer figures are counted
    quantity: str = ""
    unit: str = ""
    period: str = ""  # question of an offer that says in which time its quantity comes
    place: str = ""  # question of both sides that holds a commune: distances are estimated between them
    seats: str = ""
    wants: str = ""
    skills: str = ""
    assigned: bool = False
    given: Mapping[str, Words] = field(default_factory=dict)  # of GIVEN, in place of what the page says of deliveries
    against: Mapping[str, Words] = field(default_factory=dict)  # {rule of the market: what it says of who breaks it}
    filters: tuple[str, ...] = ()  # questions of an offer, besides its group, by which the list is narrowed
    pictures: Mapping[str, str] = field(default_factory=dict)
    due: str = ""
    priced: bool = False  # a delivery is paid by its unit
    mass: Mapping[str, Fraction] = field(default_factory=dict)
    slip: bool = False  # a delivery goes with a follow-up slip
    helps: tuple[Help, ...] = ()
    flaws: Callable[[str, Facts, date], Iterable[Flaw]] = _no_flaws
    refuses: Callable[[Facts, Facts, date], Words | None] = _no_refusal
    derived: Callable[[str, Facts], Facts] = _as_told
    takes: Callable[[Facts, Facts], Decimal | None] = _nothing
    carriage: Callable[[Facts, Decimal, Decimal], int | None] = _no_carriage
    span: Callable[[Facts, date], Span | None] = _until_done

    def asks(self, side: str) -> Asks:
        """What a side is asked. Raises KeyError for a side that is none."""
        return {"offer": self.offer, "need": self.need}[side]

    def period_of(self, offer: Facts) -> Words:
        """In which time the quantity of an offer comes; empty where it is not asked."""
        options = self.offer.form.by_code[self.period].options if self.period else ()
        return next((one.label for one in options if one.value == offer.get(self.period)), {})


@dataclass(frozen=True, slots=True)
class MarketKind:
    """One kind of market: who offers on its left, who asks on its right, and how they are brought together.

    Without `trade` organisations list on one side, `listed`, and persons are the other: listings on the right ask for
    skills and find people by them; listings on the left offer skills, and people find them by what they lack.
    With `trade` organisations, or persons where it says so, list on both sides, and facts bring them together.
    """

    code: str
    name: Words
    left_noun: Words  # "profile"
    right_noun: Words  # "opening"
    market: Market
    words: Mapping[str, Words]  # those of SAID, or of TRADE_SAID
    listed: Side = Side.RIGHT
    fields: tuple[str, ...] = ()  # of EXTRA
    trade: Trade | None = field(default=None)

    def __post_init__(self) -> None:
        """Raises ValueError for words that are missing or unknown, or a field that no listing has."""
        wanted = set(TRADE_SAID if self.trade else SAID)
        if self.trade and self.trade.assigned and self.trade.quantity:
            raise ValueError(f"kind {self.code!r}: an assignment counts places, not quantities")
        if set(self.words) != wanted or not set(self.fields) <= set(EXTRA):
            raise ValueError(f"kind {self.code!r} says {sorted(wanted ^ set(self.words))}, has {self.fields}")

    @property
    def teaches(self) -> bool:
        """Whether a listing offers skills instead of asking for them."""
        return self.listed is Side.LEFT


_kinds: dict[str, MarketKind] = {}


def register(kind: MarketKind) -> None:
    """Makes a kind known. Called once per kind by ``site/wiring.py``."""
    _kinds[kind.code] = kind


def kind(code: str) -> MarketKind:
    """The declared kind. Raises KeyError for an unknown code."""
    return _kinds[code]


def kinds() -> tuple[MarketKind, ...]:
    """Every declared kind that brings listings and persons together by skills, in the order of registration."""
    return tuple(one for one in _kinds.values() if one.trade is None)


def trades() -> tuple[MarketKind, ...]:
    """Every declared kind that brings listings of organisations together, in the order of registration."""
    return tuple(one for one in _kinds.values() if one.trade is not None)


def trade(code: str) -> Trade:
    """What a kind with organisations on both sides declares. Raises KeyError for another."""
    found = _kinds[code].trade
    if found is None:
        raise KeyError(code)
    return found


def codes(*, teaching: bool) -> tuple[str, ...]:
    """The codes of the skills kinds whose listings offer skills, or of those whose listings ask for them."""
    return tuple(one.code for one in kinds() if one.teaches is teaching)
