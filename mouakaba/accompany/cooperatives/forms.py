"""What a cooperative's team types."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.accompany.cooperatives.models import Assembly, AssemblySeat, Cooperative, CooperativeDate, Cooperator
from mouakaba.accompany.cooperatives.rules import MOST_MONTHS, MOST_SHARES, MOST_TEXT
from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import today
from mouakaba.base.sheets.actions import rows_of
from mouakaba.base.words.forms import PlainForm, WholeField, in_centimes, line_field, lines_field, money_field
from mouakaba.kernel.assemblies import PartError, Seat, read_part
from mouakaba.kernel.forms import western_digits
from mouakaba.kernel.money import dirhams

LANGUAGES = [("ar", "العربية"), ("fr", "Français")]
_PARTS = {
    "quorum": _("Quorum of the ordinary assembly"),
    "quorum_again": _("Quorum of the ordinary assembly, second call"),
    "quorum_extra": _("Quorum of the extraordinary assembly"),
    "quorum_extra_again": _("Quorum of the extraordinary assembly, second call"),
    "quorum_board": _("Quorum of the board"),
    "majority": _("Majority of the ordinary assembly and the board, of voices present or represented"),
    "majority_extra": _("Majority of the extraordinary assembly, of voices present or represented"),
}
_FIGURES = ("notice_days", "most_proxies", "register_number", "court")


def _whole(label: Any, most: int, **more: Any) -> WholeField:
    return WholeField(label=label, min_value=0, max_value=most, **more)


class PartField(forms.CharField):
    """A part of the members, as statutes write it; cleaned to the text that is kept."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "ltr", "size": 10})
        super().__init__(required=False, max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """Raises ValidationError for what is no part."""
        text: str = super().clean(value)
        try:
            return str(read_part(text)) if text else ""
        except PartError:
            raise ValidationError(
                _("Write a part such as 1/2 or 50 %; with > before it for “more than”: > 1/2.")
            ) from None


class StatutesForm(PlainForm):
    """The figures of the statutes; what they do not say stays empty."""

    share_value = money_field(_("Value of a share (DH)"))
    register_number = line_field(_("No. in the local register"), 60, required=False)
    court = line_field(_("Court that keeps the local register"), 120, required=False)
    notice_days = _whole(_("Days between the notice and the meeting"), 365, required=False)
    most_proxies = _whole(_("Proxies one member may hold"), 100, required=False)

    def __init__(self, data: Any = None, *, cooperative: Cooperative | None = None) -> None:
        super().__init__(data, initial=_figures(cooperative) if cooperative else {"share_value": 100})
        for name, label in _PARTS.items():
            self.fields[name] = PartField(label=label)
        help_text = _("1/2 or 50 %; > 1/2 for “more than a half”. Leave it empty if your statutes do not say.")
        self.fields["quorum"].help_text = help_text

    def values(self) -> dict[str, Any]:
        """Columns of Cooperative."""
        return {**self.cleaned_data, "share_value": in_centimes(self.cleaned_data["share_value"])}


def _figures(row: Cooperative) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in (*_PARTS, *_FIGURES)}
    return {**kept, "share_value": dirhams(row.share_value)}


