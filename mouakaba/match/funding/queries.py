"""Instruments and what they answer, read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person
from mouakaba.kernel.eligibility import Answer
from mouakaba.kernel.funding import BASES, FundingAnswer, Instrument, Means, Plan, answer_all, cost_of, plan
from mouakaba.kernel.fundingfile import parse_instruments
from mouakaba.kernel.money import centimes
from mouakaba.match import registry
from mouakaba.match.funding.models import FundingInstrument, ToldFacts
from mouakaba.match.funding.rules import A_DAY, FACTS, MOST_COUNTED
from mouakaba.match.listings.queries import organisations_of
from mouakaba.match.pairing.rules import FEWEST


def instruments_shown() -> list[Instrument]:
    """Every instrument anybody may read, in the order of the file."""
    rows = list(FundingInstrument.objects.filter(shown=True).only("code", "text"))
    known = tuple(row.code for row in rows)
    return [_read(row.text, row.code, known) for row in rows]


@lru_cache(maxsize=2000)
def _read(text: str, code: str, known: tuple[str, ...]) -> Instrument:
    return parse_instruments(text, source=f"{code}.toml", known=known)[0]


def instrument_rows() -> QuerySet[FundingInstrument]:
    """The same as rows, unread."""
    return FundingInstrument.objects.filter(shown=True).select_related("organisation")


def instruments_kept_by(person: Person) -> QuerySet[FundingInstrument]:
    """Instruments whose entry this person may change: their organisation's; all of them for an operator."""
    rows = FundingInstrument.objects.select_related("organisation")
    return rows if person.is_staff else rows.filter(organisation__in=organisations_of(person))


def answers_to(facts: Mapping[str, Any]) -> list[FundingAnswer]:
    """What every instrument answers today to a project with these facts (amounts in dirhams)."""
    return answer_all(instruments_shown(), facts, on=today())


def plan_for(answers: Iterable[FundingAnswer], facts: Mapping[str, Any]) -> Plan | None:
    """The plan for a project whose cost is known, from what it may have and what its holder brings."""
    cost = cost_of(facts)
    if cost is None:
        return None
    own = [centimes(facts.get(name) or 0) for name in ("own.cash", "own.in_kind")]
    return plan(list(answers), Means(cost, *own))


def facts_asked(instruments: Iterable[Instrument]) -> set[str]:
    """The facts a person can give that these instruments look at, and those of the plan."""
    tested = {test.fact for one in instruments for rule in one.rules for test in rule.tests}
    return {base for name in tested for base in BASES.get(name, (name,))} | {"project.cost", "own.cash", "own.in_kind"}


def helps_for(facts: Mapping[str, Any]) -> list[tuple[registry.MarketKind, registry.Help, list[tuple[str, str]]]]:
    """Help with money that can be asked for: its market, and the answers of a need begun with these facts, as pairs."""
    helps = [(kind, one) for kind in registry.trades() for one in registry.trade(kind.code).helps]
    return [(kind, one, _pairs(one.answers(facts))) for kind, one in helps]


def _pairs(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(code, str(one)) for code, told in answers.items() for one in (told if isinstance(told, list) else [told])]


def told_by(person: Person) -> dict[str, Any]:
    """The facts this person kept here; none when nothing was kept."""
    kept = ToldFacts.objects.filter(person=person).values_list("facts", flat=True).first() or {}
    return {name: value for name, value in kept.items() if name in FACTS}


@dataclass(frozen=True, slots=True)
class Demand:
    """Kept answers, by what one instrument answers to them: in whole steps of FEWEST, lest a count tell somebody."""

    kept: int
    yes: int
    cannot_tell: int


def demand_for(row: FundingInstrument) -> Demand:
    """What an instrument answers to what people kept. Counted once a day: no entry is changed to try it on somebody."""
    key = f"funding-demand:{row.code}:{today().isoformat()}"
    known: Demand | None = cache.get(key)
    if known is None:
        known = _demand(row)
        cache.set(key, known, A_DAY)
    return known


def _demand(row: FundingInstrument) -> Demand:
    codes = tuple(FundingInstrument.objects.values_list("code", flat=True))
    instrument, on = _read(row.text, row.code, codes), today()
    kept = list(ToldFacts.objects.order_by("-kept_at").values_list("facts", flat=True)[:MOST_COUNTED])
    told = ({name: value for name, value in facts.items() if name in FACTS} for facts in kept)
    answers = Counter(answer_all([instrument], facts, on=on)[0].answer for facts in told)
    return Demand(*(some - some % FEWEST for some in (len(kept), answers[Answer.YES], answers[Answer.CANNOT_TELL])))


_tellers: list[Callable[[Person], Mapping[str, Any]]] = []


def connect_told(teller: Callable[[Person], Mapping[str, Any]]) -> None:
    """Says what a person told elsewhere: in their last application (``site/wiring.py``)."""
    _tellers[:] = [teller]


def told_before(person: Person) -> dict[str, Any]:
    """What a person told before, here or elsewhere: what was kept here comes first."""
    elsewhere = _tellers[0](person) if _tellers else {}
    return {name: value for name, value in elsewhere.items() if name in FACTS} | told_by(person)
