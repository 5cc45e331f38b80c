"""Fields for days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

YEARS = range(1900, 2101)  # that people mean; others are slips, and the calendar's last day has no day after it
Check = Callable[[date], None]  # raises ValidationError


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def day_field(label: Any = None, *, validators: tuple[Check, ...] = (), **more: Any) -> forms.DateField:
    """A day of a year that people mean."""
    return forms.DateField(label=label, widget=day_input(), validators=[_likely, *validators], **more)


def _likely(day: date) -> None:
    if day.year not in YEARS:
        raise ValidationError(_("Check the year."))
