"""What a reader of dashboards chooses, and the name of a snapshot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.observe.indicators.phrases import DIMENSIONS
from mouakaba.observe.indicators.queries import Slice

NAMELESS = _("Give it a name you will know it by, for example: Report of June 2026.")


class SliceForm(forms.Form):
    """Which records, and by what they are broken down. What cannot be read is left aside, with its sentence."""

    use_required_attribute = False

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], wide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("all programmes")), *programmes]
        self.fields["programme"] = forms.ChoiceField(label=_("Programme"), choices=choices, required=False)
        if wide:
            regions = [(code, said(name)) for code, name in region_names().items()]
            self.fields["region"] = forms.ChoiceField(
                label=_("Region"), choices=[("", _("all regions")), *regions], required=False
            )
            self.fields["year"] = forms.IntegerField(
                label=_("Year"),
                required=False,
                min_value=1990,
                max_value=2100,
                error_messages={"invalid": _("Write the year in four digits, for example 2025.")},
                widget=forms.TextInput(attrs={"class": "ltr", "inputmode": "numeric", "size": 6}),
            )
        self.fields["by"] = forms.ChoiceField(
            label=_("Broken down by"), choices=list(DIMENSIONS.items()), required=False
        )

    def slice(self) -> Slice:
        """The records chosen, as for the public."""
        self.is_valid()
        told = self.cleaned_data
        programme = told.get("programme")
        return Slice((programme,) if programme else (), told.get("region") or "", told.get("year"))

    @property
    def by(self) -> str:
        """The dimension chosen: by region until somebody chooses."""
        self.is_valid()
        return self.cleaned_data.get("by") or "region"


class FreezeForm(forms.Form):
    """A name for a snapshot; of what, the page it stands on says."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name of the snapshot"),
        max_length=150,
        error_messages={"required": NAMELESS},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
