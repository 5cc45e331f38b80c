"""The form of an extension."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.base.people.models import Person
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries.applications import person_named
from mouakaba.select.calls.queries.values import YEARS


class ExtensionForm(forms.Form):
    """Who, until when (wall time of the call's zone), why."""

    use_required_attribute = False
    who = forms.CharField(
        label=_("E-mail or application number"),
        max_length=254,
        widget=forms.TextInput(attrs={"class": "ltr", "autocomplete": "off"}),
    )
    day = forms.DateField(label=_("Until: day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(
        label=_("Until: hour"), widget=forms.TimeInput(attrs={"type": "time", "step": "1"}, format="%H:%M:%S")
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call

    def clean_who(self) -> Person:
        """The person meant."""
        person = person_named(self.call, self.cleaned_data["who"])
        if person is None:
            raise forms.ValidationError(
                _("Nobody here has this e-mail or number. The person needs an account before you can give more time.")
            )
        return person

    def clean_day(self) -> Any:
        """A day of a year a call can have."""
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(_("Check the year."))
        return day

    def values(self) -> dict[str, Any]:
        """The arguments of `give_extension`."""
        cleaned = self.cleaned_data
        until = datetime.combine(cleaned["day"], cleaned["hour"])
        return {"person": cleaned["who"], "until_wall": until, "reason": cleaned["reason"]}

    def refuse(self, field: str, sentence: str) -> None:
        """Shows what the action refused; `until` stands on the day."""
        name = "day" if field == "until" else field
        self.add_error(name if name in self.fields else None, sentence)
