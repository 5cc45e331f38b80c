"""The step of dates, places and reserve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.select.calls.forms.base import Chosen, DraftForm, Typed
from mouakaba.select.calls.phrases import DATE_NAMES
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.header import ZONE

MOMENTS = ("opens_at", "closes_at")
COUNTS = ("grace_minutes", "places", "reserve")
ALIASES = {name: f"{name}_day" for name in MOMENTS}
LAST_MINUTE = "23:59"
NEAR = ("Africa/Casablanca", "Africa/El_Aaiun", "Europe/Paris", "UTC")


def _date_input() -> forms.TextInput:
    return forms.TextInput(attrs={"type": "date"})


def _time_input() -> forms.TextInput:
    return forms.TextInput(attrs={"type": "time", "step": "1"})


def _number_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "class": "ltr"})


class DatesForm(DraftForm):
    """Opening and closing as wall times of a zone, grace, places, reserve."""

    opens_at_day = Typed(label=_("Opening day"), widget=_date_input())
    opens_at_hour = Typed(label=_("Opening hour"), widget=_time_input())
    closes_at_day = Typed(label=_("Closing day"), widget=_date_input())
    closes_at_hour = Typed(
        label=_("Closing hour"),
        widget=_time_input(),
        help_text=_("23:59 is kept as 23:59:59, so that the whole last minute counts."),
    )
    grace_minutes = Typed(
        label=DATE_NAMES["grace_minutes"],
        widget=_number_input(),
        required=False,
        help_text=_("A file already open at the closing may still be sent during the grace. It is not announced."),
    )
    places = Typed(label=DATE_NAMES["places"], widget=_number_input(), help_text=_("How many files can be chosen."))
    reserve = Typed(
        label=DATE_NAMES["reserve"],
        widget=_number_input(),
        required=False,
        help_text=_("How many more are kept in order, to be called if somebody withdraws."),
    )

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        zones = [*NEAR, *sorted(name for name in available_timezones() if "/" in name and name not in NEAR)]
        zone = Chosen(label=DATE_NAMES["timezone"], choices=[(name, name) for name in zones])
        zone.keep(str(data.get("timezone") or ""))
        self.fields["timezone"] = zone

    @staticmethod
    def data_of(draft: Draft) -> dict[str, Any]:
        """What the page shows of a draft; a moment that cannot be read is shown as it was typed."""
        header = draft.header
        data: dict[str, Any] = {"timezone": header.get("timezone") or ZONE}
        for name in MOMENTS:
            day, _mark, hour = str(header.get(name) or "").partition("T")
            data |= {f"{name}_day": day, f"{name}_hour": hour}
        return data | {name: "" if header.get(name) is None else str(header[name]) for name in COUNTS}

    def apply(self, draft: Draft) -> None:
        """Puts what was typed into the draft."""
        header = draft.header
        for name in MOMENTS:
            day, hour = self.text(f"{name}_day"), self.text(f"{name}_hour")
            if name == "closes_at" and hour == LAST_MINUTE:
                hour = f"{LAST_MINUTE}:59"
            header[name] = f"{day}T{hour}" if day or hour else ""
        header["timezone"] = self.text("timezone")
        for name in COUNTS:
            header[name] = _number(self.text(name))


def _number(text: str) -> int | str | None:
    """A number as a number, anything else as typed."""
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return text or None
