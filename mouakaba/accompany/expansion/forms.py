"""What is written of a region."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.expansion.models import PotentialNote, RegionSheet
from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import today
from mouakaba.base.words.forms import PlainForm, lines_field
from mouakaba.base.words.queries import said


class SheetForm(PlainForm):
    """The request and the partners."""

    request = lines_field(
        _("The region’s request: by whom, and how"),
        required=False,
        help_text=_("Without a request the region has no rank."),
    )
    requested_on = day_field(_("Day of the request, if known"), required=False)
    request_url = forms.URLField(
        label=_("Public page of the request"), required=False, max_length=600, assume_scheme="https"
    )
    partners = lines_field(_("Partners"), required=False)
    agreed = forms.BooleanField(label=_("They signed a convention"), required=False)
    partners_url = forms.URLField(
        label=_("Public page of the convention"), required=False, max_length=600, assume_scheme="https"
    )

    def __init__(self, *args: Any, sheet: RegionSheet | None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(sheet)
        super().__init__(*args, **kwargs)
        self.sheet = sheet

    def clean_requested_on(self) -> Any:
        """A request is not of the future."""
        day = self.cleaned_data["requested_on"]
        if day and day > today():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """A day alone is no request; a convention has its parties."""
        cleaned = super().clean() or {}
        if cleaned.get("requested_on") and not cleaned.get("request"):
            self.add_error("request", _("Say by whom the request was made, and how."))
        if cleaned.get("agreed") and not cleaned.get("partners"):
            self.add_error("partners", _("Name the partners who signed."))
        return cleaned

    def values(self, language: str) -> dict[str, Any]:
        """The sheet's columns; partners are kept in the language they are written in."""
        cleaned = dict(self.cleaned_data)
        text, kept = cleaned.pop("partners"), dict(self.sheet.partners) if self.sheet else {}
        partners = kept if text == said(kept) else {language: text} if text else {}
        return cleaned | {"partners": partners}


def _initial(sheet: RegionSheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    plain = ("request", "requested_on", "request_url", "agreed", "partners_url")
    return {**{name: getattr(sheet, name) for name in plain}, "partners": said(sheet.partners)}


class NoteForm(PlainForm):
    """A mark of a region's potential."""

    criterion = forms.ChoiceField(label=_("Criterion"), choices=PotentialNote.Criterion.choices)
    mark = forms.TypedChoiceField(
        label=_("Mark"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, 6)],
        initial=3,
        help_text=_("1 weak, 5 strong."),
    )
    note = lines_field(_("Why this mark"))
