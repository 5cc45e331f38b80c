"""Pages of a draft: whatever is typed is kept as typed; what is wrong with it is said beside the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField

from mouakaba.base.words.forms import PlainForm, word_field
from mouakaba.base.words.models import LANGUAGES
from mouakaba.kernel.forms import clean_text
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.findings import Problem


class Typed(forms.CharField):
    """Text that is never refused. `required` only tells the reader that it will be needed to publish."""

    def to_python(self, value: Any) -> str:
        """The text without characters that cannot be stored."""
        return clean_text(str(value or ""))[0]

    def validate(self, value: Any) -> None:
        """Nothing typed in a draft is refused."""


def offered_by(field: forms.ChoiceField) -> list[tuple[str, Any]]:
    """The choices of a field: codes with their words."""
    choices: Any = field.choices
    return list(choices)


class Chosen(forms.ChoiceField):
    """One of a list; a value from elsewhere is kept and shown as it is."""

    def validate(self, value: Any) -> None:
        """Nothing typed in a draft is refused."""

    def keep(self, value: str) -> None:
        """Adds a value the list does not have, so that the page does not silently replace it."""
        offered = offered_by(self)
        if value and value not in dict(offered):
            self.choices = [*offered, (value, value)]


class ChosenMany(forms.MultipleChoiceField):
    """Several of a list; values from elsewhere are kept."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        """Nothing typed in a draft is refused."""

    def keep(self, values: Iterable[str]) -> None:
        """Adds values the list does not have."""
        offered = offered_by(self)
        known = dict(offered)
        self.choices = [*offered, *((value, value) for value in values if value not in known)]


@dataclass(frozen=True, slots=True)
class WordsGroup:
    """The same text in three languages, side by side."""

    name: str
    legend: str
    help: str
    fields: tuple[BoundField, ...]


class DraftForm(PlainForm):
    """A page of the draft, always bound: to what was typed, or to what the draft holds."""

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self._groups: dict[str, tuple[str, str]] = {}

    def add_words(self, name: str, legend: object, *, help: object = "", rows: int = 0, required: bool = True) -> None:
        """Three fields name_ar, name_fr, name_en; `rows` for a text of several lines."""
        self._groups[name] = (str(legend), str(help))
        for language in LANGUAGES:
            field = word_field(language, legend, rows=rows, kind=Typed, required=required)
            self.fields[f"{name}_{language}"] = field

    @property
    def groups(self) -> list[WordsGroup]:
        """The groups of words, in the order they were added."""
        return [self.group(name) for name in self._groups]

    def group(self, name: str) -> WordsGroup:
        """One group of words."""
        legend, help_text = self._groups[name]
        fields = tuple(self[f"{name}_{language}"] for language in LANGUAGES)
        return WordsGroup(name, legend, help_text, fields)

    @property
    def grouped(self) -> dict[str, WordsGroup]:
        """The groups by name, for templates."""
        return {name: self.group(name) for name in self._groups}

    @property
    def singles(self) -> list[BoundField]:
        """The fields that belong to no group."""
        grouped = {f"{name}_{language}" for name in self._groups for language in LANGUAGES}
        return [self[name] for name in self.fields if name not in grouped]

    def words(self, name: str) -> dict[str, str]:
        """What was typed in a group; languages left empty are left out."""
        typed = {language: self.text(f"{name}_{language}") for language in LANGUAGES}
        return {language: text for language, text in typed.items() if text}

    def text(self, name: str) -> str:
        """What was typed in a field."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def many(self, name: str) -> list[str]:
        """What was ticked in a field."""
        self.is_valid()
        return list(self.cleaned_data.get(name) or [])

    def complain(self, problems: Iterable[Problem], *, aliases: Mapping[str, str] | None = None) -> list[Problem]:
        """Puts the problems that block beside their fields; returns those that belong to no field of the page."""
        self.is_valid()
        left = []
        for problem in problems:
            name = (aliases or {}).get(problem.field, problem.field)
            name = name if name in self.fields else next((f for f in self.fields if f.startswith(f"{name}_")), "")
            if name and problem.blocks:
                self.add_error(name, problem.sentence)
            else:
                left.append(problem)
        return left


def words_data(name: str, words: Mapping[str, str] | None) -> dict[str, str]:
    """Form data of a group of words."""
    return {f"{name}_{language}": (words or {}).get(language, "") for language in LANGUAGES}


class StartForm(DraftForm):
    """The few words a new element needs before its own page."""

    needed: ClassVar[tuple[str, Any]] = ("label", "")

    def __init__(self, data: Mapping[str, Any], *, draft: Draft, **extra: Any) -> None:
        super().__init__(data, **extra)
        self.draft = draft

    def lacks(self) -> list[Problem]:
        """A problem when nothing was chosen or written in the one field that is needed."""
        name, sentence = self.needed
        given = self.words(name) if name in self._groups else self.text(name)
        return [] if given else [Problem("", name, str(sentence))]

    @property
    def can_start(self) -> bool:
        """Whether there is anything to choose from."""
        fields = [self.fields[name] for name in ("fact", "attribute") if name in self.fields]
        return all(offered_by(field) for field in fields if isinstance(field, forms.ChoiceField))

    def labels(self) -> dict[str, Any]:
        """The words of the element, where the content keeps them apart."""
        return {}


class ItemForm(DraftForm):
    """The page of one element of the draft."""

    def __init__(self, data: Mapping[str, Any], *, draft: Draft, item: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.draft, self.item = draft, item
