"""Reading words: which text to show to whom, and in which language it is."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from mouakaba.kernel.text import typeset

ORDER = {"ar": ("ar", "fr", "en"), "fr": ("fr", "ar", "en"), "en": ("en", "fr", "ar")}
RIGHT_TO_LEFT = frozenset({"ar"})


def current() -> str:
    """The reader's language: ar, fr or en."""
    language = (get_language() or "ar")[:2]
    return language if language in ORDER else "ar"


def pick(words: Mapping[str, str] | None, language: str = "") -> tuple[str, str]:
    """The text to show and its language: the reader's, else the nearest filled one, else ``("", reader's)``."""
    wanted = language or current()
    for candidate in ORDER[wanted]:
        if text := (words or {}).get(candidate, "").strip():
            return typeset(text, candidate), candidate
    return "", wanted


def said(words: Mapping[str, str] | None, language: str = "") -> str:
    """The text alone, where no markup can go (titles, mail, PDF)."""
    return pick(words, language)[0]


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
