"""The pages of the form builder: a section, a question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.queries import said
from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.eligibility.labels import FACTS
from mouakaba.kernel.forms import QuestionType
from mouakaba.select.calls.forms.base import Chosen, ChosenMany, ItemForm, StartForm, Typed, WordsGroup, words_data
from mouakaba.select.calls.phrases import OPERATORS, QUESTION_TYPES
from mouakaba.select.calls.queries.codes import new_code
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.facts import question_values
from mouakaba.select.calls.queries.values import decimal, filled, whole

SPARE_OPTIONS = 3
OWN_FACT = "answer."
MOVE = re.compile(r"option-(?P<way>up|down)-(?P<line>[0-9]{1,4})")
_YES_NO = (Operator.IS_TRUE, Operator.IS_FALSE)
_CONDITIONS: dict[str, tuple[Operator, ...]] = {
    QuestionType.YES_NO: _YES_NO,
    QuestionType.CONSENT: _YES_NO,
    QuestionType.NUMBER: (Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS, Operator.PRESENT),
    QuestionType.AMOUNT: (Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS, Operator.PRESENT),
    QuestionType.DATE: (Operator.BEFORE, Operator.AFTER, Operator.PRESENT),
    QuestionType.CHOICE: (Operator.IN, Operator.NOT_IN, Operator.PRESENT),
    QuestionType.CHOICES: (Operator.IN, Operator.NOT_IN, Operator.PRESENT),
    QuestionType.REGION: (Operator.IN, Operator.NOT_IN, Operator.PRESENT),
}
_SINGLE = {Operator.EQUALS: Operator.IN, Operator.NOT_EQUALS: Operator.NOT_IN}


class SectionStartForm(StartForm):
    """The title of a new section."""

    needed = ("title", _("Write the title of the section in at least one language."))

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.add_words("title", _("Title of the section"))

    def made(self, draft: Draft) -> dict[str, Any]:
        """The new section, with a code of its own."""
        taken = [str(section.get("code")) for section in draft.items("sections")]
        title = self.words("title")
        return {"code": new_code(title, taken, fallback=f"section_{len(taken) + 1}"), "title": title}


class SectionForm(ItemForm):
    """A page of the applicant's form."""

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.add_words("title", _("Title of the section"))
        self.add_words("help", _("A word of help above the questions"), rows=2, required=False)

    @staticmethod
    def data_of(item: Mapping[str, Any], labels: Mapping[str, Any]) -> dict[str, Any]:
        """What the page shows of a section."""
        return {**words_data("title", item.get("title")), **words_data("help", item.get("help"))}

    def put(self, draft: Draft, item: dict[str, Any], act: str) -> None:
        """Puts what was typed into the section."""
        item["title"], item["help"] = self.words("title"), self.words("help")


class QuestionStartForm(StartForm):
    """What a new question needs first: its words, its type, its place. The rest comes on its own page."""

    needed = ("label", _("Write the question in at least one language."))

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.add_words("label", _("The question"))
        self.fields["type"] = Chosen(label=_("Kind of answer"), choices=list(QUESTION_TYPES.items()))
        self.fields["section"] = Chosen(label=_("Section"), choices=_sections(self.draft))

    def made(self, draft: Draft) -> dict[str, Any]:
        """The new question, with a code of its own."""
        taken = [str(question.get("code")) for question in draft.items("questions")]
        label = self.words("label")
        return {
            "code": new_code(label, taken, fallback=f"question_{len(taken) + 1}"),
            "section": self.text("section"),
            "type": self.text("type"),
            "label": label,
            "required": True,
        }


