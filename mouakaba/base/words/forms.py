"""What all forms share: sentences that name their field, figures as people write them, texts in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.phrases import isolated
from mouakaba.base.words.queries import direction, said
from mouakaba.kernel.forms import plain_number, read_figure
from mouakaba.kernel.money import centimes

OWN_NAMES = dict(settings.LANGUAGES)
MOST_DIRHAMS = Decimal(10) ** 12
Sentences = Mapping[str, Any]  # by the code of the error

_NUMBER: Sentences = {
    "invalid": _("Write “%(label)s” as a number, for example 1500 or 12.5."),
    "ambiguous": _("“%(label)s”: %(typed)s can be read in two ways. Write %(thousands)s, or %(part)s."),
    "min_value": _("“%(label)s”: write %(limit_value)s or more."),
    "max_value": _("“%(label)s”: write %(limit_value)s or less."),
    "max_digits": _("“%(label)s” is far too large a number. Check it and its unit."),
    "max_whole_digits": _("“%(label)s” is far too large a number. Check it and its unit."),
    "max_decimal_places": _("“%(label)s” has too many figures after the point: the most is %(max)s. Round it."),
}
_WHOLE: Sentences = {**_NUMBER, "invalid": _("Write “%(label)s” as a whole number, for example 15.")}
_TEXT: Sentences = {
    "max_length": _("“%(label)s” has %(show_value)s characters; the most is %(limit_value)s. Shorten it."),
    "min_length": _("“%(label)s” has %(show_value)s characters; the least is %(limit_value)s. Write more."),
    "null_characters_not_allowed": _("“%(label)s” holds a character that cannot be kept. Type it again."),
}
_DAY = _("“%(label)s” is no day we can read. Write year-month-day, for example 2026-03-31.")
_LIST = _("Choose from the list: “%(label)s”. What was sent is not in it.")
_PICK: Sentences = {
    "required": _("Choose an answer: “%(label)s”."),
    "invalid_choice": _("Choose from the list: “%(label)s”. “%(value)s” is not in it."),
    "invalid_list": _LIST,
    "invalid_pk_value": _LIST,
}
_WHICH_FILE = _("Choose a file: “%(label)s”.")
_FILE: Sentences = {
    "required": _WHICH_FILE,
    "invalid": _WHICH_FILE,
    "missing": _WHICH_FILE,
    "empty": _("The file is empty. Choose another one: “%(label)s”."),
    "max_length": _("The name of the file is too long. Give it a shorter one: “%(label)s”."),
}
# Said in place of Django's own sentences, which name neither field nor remedy: from the general to the special.
_SAID: tuple[tuple[type[forms.Field], Sentences], ...] = (
    (forms.Field, {"required": _("Fill in “%(label)s”.")}),
    (forms.CharField, _TEXT),
    (forms.IntegerField, _WHOLE),
    (forms.DecimalField, _NUMBER),
    (forms.DateField, {"invalid": _DAY}),
    (forms.TimeField, {"invalid": _("“%(label)s” is no time we can read. Write hour:minutes, for example 14:30.")}),
    (forms.EmailField, {"invalid": _("“%(label)s” is no e-mail address we can use. Write it as name@example.ma.")}),
    (forms.URLField, {"invalid": _("“%(label)s” is no web address we can use. Copy it as https://example.ma.")}),
    (forms.SlugField, {"invalid": _("“%(label)s”: write only Latin letters without accents, digits and hyphens.")}),
    (forms.ChoiceField, _PICK),
    (forms.ModelChoiceField, _PICK),
    (forms.BooleanField, {"required": _("Tick the box: “%(label)s”.")}),
    (forms.FileField, _FILE),
)


class _Sentence(str):
    """A sentence that names its field; a label may hold a sign of per cent, where values are filled in or not."""

    def __new__(cls, text: str, label: str) -> _Sentence:
        made = super().__new__(cls, text.replace("%(label)s", label))
        made.to_fill = text.replace("%(label)s", label.replace("%", "%%"))  # type: ignore[attr-defined]
        return made

    def __mod__(self, values: Any) -> str:
        filled: str = self.to_fill % values  # type: ignore[attr-defined]
        return filled


class NamedField(BoundField):
    """A field whose refusals name it; a sentence its form chose stays."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        label = str(getattr(field, "named", "") or self.label).strip().rstrip(":").rstrip()
        field.error_messages.update(_named(field, label or name))


def _named(field: forms.Field, label: str) -> dict[str, Any]:
    said = {code: text for kind, told in _SAID if isinstance(field, kind) for code, text in told.items()}
    return {code: _Sentence(str(text), label) for code, text in said.items() if not _chosen(field, code)}


def _chosen(field: forms.Field, code: str) -> bool:
    """Whether the form, and not the library, says what is wrong."""
    if code in field.error_messages:
        library = [kind for kind in type(field).__mro__ if kind is _Figures or kind.__module__.startswith("django.")]
        usual = [vars(kind).get("default_error_messages", {}).get(code) for kind in library]
        return not any(field.error_messages[code] is one for one in usual)
    own = [one for one in field.validators if one not in field.default_validators]
    return any("message" in vars(one) for one in own if getattr(one, "code", "") == code)


