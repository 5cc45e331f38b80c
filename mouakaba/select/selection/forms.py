"""What a jury types about its choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mouakaba.base.words.forms import WholeField
from mouakaba.kernel.selection import Quota
from mouakaba.select.selection.phrases.sentences import quota_name
from mouakaba.select.selection.queries.inputs import Change

MOST = 1_000_000


class WhatIfForm(forms.Form):
    """Bounds of every quota, beside those the call published; an empty bound is no bound."""

    name = forms.CharField(
        label=gettext_lazy("Name of this variant"),
        max_length=120,
        help_text=gettext_lazy("So that the jury can speak of it, for example “one place less for the Oriental”."),
    )

    def __init__(self, data: Any = None, *, quotas: Iterable[Quota], content: Mapping[str, Any], places: int) -> None:
        self.quotas, self.places = list(quotas), places
        self.names = {quota.code: quota_name(content, quota.code) for quota in self.quotas}
        super().__init__(data, initial=self._bounds())
        for quota in self.quotas:
            self.fields[f"min_{quota.code}"] = _bound(_("at least"))
            self.fields[f"max_{quota.code}"] = _bound(_("at most"))

    def _bounds(self) -> dict[str, int | None]:
        return {f"{name}_{quota.code}": getattr(quota, name) for quota in self.quotas for name in ("min", "max")}

    def rows(self) -> list[tuple[str, tuple[forms.BoundField, forms.BoundField]]]:
        """Each quota's name with its two fields."""
        return [
            (self.names[quota.code], (self[f"min_{quota.code}"], self[f"max_{quota.code}"])) for quota in self.quotas
        ]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for quota in self.quotas:
            least, most = values.get(f"min_{quota.code}"), values.get(f"max_{quota.code}")
            if least is not None and least > self.places:
                self.add_error(
                    f"min_{quota.code}",
                    _("“%(quota)s” asks for more than the %(places)d places. Write at most %(places)d.")
                    % {"quota": self.names[quota.code], "places": self.places},
                )
            elif least is not None and most is not None and least > most:
                self.add_error(
                    f"min_{quota.code}",
                    _("“%(quota)s”: at least %(least)d and at most %(most)d cannot both hold. Lower the first.")
                    % {"quota": self.names[quota.code], "least": least, "most": most},
                )
        return values

    def changes(self) -> list[Change]:
        """The bounds typed; those that are as published are dropped later."""
        return [
            Change(quota.code, bound, self.cleaned_data[f"{bound}_{quota.code}"])
            for quota in self.quotas
            for bound in ("min", "max")
        ]


def _bound(label: str) -> WholeField:
    return WholeField(label=label, required=False, min_value=0, max_value=MOST)


class NoteForm(forms.Form):
    """The jury's note, printed in the minutes."""

    note = forms.CharField(
        label=gettext_lazy("The jury's note"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Printed in the minutes: remarks, reservations, why quotas were changed."),
        error_messages={
            "required": gettext_lazy("This choice changes the published quotas. Write why the jury decided so.")
        },
    )

    def __init__(self, *args: Any, required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = required


class ReasonForm(forms.Form):
    """A reason that stays in the record."""

    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason: it stays in the record.")},
    )
