"""Forms with texts in three languages, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField

from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import direction

OWN_NAMES = dict(settings.LANGUAGES)


class WordsForm(forms.Form):
    """A form with texts in three languages, side by side."""

    use_required_attribute = False
    columns: Mapping[str, str] = {}  # field by column, where the two have different names

    def add_words(self, name: str, *, rows: int = 0, required: bool = True, length: int = 2000) -> None:
        """Three fields name_ar, name_fr, name_en; `rows` for a text of several lines."""
        for language in LANGUAGES:
            attrs = {"lang": language, "dir": direction(language)}
            widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=OWN_NAMES[language], widget=widget, required=required, max_length=length
            )

    def group(self, name: str) -> list[BoundField]:
        """The three fields of a text."""
        return [self[f"{name}_{language}"] for language in LANGUAGES]

    def words(self, name: str) -> dict[str, str]:
        """What was typed, by language."""
        typed = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in LANGUAGES}
        return {language: text for language, text in typed.items() if text}

    def refuse(self, error: ValidationError) -> None:
        """Shows what an action refused beside its field, or above the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for column, errors in error.error_dict.items():
            name = self.columns.get(column, column)
            self.add_error(name if name in self.fields else None, errors)


def words_initial(name: str, words: Any) -> dict[str, str]:
    """Initial values of a group of words."""
    return {f"{name}_{language}": (words or {}).get(language, "") for language in LANGUAGES}
