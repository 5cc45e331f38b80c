"""Content in several languages: one JSON column, ``{"ar": …, "fr": …, "en": …}``."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("ar", "fr", "en")


def check_words(value: Any) -> None:
    """Raises ValidationError unless ``value`` maps known languages to text."""
    if not isinstance(value, dict) or not all(
        language in LANGUAGES and isinstance(text, str) for language, text in value.items()
    ):
        raise ValidationError(_("This must be text by language (ar, fr, en)."))


class WordsField(models.JSONField):
    """Text by language. Print it with the template filter ``say``, which sets ``lang`` and ``dir``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators.append(check_words)
