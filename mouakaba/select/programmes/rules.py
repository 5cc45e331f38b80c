"""Who may do what in a programme. The queries of ``programmes/queries.py`` apply these when they fetch."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.phrases import period_in_words

ORGANISATION_WRITERS = ("owner", "officer")
ORGANISATION_READERS = ("owner", "officer", "viewer")
PROGRAMME_WRITERS = ("officer",)
PROGRAMME_JUDGES = ("officer", "president")
PROGRAMME_READERS = ("officer", "president", "viewer")


def check_period(value: str) -> None:
    """Raises ValidationError unless a period can be read: 2022, 2021-05, 2021-05-20, 2023/2024 or ../2021-05."""
    try:
        period_in_words(value)
    except ValueError as error:
        raise ValidationError(
            _("Write a year (2022), a month (2021-05), a day (2021-05-20), a span (2023/2024) or an end (../2021-05).")
        ) from error


def open_code(code: str) -> str:
    """A figure's code as the open figures write it: hyphens are dots, save before a number, which joins its word."""
    return re.sub(r"-(?=\d)", "", code).replace("-", ".")