class QuestionForm(ItemForm):
    """A question: words, type, place, whether it must be answered, options, condition, use by rules."""

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.add_words("label", _("The question"))
        self.add_words("help", _("A word of help under it"), rows=2, required=False)
        self.fields["type"] = Chosen(label=_("Kind of answer"), choices=list(QUESTION_TYPES.items()))
        self.fields["section"] = Chosen(label=_("Section"), choices=_sections(self.draft))
        self.fields["required"] = forms.BooleanField(label=_("Must be answered before sending"), required=False)
        self.fields["hidden_from_jury"] = forms.BooleanField(
            label=_("Hidden from the jury"),
            required=False,
            help_text=_("For names, phones and whatever could tell the jury who applies."),
        )
        self._add_length()
        self._add_fact()
        self._add_condition()
        self.option_rows = self._add_options()

    @property
    def kind(self) -> str:
        """The type the question has in the draft: the inputs shown fit it."""
        return str(self.item.get("type") or "")

    @property
    def option_groups(self) -> list[tuple[WordsGroup, bool, bool]]:
        """The groups of words of the options, and whether each can go up and down: the spare ones stay last."""
        kept = len(self.item.get("options") or [])
        return [(self.group(name), 0 < n < kept, n < kept - 1) for n, name in enumerate(self.option_rows)]

    def _add_length(self) -> None:
        if self.kind in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT):
            self.fields["max_length"] = Typed(
                label=_("Greatest length, in characters"),
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "ltr"}),
                help_text=_("Empty: %(count)s.") % {"count": QuestionType(self.kind).default_max_length},
            )

    def _add_fact(self) -> None:
        if self.kind == QuestionType.FILE:
            return
        own = f"{OWN_FACT}{self.item.get('code', '')}"
        choices: list[tuple[str, Any]] = [("", _("No")), (own, _("Yes, under a name of its own"))]
        choices += [(name, said(words)) for name, words in FACTS.items()]
        fact = Chosen(
            label=_("May rules and quotas use the answer?"),
            required=False,
            choices=choices,
            help_text=_("Choose what the answer says, for example the region of the project."),
        )
        fact.keep(str(self.item.get("fact") or ""))
        self.fields["fact"] = fact

    def _add_condition(self) -> None:
        earlier = _earlier(self.draft, self.item)
        choices: list[tuple[str, Any]] = [("", _("Always ask"))]
        choices += [(str(q.get("code")), said(q.get("label")) or str(q.get("code"))) for q in earlier]
        condition = self.item.get("condition") or {}
        asked = Chosen(label=_("Ask it only after a certain answer to"), required=False, choices=choices)
        asked.keep(str(condition.get("fact") or ""))
        self.fields["asked"] = asked
        self.looked_at = next((q for q in earlier if q.get("code") == condition.get("fact")), None)
        if self.looked_at is not None:
            self._add_test(self.looked_at, str(condition.get("operator") or ""))

    def _add_test(self, asked: Mapping[str, Any], operator: str) -> None:
        offered = _CONDITIONS.get(str(asked.get("type")), (Operator.PRESENT, Operator.EQUALS))
        choices = [(str(one), OPERATORS[one]) for one in offered]
        fits = Chosen(label=_("Only if the answer"), choices=choices, required=False)
        values = question_values(asked)
        shown = str(_SINGLE.get(Operator(operator), operator)) if operator in set(Operator) and values else operator
        fits.keep(shown)
        self.fields["operator"] = fits
        if values:
            labels = [(value, said(words) or value) for value, words in values.items()]
            self.fields["values"] = ChosenMany(label=_("Answers"), choices=labels, required=False)
        elif asked.get("type") not in (QuestionType.YES_NO, QuestionType.CONSENT):
            self.fields["value"] = Typed(label=_("Value"), required=False)

    def _add_options(self) -> list[str]:
        """Names of the groups of words of the options, spare ones last."""
        if self.kind not in (QuestionType.CHOICE, QuestionType.CHOICES):
            return []
        names = [f"option{index}" for index in range(len(self.item.get("options") or []) + SPARE_OPTIONS)]
        for index, name in enumerate(names):
            self.add_words(name, _("Answer %(number)s") % {"number": index + 1}, required=False)
        return names

    @staticmethod
    def data_of(item: Mapping[str, Any], labels: Mapping[str, Any]) -> dict[str, Any]:
        """What the page shows of a question."""
        condition = item.get("condition") or {}
        value = condition.get("value")
        values = value if isinstance(value, list) else [] if value is None else [value]
        operator = str(condition.get("operator") or "")
        data: dict[str, Any] = {
            **words_data("label", item.get("label")),
            **words_data("help", item.get("help")),
            **{key: item.get(key) or "" for key in ("type", "section", "fact")},
            "max_length": str(item.get("max_length") or ""),
            "asked": condition.get("fact") or "",
            "operator": str(_SINGLE.get(Operator(operator), operator)) if operator in set(Operator) else operator,
            "values": [str(one) for one in values],
            "value": " ; ".join(str(one) for one in values),
        }
        data |= {key: "true" for key in ("required", "hidden_from_jury") if item.get(key)}
        for index, option in enumerate(item.get("options") or []):
            data |= words_data(f"option{index}", option.get("label"))
        return data

    def put(self, draft: Draft, item: dict[str, Any], act: str) -> None:
        """Puts what was typed into the question."""
        item["label"], item["help"] = self.words("label"), self.words("help")
        item["type"], item["section"] = self.text("type"), self.text("section")
        item["required"] = bool(self.cleaned_data.get("required"))
        item["hidden_from_jury"] = bool(self.cleaned_data.get("hidden_from_jury"))
        if "max_length" in self.fields:
            typed = self.text("max_length")
            item["max_length"] = _or_typed(typed)
        if "fact" in self.fields:
            item["fact"] = self.text("fact") or None
        item["condition"] = self._condition(item)
        if self.option_rows:
            item["options"] = _moved(self._options(item), act)

    def _options(self, item: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
        """The options with words, by their line; an option keeps its value, for answers may already hold it."""
        before = list(item.get("options") or [])
        taken = {str(option.get("value")) for option in before}
        options = {}
        for index, name in enumerate(self.option_rows):
            label = self.words(name)
            if not label:
                continue
            value = str(before[index].get("value")) if index < len(before) else ""
            value = value or new_code(label, taken, fallback=f"option_{index + 1}")
            taken.add(value)
            options[index] = {"value": value, "label": label}
        return options

    def _condition(self, item: Mapping[str, Any]) -> dict[str, Any] | None:
        asked = self.text("asked")
        if not asked:
            return None
        before = item.get("condition") or {}
        if asked != before.get("fact"):
            return {"fact": asked, "operator": str(self._first_operator(asked)), "value": None}
        typed = {"fact": asked, "operator": self.text("operator"), "value": self._condition_value()}
        return _as_before(typed, before)

    def _first_operator(self, asked: str) -> Operator:
        question = next((q for q in self.draft.items("questions") if q.get("code") == asked), {})
        return _CONDITIONS.get(str(question.get("type")), (Operator.PRESENT,))[0]

    def _condition_value(self) -> Any:
        operator = self.text("operator")
        if operator in (Operator.PRESENT, *_YES_NO):
            return None
        if "values" in self.fields:
            return self.many("values")
        parts = [_figure(part.strip()) for part in self.text("value").split(" ; ") if part.strip()]
        return (parts[0] if len(parts) == 1 else parts) if parts else None


def _moved(options: dict[int, dict[str, Any]], act: str) -> list[dict[str, Any]]:
    """The options in order; ``option-up-2`` and ``option-down-2`` change that of line 2 with its neighbour."""
    lines = list(options)
    found = MOVE.fullmatch(act)
    if found and int(found["line"]) in options:
        here = lines.index(int(found["line"]))
        there = here - 1 if found["way"] == "up" else here + 1
        if 0 <= there < len(lines):
            lines[here], lines[there] = lines[there], lines[here]
    return [options[line] for line in lines]


def _as_before(typed: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """One value under `in` is written `equals` where it was so before: the frozen form must not change by itself."""
    operator = before.get("operator")
    if operator in _SINGLE and typed["operator"] == _SINGLE[Operator(operator)] and len(typed["value"] or []) == 1:
        return typed | {"operator": operator, "value": typed["value"][0]}
    return typed


def _figure(text: str) -> Any:
    number = decimal(text)
    return text if number is None else number


def _or_typed(text: str) -> Any:
    number = whole(text)
    return (text or None) if number is None else number


def _sections(draft: Draft) -> list[tuple[str, str]]:
    return [(str(s.get("code")), said(s.get("title")) or str(s.get("code"))) for s in draft.items("sections")]


def _earlier(draft: Draft, item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The questions asked before this one, which its condition may look at."""
    found = []
    for question in draft.items("questions"):
        if question.get("code") == item.get("code"):
            break
        if question.get("type") != QuestionType.FILE and filled(question.get("code")):
            found.append(question)
    return found
