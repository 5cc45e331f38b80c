"""The page of an eligibility rule: one test, or several of which one is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.queries import said
from mouakaba.kernel.eligibility import Operator
from mouakaba.select.calls.forms.base import Chosen, ChosenMany, ItemForm, StartForm, Typed, words_data
from mouakaba.select.calls.phrases import OPERATORS
from mouakaba.select.calls.queries.codes import new_code
from mouakaba.select.calls.queries.drafts import Draft, tests_of, with_tests
from mouakaba.select.calls.queries.facts import Fact, FactKind, facts_of_form
from mouakaba.select.calls.queries.values import decimal, whole

_OPERATORS: dict[FactKind, tuple[Operator, ...]] = {
    "values": (Operator.IN, Operator.NOT_IN, Operator.PRESENT),
    "number": (Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN, Operator.EQUALS, Operator.PRESENT),
    "date": (Operator.AGE_BETWEEN, Operator.BEFORE, Operator.AFTER, Operator.BETWEEN, Operator.PRESENT),
    "yes_no": (Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT),
    "text": (Operator.PRESENT, Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN),
}
_LISTED = (Operator.IN, Operator.NOT_IN)
_SPANS = (Operator.BETWEEN, Operator.AGE_BETWEEN)
_DATED = (Operator.BEFORE, Operator.AFTER)
_COUNTED = (Operator.AT_LEAST, Operator.AT_MOST)
_BARE = (Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT)


@dataclass(frozen=True, slots=True)
class TestFields:
    """The fields of one test, in order, for the page."""

    number: int
    fields: tuple[BoundField, ...]


def first_operator(fact: Fact | None) -> Operator:
    """What a rule about this fact most often asks."""
    return _OPERATORS[fact.kind if fact else "text"][0]


def fact_choices(draft: Draft) -> list[tuple[str, str]]:
    """The facts of the form with their words."""
    return [(name, said(fact.label) or name) for name, fact in facts_of_form(draft.content).items()]


class RuleStartForm(StartForm):
    """What a new rule looks at."""

    needed = ("fact", _("Choose the answer this rule looks at."))

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.fields["fact"] = Chosen(
            label=_("Which answer does the rule look at?"), choices=fact_choices(self.draft), widget=forms.RadioSelect
        )

    def made(self, draft: Draft) -> dict[str, Any]:
        """The new rule, with one test of its fact."""
        name = self.text("fact")
        fact = facts_of_form(draft.content).get(name)
        taken = [str(rule.get("code")) for rule in draft.items("rules")]
        words = {"en": name.rpartition(".")[2]}
        code = new_code(words, taken, fallback=f"rule-{len(taken) + 1}", joint="-")
        return {"code": code, "test": {"fact": name, "operator": str(first_operator(fact))}}


class RuleForm(ItemForm):
    """A rule: its words, its tests, its source."""

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.tests = tests_of(self.item)
        self.facts = facts_of_form(self.draft.content)
        self.add_words("label", _("The rule in words, as people read it"), rows=2)
        for index, test in enumerate(self.tests):
            self._add_test(index, test, fact_choices(self.draft))
        self.fields["source"] = Typed(
            label=_("Where the rule comes from"),
            required=False,
            help_text=_("For example: regulation of the programme, article 3."),
        )

    def _add_test(self, index: int, test: Mapping[str, Any], choices: list[tuple[str, str]]) -> None:
        name, operator = str(test.get("fact") or ""), str(test.get("operator") or "")
        fact = self.facts.get(name)
        kind: FactKind = fact.kind if fact else "text"
        looked_at = Chosen(label=_("The answer to"), choices=choices)
        looked_at.keep(name)
        self.fields[f"fact-{index}"] = looked_at
        offered = [(str(one), OPERATORS[one]) for one in _OPERATORS[kind]]
        if operator in set(Operator) and operator not in dict(offered):
            offered.append((operator, OPERATORS[Operator(operator)]))
        self.fields[f"operator-{index}"] = Chosen(label=_("must fit this"), choices=offered)
        for suffix, field in _inputs(operator, kind, fact).items():
            self.fields[f"{suffix}-{index}"] = field
            values = _as_list(test.get("value"))
            if isinstance(field, ChosenMany):
                field.keep(values)
            elif isinstance(field, Chosen):
                field.keep(values[0] if values else "")

    @property
    def test_fields(self) -> list[TestFields]:
        """The fields of each test."""
        return [
            TestFields(index, tuple(self[name] for name in self.fields if name.endswith(f"-{index}")))
            for index in range(len(self.tests))
        ]

    @staticmethod
    def data_of(item: Mapping[str, Any], labels: Mapping[str, Any]) -> dict[str, Any]:
        """What the page shows of a rule."""
        data: dict[str, Any] = {
            **words_data("label", labels.get(str(item.get("code")))),
            "source": item.get("source") or "",
        }
        for index, test in enumerate(tests_of(item)):
            data |= {f"{key}-{index}": value for key, value in _test_data(test).items()}
        return data

    def put(self, draft: Draft, item: dict[str, Any], act: str) -> None:
        """Puts what was typed into the rule; `act` may add a test or drop one."""
        draft.labels("eligibility")[item["code"]] = self.words("label")
        tests = [self._test(index, before) for index, before in enumerate(self.tests)]
        if act == "add-test":
            tests.append({"fact": "", "operator": ""})
        dropped = whole(act.removeprefix("drop-test-"))
        if act.startswith("drop-test-") and dropped is not None and len(tests) > 1:
            tests = [test for index, test in enumerate(tests) if index != dropped]
        changed = with_tests(item, tests)
        item.clear()
        item.update(changed)
        if source := self.text("source"):
            item["source"] = source
        else:
            item.pop("source", None)

    def _test(self, index: int, before: Mapping[str, Any]) -> dict[str, Any]:
        name, operator = self.text(f"fact-{index}"), self.text(f"operator-{index}")
        if name != before.get("fact"):
            return {"fact": name, "operator": str(first_operator(self.facts.get(name)))}
        test = {"fact": name, "operator": operator, "value": self._typed(index, before), "on": self.text(f"on-{index}")}
        if operator != Operator.AGE_BETWEEN:
            test.pop("on")
        return {key: value for key, value in test.items() if value not in ("", None)}

    def _typed(self, index: int, before: Mapping[str, Any]) -> Any:
        """The value as the inputs shown gave it; they fit the operator of before, so a new operator keeps it."""
        if f"values-{index}" in self.fields:
            return self.many(f"values-{index}")
        if f"lines-{index}" in self.fields:
            return [line.strip() for line in self.text(f"lines-{index}").splitlines() if line.strip()]
        if f"low-{index}" in self.fields:
            return [_figure(self.text(f"low-{index}")), _figure(self.text(f"high-{index}"))]
        if f"value-{index}" in self.fields:
            typed = self.text(f"value-{index}")
            return _figure(typed) if before.get("operator") in _COUNTED else typed
        return None


def _inputs(operator: str, kind: FactKind, fact: Fact | None) -> dict[str, forms.Field]:
    """The inputs an operator needs, by the kind of answer."""
    if operator in _LISTED:
        return _many(fact)
    if operator in _SPANS:
        return _span(operator, kind)
    if operator in _DATED:
        return {"value": Typed(label=_("Day"), widget=_date())}
    if operator in _COUNTED:
        return {"value": Typed(label=_("In figures"), widget=_number())}
    if operator in _BARE or not operator:
        return {}
    if fact and fact.values:
        return {"value": Chosen(label=pgettext_lazy("given by a person", "Answer"), choices=_answers(fact))}
    return {"value": Typed(label=_("Value"))}


def _many(fact: Fact | None) -> dict[str, forms.Field]:
    if fact and fact.values:
        return {"values": ChosenMany(label=_("Answers"), choices=_answers(fact))}
    return {"lines": Typed(label=_("Values, one a line"), widget=forms.Textarea(attrs={"rows": 4}))}


def _answers(fact: Fact) -> list[tuple[str, str]]:
    return [(value, said(words) or value) for value, words in fact.values.items()]


def _span(operator: str, kind: FactKind) -> dict[str, forms.Field]:
    if operator == Operator.AGE_BETWEEN:
        return {
            "low": Typed(label=_("Youngest, in years"), widget=_number()),
            "high": Typed(label=_("Oldest, in years"), widget=_number()),
            "on": Typed(
                label=_("Age counted on"),
                widget=_date(),
                help_text=_("Without a reference day two people could count the same age differently."),
            ),
        }
    widget = _date if kind == "date" else _number
    return {"low": Typed(label=_("From"), widget=widget()), "high": Typed(label=_("To"), widget=widget())}


def _date() -> forms.TextInput:
    return forms.TextInput(attrs={"type": "date"})


def _number() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "class": "ltr"})


def _test_data(test: Mapping[str, Any]) -> dict[str, Any]:
    values = _as_list(test.get("value"))
    return {
        "fact": test.get("fact") or "",
        "operator": test.get("operator") or "",
        "values": values,
        "lines": "\n".join(values),
        "value": values[0] if values else "",
        "low": values[0] if values else "",
        "high": values[1] if len(values) > 1 else "",
        "on": test.get("on") or "",
    }


def _as_list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _figure(text: str) -> Any:
    number = decimal(text)
    return text if number is None else number
