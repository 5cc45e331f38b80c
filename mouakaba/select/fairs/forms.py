"""Forms of fairs: days, stands, and who is given which."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.clock.forms import day_field
from mouakaba.base.words.forms import NumberField, WholeField
from mouakaba.select.applications.models import Application
from mouakaba.select.fairs.models import Fair, Stand
from mouakaba.select.fairs.queries import name_of
from mouakaba.select.fairs.rules import MOST_PRICE, MOST_STANDS


class DaysForm(forms.Form):
    """When the fair is."""

    use_required_attribute = False
    prefix = "days"
    first = day_field(_("First day"))
    last = day_field(_("Last day"))


class StandsForm(forms.Form):
    """A row of stands of one type and price."""

    use_required_attribute = False
    prefix = "stands"
    row = forms.RegexField(r"^[A-Za-z]{0,3}$", label=_("Letter of the row (A, B…)"), required=False)
    first = WholeField(label=_("First number"), min_value=1, max_value=9999, initial=1)
    count = WholeField(label=_("How many stands"), min_value=1, max_value=MOST_STANDS)
    type = forms.ChoiceField(label=pgettext_lazy("stand", "Type"), choices=Stand.Type.choices)
    price = NumberField(
        label=_("Price of a day, in dirhams (0: free)"), min_value=0, max_value=MOST_PRICE, max_digits=9,
        decimal_places=2,
    )  # fmt: skip


class GiveForm(forms.Form):
    """An exhibitor, a stand and days."""

    use_required_attribute = False
    prefix = "give"
    application = forms.ModelChoiceField(Application.objects.none(), label=_("Exhibitor"), empty_label=None)
    stand = forms.ModelChoiceField(Stand.objects.none(), label=pgettext_lazy("fair", "Stand"), empty_label=None)
    first = day_field(_("First day"))
    last = day_field(_("Last day"))

    def __init__(self, *args: Any, fair: Fair, waiting: QuerySet[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"first": fair.first_day, "last": fair.last_day}
        who, where = self.fields["application"], self.fields["stand"]
        who.queryset, where.queryset = waiting, fair.stands.all()  # type: ignore[attr-defined]
        who.label_from_instance = name_of  # type: ignore[attr-defined]
        where.label_from_instance = lambda row: f"{row.number} · {row.get_type_display()}"  # type: ignore[attr-defined]
