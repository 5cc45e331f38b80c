"""Facts and rules of a call in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition, Question, QuestionType
from mouakaba.select.calls.models import Call, CallVersion
from mouakaba.select.calls.queries import call_file, facts_of_form
from mouakaba.select.eligibility.queries import rule_label
from mouakaba.select.forms.phrases import answer_in_words

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact with its label and its value in words."""

    name: str
    label: str
    text: str


def version_of(call: Call) -> CallVersion:
    """The version a published call stands on. Raises ValueError for a call that never was."""
    if call.version is None:
        raise ValueError(f"{call.slug} is not published")
    return call.version


def region_fact(form: FormDefinition) -> str:
    """The fact by which the list filters regions; empty when the form asks for none."""
    asked = (question.fact for question in form.questions if question.type is QuestionType.REGION and question.fact)
    return next(asked, "")


def facts_shown(version: CallVersion, form: FormDefinition) -> list[str]:
    """The facts worth a place in a list: those the quotas count, the region, then the first choices."""
    counted = [quota.attribute for quota in call_file(version).quotas]
    chosen = [q.fact for q in form.questions if q.fact and q.type is QuestionType.CHOICE]
    wanted = dict.fromkeys([*counted, region_fact(form), *chosen])
    return [name for name in wanted if name][:_SHOWN]


def facts_in_words(
    version: CallVersion, form: FormDefinition, facts: Mapping[str, Any], names: list[str] | None = None
) -> list[FactShown]:
    """Facts with their labels, in the form's order or in that of ``names``; those not known are left out."""
    known = facts_of_form(version.content)
    asked = {question.fact: question for question in form.questions if question.fact}
    shown = []
    for name in names if names is not None else [*known, *(name for name in facts if name not in known)]:
        if facts.get(name) is not None:
            fact = known.get(name)
            label = said(fact.label) if fact else name
            shown.append(FactShown(name, label, _text(asked.get(name), facts[name], fact.values if fact else {})))
    return shown


def _text(question: Question | None, value: Any, values: Mapping[str, Mapping[str, str]]) -> str:
    if question:
        return ", ".join(answer_in_words(question, value))
    return said(values.get(str(value))) or str(value)


def rule_choices(version: CallVersion) -> list[tuple[str, str]]:
    """Code and label of each rule of the call, in its order."""
    return [(rule.code, rule_label(version, rule.code)) for rule in call_file(version).eligibility]
