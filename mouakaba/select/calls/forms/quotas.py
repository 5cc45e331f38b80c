"""The page of a quota."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.queries import said
from mouakaba.select.calls.forms.base import Chosen, ChosenMany, ItemForm, StartForm, Typed, words_data
from mouakaba.select.calls.forms.rules import fact_choices
from mouakaba.select.calls.queries.codes import new_code
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.facts import Fact, facts_of_form
from mouakaba.select.calls.queries.values import whole


def countable(draft: Draft) -> list[tuple[str, str]]:
    """The facts a quota can count: those with answers to choose from, yes or no included."""
    facts = facts_of_form(draft.content)
    return [(name, label) for name, label in fact_choices(draft) if facts[name].kind in ("values", "yes_no")]


class QuotaStartForm(StartForm):
    """What a new quota counts."""

    needed = ("attribute", _("Choose the answer this quota counts."))

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.fields["attribute"] = Chosen(
            label=_("Which answer does the quota count?"), choices=countable(self.draft), widget=forms.RadioSelect
        )

    def made(self, draft: Draft) -> dict[str, Any]:
        """The new quota, with a code of its own."""
        name = self.text("attribute")
        taken = [str(quota.get("code")) for quota in draft.items("quotas")]
        words = {"en": name.rpartition(".")[2]}
        code = new_code(words, [*taken, "places"], fallback=f"quota-{len(taken) + 1}", joint="-")
        return {"code": code, "attribute": name, "values": []}


class QuotaForm(ItemForm):
    """Name, answer counted, values, least and most."""

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.add_words("label", _("Name of the quota, as people read it"))
        name = str(self.item.get("attribute") or "")
        counted = Chosen(label=_("Answer counted"), choices=countable(self.draft))
        counted.keep(name)
        self.fields["attribute"] = counted
        self._add_values(facts_of_form(self.draft.content).get(name))
        for key, label in (("min", _("At least")), ("max", _("At most"))):
            widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "ltr"})
            self.fields[key] = Typed(label=label, required=False, widget=widget)

    def _add_values(self, fact: Fact | None) -> None:
        if fact and fact.kind == "yes_no":
            choices: list[tuple[str, Any]] = [("true", _("yes")), ("false", _("no"))]
        else:
            named = fact.values if fact else {}
            choices = [(value, said(words) or value) for value, words in named.items()]
        values = ChosenMany(label=_("Files with one of these answers are counted"), choices=choices)
        values.keep(_texts(self.item))
        self.fields["values"] = values

    @staticmethod
    def data_of(item: Mapping[str, Any], labels: Mapping[str, Any]) -> dict[str, Any]:
        """What the page shows of a quota."""
        bounds = {key: "" if item.get(key) is None else str(item[key]) for key in ("min", "max")}
        words = words_data("label", labels.get(str(item.get("code"))))
        return {**words, "attribute": item.get("attribute") or "", "values": _texts(item), **bounds}

    def put(self, draft: Draft, item: dict[str, Any], act: str) -> None:
        """Puts what was typed into the quota; values of another answer are not carried over."""
        draft.labels("quotas")[item["code"]] = self.words("label")
        attribute = self.text("attribute")
        item["values"] = self._values() if attribute == item.get("attribute") else []
        item["attribute"] = attribute
        for key in ("min", "max"):
            item.pop(key, None)
            if typed := self.text(key):
                number = whole(typed)
                item[key] = typed if number is None else number

    def _values(self) -> list[Any]:
        """What was ticked; a value that was a number or a boolean before stays one."""
        before = {_text(value): value for value in self.item.get("values") or []}
        return [before.get(text, text) for text in self.many("values")]


def _texts(item: Mapping[str, Any]) -> list[str]:
    return [_text(value) for value in item.get("values") or []]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
