"""The sheet of an individual session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.coaching.rules import MOST_MINUTES, MOST_TEXT
from mouakaba.base.clock.forms import day_field
from mouakaba.base.words.forms import NumberField, WordsForm


class SheetForm(WordsForm):
    """Day, time, subject, next steps; ``revision`` is the one that was read."""

    day = day_field(_("Day"))
    hours = NumberField(
        label=_("Hours"), min_value=0, max_value=MOST_MINUTES // 60, decimal_places=2, help_text=_("For example 1.5.")
    )
    subject = forms.CharField(label=_("Subject"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))
    next_steps = forms.CharField(
        label=_("Next steps agreed"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_hours(self) -> Any:
        """Some time at least."""
        hours = self.cleaned_data["hours"]
        if round(hours * 60) < 1:
            raise forms.ValidationError(_("Write how long it lasted: more than nothing."))
        return hours

    def told(self) -> dict[str, Any]:
        """Columns of CoachingSheet, and the revision that was read."""
        told = self.cleaned_data
        values = {name: told[name] for name in ("day", "subject", "next_steps")}
        return {"values": {**values, "minutes": round(told["hours"] * 60)}, "revision": told["revision"]}


def initial(sheet: CoachingSheet) -> dict[str, Any]:
    """What is written."""
    names = ("day", "subject", "next_steps", "revision")
    return {**{name: getattr(sheet, name) for name in names}, "hours": f"{sheet.minutes / 60:g}"}
