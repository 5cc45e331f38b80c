"""What a draft is made from. Nothing typed here is stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import today
from mouakaba.base.places.models import Region
from mouakaba.base.words.forms import NamedChoice, NumberField
from mouakaba.base.words.queries import current
from mouakaba.kernel.money import centimes
from mouakaba.match.founding.phrases import say_members
from mouakaba.match.founding.rules import MembersError, read_members

LANGUAGES = [("ar", "العربية"), ("fr", "Français")]
_FIELDS = {
    "name": ("language", "name", "others", "activity", "seat", "region", "asker"),
    "members": ("language", "name", "activity", "seat", "region", "share", "members"),
    "minutes": ("language", "name", "seat", "day", "place", "share", "members", "managers"),
}


def _line(label: Any, *, required: bool = True, most: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.TextInput(attrs={"dir": "auto"})
    )


def _lines(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=20_000, widget=area)


class PaperForm(forms.Form):
    """The questions of one draft."""

    use_required_attribute = False

    language = forms.ChoiceField(label=_("Language of the paper"), choices=LANGUAGES)
    name = _line(_("Name of the cooperative"), most=120)
    others = _lines(_("Other names, if it is taken, one a line"), required=False)
    activity = _line(_("Activity"), required=False)
    seat = _line(_("Seat (address)"), required=False)
    region = NamedChoice(Region.objects.all(), label=_("Region"), required=False, empty_label=_("not said"))
    asker = _line(_("Who asks, in the name of the members"))
    day = day_field(_("Day of the meeting"))
    place = _line(_("Place of the meeting"))
    share = NumberField(
        label=_("Value of a share (DH)"), initial=100, min_value=Decimal(1), max_value=Decimal(10**9), decimal_places=2
    )
    members = _lines(
        _("Founding members, one a line: name, then what they bring in dirhams"), _("For example: DEMO Member 1; 500")
    )
    managers = _lines(_("Who manages, one a line, with the task"))

    def __init__(self, *args: Any, paper: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: self.fields[name] for name in _FIELDS[paper]}
        self.fields["language"].initial = current() if current() != "en" else "fr"

    def clean_day(self) -> Any:
        """A meeting that was held."""
        day = self.cleaned_data["day"]
        if day > today():
            raise ValidationError(_("This day is still to come. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """The members as the law asks them; the share in centimes."""
        cleaned = super().clean() or {}
        if "share" in cleaned:
            cleaned["share"] = centimes(cleaned["share"])
        if "members" in cleaned and "share" in cleaned:
            try:
                cleaned["members"] = read_members(cleaned["members"], cleaned["share"])
            except MembersError as error:
                self.add_error("share" if error.flaw == "small_share" else "members", say_members(error))
        return cleaned
