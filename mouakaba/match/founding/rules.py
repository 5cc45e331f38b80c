"""The steps of law 112-12 as public sources tell them, and what a list of founding members must hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mouakaba.kernel.money import CENTIMES, centimes
from mouakaba.kernel.text import fold

LEAST_CAPITAL = 1_000 * CENTIMES  # odco.gov.ma, frequent questions
LEAST_SHARE = 100 * CENTIMES  # the same
USUAL_MEMBERS = 5  # from memory: to be checked at ODCO
MOST_MEMBERS = 200
_PRESS = "https://www.lavieeco.com/au-royaume/un-registre-public-dimmatriculation-des-cooperatives-30013/"
_FAQ = "https://odco.gov.ma/foire-aux-questions"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Without a source it is from memory and says so; `paper` is the draft that helps with it."""

    code: str
    sources: tuple[str, ...] = ()
    paper: str = ""


STEPS = (
    Step("members", (), "members"),
    Step("capital", (_FAQ,), "members"),
    Step(
        "name",
        (_FAQ, _PRESS),
        "name",
    ),
    Step("statutes", (_FAQ,)),
    Step("meeting", (), "minutes"),
    Step("bank", (_FAQ,)),
    Step("register", (_FAQ, "https://phoenix-web-ei2.pages.dev/fr/bulletin-officiel/edition-generale/6926")),
    Step("central", ("http://coopmaroc.com/espace-cooperatives/loi-des-cooperatives-2",)),
)
PAPERS = ("name", "members", "minutes")


@dataclass(frozen=True, slots=True)
class Member:
    """A founding member, and what they bring, in centimes."""

    name: str
    brings: int


class Flaw(StrEnum):
    """What is wrong with a list of members."""

    NO_AMOUNT = "no_amount"
    NO_NAME = "no_name"
    SMALL_SHARE = "small_share"  # of the capital in each share
    SMALL_PART = "small_part"
    BROKEN_PART = "broken_part"
    SMALL_CAPITAL = "small_capital"
    TWICE = "twice"
    TOO_MANY = "too_many"
    NOBODY = "nobody"


class MembersError(ValueError):
    """A flaw, with its line (from 1; 0 for the whole) and the words or amount it is about."""

    def __init__(self, flaw: Flaw, line: int = 0, what: str = "") -> None:
        super().__init__(f"{flaw} {line} {what}")
        self.flaw, self.line, self.what = flaw, line, what


_AMOUNT = re.compile(r"(?P<name>.*?)[\s;:,،؛=–-]*(?P<amount>\d[\d  .,]*)\s*(?:dhs?|mad|درهم\w*|dirhams?)?\s*$", re.I)


def read_members(text: str, share: int) -> tuple[Member, ...]:
    """Members of a list, a name and an amount in dirhams a line, checked against the value of a share (centimes).

    Raises MembersError: law 112-12 asks for a capital of 1,000 DH and shares of 100 DH at least, each member
    bringing whole shares.
    """
    if share < LEAST_SHARE:
        raise MembersError(Flaw.SMALL_SHARE)
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise MembersError(Flaw.NOBODY)
    if len(lines) > MOST_MEMBERS:
        raise MembersError(Flaw.TOO_MANY, what=str(MOST_MEMBERS))
    members = tuple(_member(number, line, share) for number, line in lines)
    seen: set[str] = set()
    for (number, _line), member in zip(lines, members, strict=True):
        if (key := fold(member.name)) in seen:
            raise MembersError(Flaw.TWICE, number, member.name)
        seen.add(key)
    if capital(members) < LEAST_CAPITAL:
        raise MembersError(Flaw.SMALL_CAPITAL, what=str(capital(members) // CENTIMES))
    return members


def capital(members: tuple[Member, ...]) -> int:
    """All that members bring, in centimes."""
    return sum(member.brings for member in members)


def _member(number: int, line: str, share: int) -> Member:
    western = "".join(str(int(ch)) if ch.isdecimal() else ch for ch in line)
    found = _AMOUNT.fullmatch(western)
    if found is None:
        raise MembersError(Flaw.NO_AMOUNT, number, line[:60])
    name = line[: found.end("name")].strip()
    if not any(ch.isalpha() for ch in name):
        raise MembersError(Flaw.NO_NAME, number, line[:60])
    brings = _centimes(found["amount"], number, line)
    if brings < share:
        raise MembersError(Flaw.SMALL_PART, number, name)
    if brings % share:
        raise MembersError(Flaw.BROKEN_PART, number, name)
    return Member(name, brings)


def _centimes(amount: str, number: int, line: str) -> int:
    """1 000 or 1.000 or 1,000 are a thousand; a comma or point with one or two digits after it are cents."""
    plain = re.sub(r"[  ]", "", amount).rstrip(".,")
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        plain = re.sub(r"[.,]", "", plain)
    try:
        return centimes(plain.replace(",", "."))
    except ValueError:
        raise MembersError(Flaw.NO_AMOUNT, number, line[:60]) from None
