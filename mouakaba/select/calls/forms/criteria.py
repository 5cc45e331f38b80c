"""The page of a criterion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.select.calls.forms.base import ItemForm, StartForm, Typed, words_data
from mouakaba.select.calls.queries.codes import new_code
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.values import decimal, whole

_BETWEEN = re.compile(r"[\s,;،]+")


def _number() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "class": "ltr"})


class CriterionStartForm(StartForm):
    """The name of a new criterion, its weight and scale."""

    needed = ("label", _("Write the name of the criterion in at least one language."))

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.add_words("label", _("Name of the criterion"))
        self.fields |= {name: CriterionForm.base_fields[name] for name in ("weight", "low", "high")}

    def made(self, draft: Draft) -> dict[str, Any]:
        """The new criterion with a code of its own."""
        taken = [str(item.get("code")) for item in draft.items("criteria")]
        code = new_code(self.words("label"), taken, fallback=f"criterion-{len(taken) + 1}", joint="-")
        scale = [_figure(self.text("low")), _figure(self.text("high"))]
        return {"code": code, "weight": _figure(self.text("weight")), "scale": scale}

    def labels(self) -> dict[str, Any]:
        """The words of the criterion, as the content keeps them."""
        return {"label": self.words("label"), "help": {}}


class CriterionForm(ItemForm):
    """Name, help for the jury, weight, scale, floor, marks that need a reason."""

    weight = Typed(
        label=_("Weight"), widget=_number(), help_text=_("Only the proportion counts: 1 and 1 weigh like 50 and 50.")
    )
    low = Typed(label=_("Lowest mark"), widget=_number())
    high = Typed(label=_("Highest mark"), widget=_number())
    floor = Typed(
        label=_("Floor"),
        widget=_number(),
        required=False,
        help_text=_("A file whose mean mark is below it is set aside, whatever its other marks. Empty: no floor."),
    )
    reason_required_at = Typed(
        label=_("Marks that need a written reason"),
        widget=forms.TextInput(attrs={"class": "ltr"}),
        required=False,
        help_text=_("For example: 1, 2, 5. The reasons help to answer those who are refused."),
    )

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.add_words("label", _("Name of the criterion"))
        self.add_words("help", _("What the jury should ask itself"), rows=3, required=False)

    @staticmethod
    def data_of(item: Mapping[str, Any], labels: Mapping[str, Any]) -> dict[str, Any]:
        """What the page shows of a criterion."""
        words = labels.get(str(item.get("code"))) or {}
        scale = [*(item.get("scale") or []), "", ""]
        return {
            **words_data("label", words.get("label")),
            **words_data("help", words.get("help")),
            "weight": _shown(item.get("weight")),
            "low": _shown(scale[0]),
            "high": _shown(scale[1]),
            "floor": _shown(item.get("floor")),
            "reason_required_at": ", ".join(_shown(mark) for mark in item.get("reason_required_at") or []),
        }

    def put(self, draft: Draft, item: dict[str, Any], act: str) -> None:
        """Puts what was typed into the criterion."""
        draft.labels("criteria")[item["code"]] = {"label": self.words("label"), "help": self.words("help")}
        item["weight"] = _figure(self.text("weight"))
        item["scale"] = [_figure(self.text("low")), _figure(self.text("high"))]
        marks = [part for part in _BETWEEN.split(self.text("reason_required_at")) if part]
        optional = {"floor": _figure(self.text("floor")), "reason_required_at": [_or_typed(mark) for mark in marks]}
        for key, value in optional.items():
            item.pop(key, None)
            if value not in ("", []):
                item[key] = value


def _figure(typed: str) -> Any:
    number = decimal(typed)
    return typed if number is None else number


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _or_typed(text: str) -> Any:
    number = whole(text)
    return text if number is None else number
