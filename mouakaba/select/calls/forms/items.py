"""Which form edits what: one table for questions, sections, rules, criteria and quotas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mouakaba.select.calls.forms.criteria import CriterionForm, CriterionStartForm
from mouakaba.select.calls.forms.questions import QuestionForm, QuestionStartForm, SectionForm, SectionStartForm
from mouakaba.select.calls.forms.quotas import QuotaForm, QuotaStartForm
from mouakaba.select.calls.forms.rules import RuleForm, RuleStartForm
from mouakaba.select.calls.queries.drafts import LISTS, Draft, find_item

FORMS: dict[str, Any] = {
    "sections": SectionForm,
    "questions": QuestionForm,
    "rules": RuleForm,
    "criteria": CriterionForm,
    "quotas": QuotaForm,
}
STARTS: dict[str, Any] = {
    "sections": SectionStartForm,
    "questions": QuestionStartForm,
    "rules": RuleStartForm,
    "criteria": CriterionStartForm,
    "quotas": QuotaStartForm,
}


def item_form(listed: str, data: Mapping[str, Any], *, draft: Draft, item: Mapping[str, Any]) -> Any:
    """The form of one element, bound to `data`."""
    return FORMS[listed](data, draft=draft, item=item)


def shown_item(draft: Draft, listed: str, code: str) -> dict[str, Any]:
    """What the page of an element shows; empty when it is gone."""
    item = find_item(draft, listed, code)
    labels = draft.labels(LISTS[listed]) if listed in LISTS else {}
    shown: dict[str, Any] = FORMS[listed].data_of(item, labels) if item is not None else {}
    return shown
