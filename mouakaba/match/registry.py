"""What a kind of market declares, and the list of known kinds. Engine code asks a kind, and never names one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mouakaba.kernel.matching import Market, Side

Words = Mapping[str, str]
EXTRA = ("starts_on", "ends_on", "seats", "price")  # what a listing may say besides; a kind names those it has
# What the pages of a kind say: `text` to `closes_on` are labels of fields, `skills` to `no` head the list of skills.
SAID = (
    "many", "lead", "none", "new", "none_yet", "text", "place", "remote", "languages", "closes_on", "skills", "yes",
    "no", "need_one", "publish", "opened", "close", "closed", "people",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarketKind:
    """One kind of market: who offers on its left, who asks on its right, and how they are brought together.

    Organisations list on one side, `listed`; persons are the other. Listings on the right ask for skills and find
    people by them; listings on the left offer skills, and people find them by what they lack.
    """

    code: str
    name: Words
    left_noun: Words  # "profile"
    right_noun: Words  # "opening"
    market: Market
    words: Mapping[str, Words]  # those of SAID
    listed: Side = Side.RIGHT
    fields: tuple[str, ...] = ()  # of EXTRA

    def __post_init__(self) -> None:
        """Raises ValueError for words that are missing or unknown, or a field that no listing has."""
        if set(self.words) != set(SAID) or not set(self.fields) <= set(EXTRA):
            raise ValueError(f"kind {self.code!r} says {sorted(set(SAID) ^ set(self.words))}, has {self.fields}")

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
    """Every declared kind, in the order of registration."""
    return tuple(_kinds.values())


def codes(*, teaching: bool) -> tuple[str, ...]:
    """The codes of the kinds whose listings offer skills, or of those whose listings ask for them."""
    return tuple(one.code for one in kinds() if one.teaches is teaching)
