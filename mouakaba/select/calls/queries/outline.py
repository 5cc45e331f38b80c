"""The elements of a step as its list shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mouakaba.base.words.queries import current
from mouakaba.select.calls.queries.drafts import LISTS, Draft
from mouakaba.select.calls.queries.facts import facts_of_form
from mouakaba.select.calls.queries.findings import Problem
from mouakaba.select.calls.queries.previews import draft_rule_sentences


@dataclass(frozen=True, slots=True)
class Row:
    """One element: its words, the element itself, its problems, what else the list says of it."""

    code: str
    label: Mapping[str, str]
    item: Mapping[str, Any]
    problems: tuple[Problem, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    first: bool = False
    last: bool = False


def outline(draft: Draft, step: str, problems: Sequence[Problem]) -> list[Row]:
    """The rows of a step; for the form, sections with their questions."""
    if step == "form":
        return _form(draft, problems)
    labels = draft.labels(LISTS[step])
    items = draft.items(step)
    return [
        Row(
            code=str(item.get("code") or ""),
            label=_label(step, labels.get(str(item.get("code")))),
            item=item,
            problems=_of(problems, str(item.get("code") or "")),
            extra=_extra(draft, step, item),
            first=index == 0,
            last=index == len(items) - 1,
        )
        for index, item in enumerate(items)
    ]


def _label(step: str, words: Any) -> Mapping[str, str]:
    words = words or {}
    label: Mapping[str, str] = words.get("label") or {} if step == "criteria" else words
    return label


def _of(problems: Sequence[Problem], code: str) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.item == code)


def _extra(draft: Draft, step: str, item: Mapping[str, Any]) -> dict[str, Any]:
    if step == "rules":
        return {"sentence": draft_rule_sentences(draft, item).get(current(), "")}
    if step == "quotas":
        fact = facts_of_form(draft.content).get(str(item.get("attribute")))
        named = fact.values if fact else {}
        values = [named.get(str(value)) or {"en": str(value)} for value in item.get("values") or []]
        return {"fact": fact, "values": values}
    return {}


def _form(draft: Draft, problems: Sequence[Problem]) -> list[Row]:
    sections = draft.items("sections")
    known = {str(section.get("code")) for section in sections}
    rows = [
        Row(
            code=str(section.get("code") or ""),
            label=section.get("title") or {},
            item=section,
            problems=_of(problems, f"section:{section.get('code', '')}"),
            rows=_questions(draft, problems, {str(section.get("code"))}),
            first=index == 0,
            last=index == len(sections) - 1,
        )
        for index, section in enumerate(sections)
    ]
    lost = {str(q.get("section")) for q in draft.items("questions")} - known
    if lost:
        rows.append(Row("", {}, {}, (), rows=_questions(draft, problems, lost)))
    return rows


def _questions(draft: Draft, problems: Sequence[Problem], sections: set[str]) -> tuple[Row, ...]:
    items = [question for question in draft.items("questions") if str(question.get("section")) in sections]
    by_code = {question.get("code"): question for question in draft.items("questions")}
    return tuple(
        Row(
            code=str(item.get("code") or ""),
            label=item.get("label") or {},
            item=item,
            problems=_of(problems, str(item.get("code") or "")),
            extra={
                "type": str(item.get("type") or ""),
                "after": (by_code.get((item.get("condition") or {}).get("fact")) or {}).get("label"),
            },
            first=index == 0,
            last=index == len(items) - 1,
        )
        for index, item in enumerate(items)
    )
