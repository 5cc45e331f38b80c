"""What a call's rules say about some answers: the verdict, and each rule in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import current, said
from mouakaba.kernel import eligibility
from mouakaba.kernel.callfile import CallFile
from mouakaba.kernel.eligibility import Answer, RuleOutcome, Verdict
from mouakaba.kernel.forms import FormDefinition, Question
from mouakaba.select.calls.models import Call, CallVersion
from mouakaba.select.calls.queries import fact_labels, value_labels

Labels = Mapping[str, Mapping[str, str]]


def published_version(call: Call) -> CallVersion:
    """What the public reads of a published call. LookupError for a call that was never published."""
    if call.version is None:
        raise LookupError(f"call {call.slug} has no published version")
    return call.version


def verdict_on(call_file: CallFile, facts: Mapping[str, Any]) -> Verdict:
    """The machine's verdict. It informs; a person confirms every refusal."""
    return eligibility.check(call_file.eligibility, facts)


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """A rule as people read it, with its answer when there is one."""

    code: str
    label: Mapping[str, str]
    source: str
    answer: str
    sentence: str


def rules_in_words(version: CallVersion, call_file: CallFile, verdict: Verdict) -> list[RuleInWords]:
    """Every rule of the call with its label, answer and sentence in the reader's language."""
    labels = (version.content.get("labels") or {}).get("eligibility") or {}
    sources = {rule.code: rule.source for rule in call_file.eligibility}
    facts, values = fact_labels(version.content), value_labels(version.content)
    return [
        RuleInWords(
            code=outcome.code,
            label=labels.get(outcome.code) or {},
            source=sources[outcome.code],
            answer=str(outcome.answer),
            sentence=_sentence(outcome, current(), facts, values),
        )
        for outcome in verdict.rules
    ]


def _sentence(outcome: RuleOutcome, language: str, facts: Labels, values: Labels) -> str:
    return eligibility.sentence(outcome, language=language, fact_labels=facts, value_labels=values)


def verdict_as_data(verdict: Verdict, version: CallVersion) -> dict[str, Any]:
    """The verdict as a submission freezes it, in the shape of the tool ``check``: rule by rule, in three languages."""
    facts, values = fact_labels(version.content), value_labels(version.content)
    rules = [
        {
            "code": outcome.code,
            "answer": str(outcome.answer),
            "missing": list(outcome.missing),
            "text": {language: _sentence(outcome, language, facts, values) for language in LANGUAGES},
        }
        for outcome in verdict.rules
    ]
    return {"verdict": str(verdict.verdict), "rules": rules}


def facts_asked(call_file: CallFile) -> set[str]:
    """The facts the rules look at."""
    return {test.fact for rule in call_file.eligibility for test in rule.tests}


def questions_behind(form: FormDefinition, facts: Iterable[str]) -> list[Question]:
    """The questions that give these facts, with those their conditions depend on, in the form's order."""
    wanted = {question.code for question in form.questions if question.fact in set(facts)}
    for question in reversed(form.questions):  # conditions look back: one pass from the end finds them all
        if question.code in wanted and question.condition:
            wanted.add(question.condition.question)
    return [question for question in form.questions if question.code in wanted]


def unmet(verdict: Verdict) -> list[str]:
    """Codes of the rules that answered no."""
    return [outcome.code for outcome in verdict.rules if outcome.answer is Answer.NO]


def rule_label(version: CallVersion, code: str) -> str:
    """A rule's own words in the reader's language; its code when nobody wrote any."""
    labels = (version.content.get("labels") or {}).get("eligibility") or {}
    return said(labels.get(code)) or code