class CooperatorForm(PlainForm):
    """A line of the register."""

    name = line_field(_("Name"), 150)
    kind = forms.ChoiceField(label=_("Natural or legal person"), choices=Cooperator.Kind.choices)
    entered_on = day_field(_("Day of entry"))
    duty = forms.ChoiceField(label=_("Duty in the cooperative"), choices=Cooperator.Duty.choices, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Notices of meetings go there."),
        widget=forms.EmailInput(attrs={"class": "ltr"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=30, widget=forms.TextInput(attrs={"class": "ltr", "type": "tel"})
    )
    shares = WholeField(label=_("Shares subscribed"), min_value=1, max_value=MOST_SHARES)
    paid = money_field(pgettext_lazy("shares", "Paid (DH)"))

    def __init__(self, data: Any = None, *, cooperator: Cooperator | None = None) -> None:
        names = ("name", "kind", "entered_on", "duty", "email", "phone")
        initial = {name: getattr(cooperator, name) for name in names} if cooperator else {"entered_on": today()}
        super().__init__(data, initial=initial)
        if cooperator:
            del self.fields["shares"], self.fields["paid"]
            if cooperator.left_on:
                del self.fields["duty"]

    def values(self) -> dict[str, Any]:
        """Columns of Cooperator."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("shares", "paid")}

    def brought(self) -> dict[str, int]:
        """Shares, and centimes paid on them."""
        return {"shares": self.cleaned_data["shares"], "paid": in_centimes(self.cleaned_data["paid"]) or 0}


class MoveForm(PlainForm):
    """Shares or money, in or out."""

    way = forms.ChoiceField(
        label=_("What happens"),
        choices=[("in", _("subscribes or pays")), ("out", _("gives back or is refunded"))],
        widget=forms.RadioSelect,
        initial="in",
    )
    shares = _whole(_("Shares"), MOST_SHARES, initial=0)
    paid = money_field(_("Amount (DH)"), initial=0)
    on = day_field(pgettext_lazy("record", "On the day"))
    note = line_field(_("Note"), 300, required=False, help_text=_("Receipt number, or to whom shares were passed on."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"on": today(), "way": "in"}, auto_id="move_%s")

    def values(self) -> dict[str, Any]:
        """What ``move_shares`` takes."""
        given, sign = self.cleaned_data, 1 if self.cleaned_data["way"] == "in" else -1
        paid = in_centimes(given["paid"]) or 0
        return {"on": given["on"], "shares": sign * given["shares"], "paid": sign * paid, "note": given["note"]}


class LeaveForm(PlainForm):
    """A member leaves."""

    left_on = day_field(_("First day on which they are no member"))
    left_why = forms.ChoiceField(label=pgettext_lazy("cooperator", "Reason"), choices=Cooperator.Reason.choices)
    left_note = line_field(_("Note"), 500, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"left_on": today()})

    def values(self) -> dict[str, Any]:
        """What ``record_leaving`` takes."""
        given = self.cleaned_data
        return {"on": given["left_on"], "why": given["left_why"], "note": given["left_note"]}


class ImportForm(forms.Form):
    """Members as a sheet."""

    use_required_attribute = False
    sheet = forms.FileField(
        label=_("Sheet of members"),
        help_text=_("CSV or XLSX; its first row names the columns. The file itself is not kept."),
        error_messages={"required": _("Choose the sheet.")},
    )
    whole = forms.ChoiceField(
        label=_("If a row cannot be used"),
        choices=[("", _("add the others, and show me that row")), ("yes", _("add nobody until I correct it"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_sheet(self) -> Any:
        """The sheet as rows."""
        return rows_of(self.cleaned_data["sheet"])


class AssemblyForm(PlainForm):
    """A meeting to be called."""

    kind = forms.ChoiceField(label=_("Type of meeting"), choices=Assembly.Kind.choices)
    again = forms.BooleanField(label=_("Second call, the quorum having been missed"), required=False)
    on = day_field(pgettext_lazy("meeting", "Day"))
    at = forms.TimeField(
        label=pgettext_lazy("meeting", "Hour"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    place = line_field(pgettext_lazy("meeting", "Place"), 200)
    agenda = lines_field(_("Agenda, a point a line"), MOST_TEXT, rows=4)
    language = forms.ChoiceField(label=_("Language of the letters"), choices=LANGUAGES)

    def __init__(self, data: Any = None, *, assembly: Assembly | None = None, language: str = "ar") -> None:
        names = ("kind", "again", "on", "at", "place", "agenda", "language")
        initial = {"language": language if language != "en" else "fr", "at": time(10)}
        if assembly:
            initial = {name: getattr(assembly, name) for name in names}
        super().__init__(data, initial=initial)


class SeatsForm(PlainForm):
    """Who was there, and by whom others were represented: by number of the register."""

    def __init__(self, data: Any = None, *, rows: Iterable[tuple[Cooperator, AssemblySeat | None]]) -> None:
        super().__init__(data, prefix="seat")
        self.rows = list(rows)
        self.all_optional = True
        for member, seat in self.rows:
            told = {"name": member.name}
            self.fields[f"there_{member.pk}"] = forms.BooleanField(
                label=member.name, required=False, initial=bool(seat and seat.present)
            )
            self.fields[f"proxy_{member.pk}"] = forms.CharField(
                label=_("No. of who represents %(name)s") % told, required=False, max_length=9,
                initial=seat.proxy.number if seat and seat.proxy else None,
                widget=forms.TextInput(attrs={"class": "ltr", "inputmode": "numeric", "size": 4}),
            )  # fmt: skip

    @property
    def lines(self) -> list[tuple[Cooperator, forms.BoundField, forms.BoundField]]:
        """Each member with the two fields."""
        return [(one, self[f"there_{one.pk}"], self[f"proxy_{one.pk}"]) for one, _seat in self.rows]

    def clean(self) -> dict[str, Any]:
        """`seats` by key of member. Raises ValidationError for a number nobody has."""
        cleaned, numbers = super().clean() or {}, {one.number: one.pk for one, _seat in self.rows}
        seats: dict[int, Seat] = {}
        for member, _seat in self.rows:
            typed = western_digits(cleaned.get(f"proxy_{member.pk}", "")).strip()
            proxy = numbers.get(int(typed)) if typed.isdecimal() else None
            if typed and proxy is None:
                self.add_error(f"proxy_{member.pk}", _("No member of this meeting has this number."))
            seats[member.pk] = Seat(cleaned.get(f"there_{member.pk}", False), proxy)
        cleaned["seats"] = seats
        return cleaned


class DecisionForm(PlainForm):
    """A decision and its votes."""

    text = lines_field(_("Decision"), rows=4)
    votes_for = _whole(_("Votes for"), 100_000)
    against = _whole(_("Votes against"), 100_000, initial=0)
    abstained = _whole(_("Abstentions"), 100_000, initial=0)
    adopted = forms.TypedChoiceField(
        label=_("Outcome"),
        choices=[("yes", pgettext_lazy("decision", "adopted")), ("no", pgettext_lazy("decision", "rejected"))],
        coerce=lambda value: value == "yes",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="decision_%s")


class MinutesForm(PlainForm):
    """Who led, who wrote, what was said."""

    chair = line_field(pgettext_lazy("meeting", "Chaired by"), 150)
    secretary = line_field(pgettext_lazy("meeting", "Minutes written by"), 150)
    minutes = lines_field(_("What was said"), MOST_TEXT, rows=4, required=False)

    def __init__(self, data: Any = None, *, assembly: Assembly) -> None:
        names = ("chair", "secretary", "minutes")
        super().__init__(data, initial={name: getattr(assembly, name) for name in names}, auto_id="minutes_%s")


class NoteForm(PlainForm):
    """A correction under approved minutes."""

    text = lines_field(_("Correction"), rows=4)


class DateForm(PlainForm):
    """Something due."""

    kind = forms.ChoiceField(label=_("Sort of date"), choices=CooperativeDate.Kind.choices)
    label = line_field(_("In your own words"), 200, required=False)
    counted_from = day_field(_("Day, or the day it is counted from"), help_text=_("For example the end of the year."))
    months = _whole(_("Months after that day"), MOST_MONTHS, initial=0, help_text=_("0: on the day itself."))
    every = _whole(_("Comes round every so many months"), MOST_MONTHS, initial=12, help_text=_("0: once."))
    source = line_field(
        _("By which rule"), 300, help_text=_("The article of your statutes, the text of law, or the address of a page.")
    )

    def clean(self) -> dict[str, Any]:
        """Other dates say what they are."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == CooperativeDate.Kind.OTHER and not cleaned.get("label"):
            self.add_error("label", _("Say in your own words what is due."))
        return cleaned