class Renderer(DjangoTemplates):
    """How forms are drawn: with fields that are named in what is said of them."""

    bound_field_class = NamedField


class PlainForm(forms.Form):
    """A form in which what an action refused finds its field."""

    use_required_attribute = False
    columns: Mapping[str, str] = {}  # field by column, where the two have different names

    def refuse(self, error: ValidationError) -> None:
        """Shows what an action refused beside its field, or above the form where it has no such field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for column, errors in error.error_dict.items():
            name = self.columns.get(column, column)
            known = name if name in self.fields else None
            self.add_error(known, list(self._retold(known, errors)))

    def _retold(self, name: str | None, errors: list[ValidationError]) -> Iterator[ValidationError]:
        """What a table lacks is said as the form says it."""
        for one in errors:
            lacking = name and one.code in ("blank", "null")
            yield ValidationError(self[name].field.error_messages["required"]) if name and lacking else one


class _Figures(forms.IntegerField):
    """Reads a figure as people write it. What can be read in two ways is asked again, not guessed."""

    default_error_messages = {"ambiguous": _NUMBER["ambiguous"], "max_digits": _NUMBER["max_digits"]}

    def to_python(self, value: Any) -> Any:
        """The figure, exact. Raises ValidationError in words."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        plain, codes = read_figure(value)
        if "number_ambiguous" in codes:
            raise self._two_ways(value)
        if plain is None:
            code = "max_digits" if "number_too_large" in codes else "invalid"
            raise ValidationError(self.error_messages[code], code=code, params={"max": self.max_value})
        return super().to_python(plain)

    def _two_ways(self, typed: str) -> ValidationError:
        thousands, _codes = read_figure(re.sub("[.,،]", "", typed))
        part = plain_number(Decimal(thousands or 0) / 1000)
        shown = {"typed": typed.strip(), "thousands": thousands or "", "part": part}
        told = {name: isolated(text) for name, text in shown.items()}
        return ValidationError(self.error_messages["ambiguous"], code="ambiguous", params=told)


class NumberField(_Figures, forms.DecimalField):
    """A number: 1500 · 1 500,5 · 1.500,50 · ١٥٠٠٫٥."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "ltr", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """What is kept, written so that it is not misread when it comes back."""
        return plain_number(value) if isinstance(value, (Decimal, float)) else value


class WholeField(_Figures):
    """A whole number: 1500 · 1 500 · ١٥٠٠. A point or a comma before three figures can only group them."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "ltr", "autocomplete": "off"})

    def _two_ways(self, typed: str) -> ValidationError:
        return ValidationError(self.error_messages["invalid"], code="invalid")


def money_field(label: Any, **more: Any) -> NumberField:
    """An amount in dirhams, with at most two decimals."""
    return NumberField(label=label, **{"min_value": 0, "max_value": MOST_DIRHAMS, "decimal_places": 2, **more})


def in_centimes(value: Decimal | None) -> int | None:
    """What was typed in dirhams, as it is kept."""
    return None if value is None else centimes(value)


class _ByName:
    def label_from_instance(self, obj: Any) -> str:
        """Its title or its name in the reader's language."""
        name = obj.title if hasattr(obj, "title") else obj.name
        return name if isinstance(name, str) else said(name)


class NamedChoice(_ByName, forms.ModelChoiceField):
    """One row by its title or name: text, or text by language."""


class NamedChoices(_ByName, forms.ModelMultipleChoiceField):
    """Several rows by their titles or names."""


def line_field(label: Any, most: int = 200, **more: Any) -> forms.CharField:
    """A line in any language."""
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs={"dir": "auto"}), **more)


def lines_field(label: Any, most: int = 2000, *, rows: int = 3, **more: Any) -> forms.CharField:
    """A few lines in any language."""
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=most, widget=area, **more)


def word_field(
    language: str, legend: Any, *, rows: int = 0, kind: type[forms.CharField] = forms.CharField, **more: Any
) -> forms.CharField:
    """One of the three fields of a text; what is said of it names the text and the language."""
    attrs = {"lang": language, "dir": direction(language)}
    widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
    field = kind(label=OWN_NAMES[language], widget=widget, **more)
    field.legend, field.named = legend, f"{legend} ({OWN_NAMES[language]})"  # type: ignore[attr-defined]
    return field


class WordsForm(PlainForm):
    """A form with texts in three languages, side by side."""

    def add_words(self, name: str, legend: Any, *, rows: int = 0, required: bool = True, length: int = 2000) -> None:
        """Three fields name_ar, name_fr, name_en under a legend; `rows` for a text of several lines."""
        for language in LANGUAGES:
            field = word_field(language, legend, rows=rows, required=required, max_length=length)
            self.fields[f"{name}_{language}"] = field

    def group(self, name: str) -> list[BoundField]:
        """The three fields of a text."""
        return [self[f"{name}_{language}"] for language in LANGUAGES]

    def words(self, name: str) -> dict[str, str]:
        """What was typed, by language."""
        typed = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in LANGUAGES}
        return {language: text for language, text in typed.items() if text}


def words_initial(name: str, words: Any) -> dict[str, str]:
    """Initial values of a group of words."""
    return {f"{name}_{language}": (words or {}).get(language, "") for language in LANGUAGES}
