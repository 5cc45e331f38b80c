"""The facts a form gives to rules and quotas: their names in words, their kind, the values they can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mouakaba.base.places.queries import region_names
from mouakaba.kernel.eligibility.labels import FACTS, VALUES
from mouakaba.kernel.forms import QuestionType

Words = Mapping[str, str]
FactKind = Literal["date", "number", "yes_no", "values", "text"]
_KINDS: dict[str, FactKind] = {
    QuestionType.DATE: "date",
    QuestionType.NUMBER: "number",
    QuestionType.AMOUNT: "number",
    QuestionType.YES_NO: "yes_no",
    QuestionType.CONSENT: "yes_no",
    QuestionType.CHOICE: "values",
    QuestionType.CHOICES: "values",
    QuestionType.REGION: "values",
}
MILIEU: dict[str, Words] = {"urban": VALUES["project.area=urban"], "rural": VALUES["project.area=rural"]}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `values`: what it can be, with words, where it is a choice. `several`: a file may have many."""

    name: str
    label: Words
    kind: FactKind
    values: Mapping[str, Words]
    several: bool = False


def facts_of_form(content: Mapping[str, Any]) -> dict[str, Fact]:
    """Every fact of a form by name, in the order of its questions; a commune gives its region and milieu too."""
    facts: dict[str, Fact] = {}
    for question in content.get("questions") or []:
        name, kind = question.get("fact"), question.get("type", "")
        if not name:
            continue
        _add(
            facts,
            Fact(name, _label(name, question), _KINDS.get(kind, "text"), question_values(question), kind == "choices"),
        )
        if kind == QuestionType.COMMUNE and name.endswith(".commune"):
            _add_places(facts, name.removesuffix(".commune"))
    return facts


def _add(facts: dict[str, Fact], fact: Fact) -> None:
    """Two questions may give one fact where conditions choose between them: their values come together."""
    before = facts.get(fact.name)
    if before and before.values:
        fact = Fact(fact.name, before.label, before.kind, {**before.values, **fact.values}, before.several)
    facts[fact.name] = fact


def _label(name: str, question: Mapping[str, Any]) -> Words:
    known: Words | None = FACTS.get(name)
    return known or question.get("label") or {}


def question_values(question: Mapping[str, Any]) -> dict[str, Words]:
    """The answers a question offers, with words; empty where anything can be answered."""
    if question.get("type") == QuestionType.REGION:
        return dict(region_names())
    return {str(option.get("value")): option.get("label") or {} for option in question.get("options") or []}


def _add_places(facts: dict[str, Fact], prefix: str) -> None:
    region, milieu = f"{prefix}.region", f"{prefix}.milieu"
    if region not in facts:
        facts[region] = Fact(region, FACTS.get(region, {}), "values", dict(region_names()))
    area: Words = {"ar": "وسط الجماعة", "fr": "Milieu de la commune", "en": "Area of the commune"}
    facts.setdefault(milieu, Fact(milieu, area, "values", MILIEU))


def fact_labels(content: Mapping[str, Any]) -> dict[str, Words]:
    """``{fact: words}`` for the kernel's sentences."""
    return {name: fact.label for name, fact in facts_of_form(content).items() if fact.label}


def value_labels(content: Mapping[str, Any]) -> dict[str, Words]:
    """``{"fact=value": words}`` for the kernel's sentences."""
    return {
        f"{name}={value}": words
        for name, fact in facts_of_form(content).items()
        for value, words in fact.values.items()
        if words
    }
