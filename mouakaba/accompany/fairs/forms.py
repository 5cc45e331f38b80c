"""Forms about fairs, a project's part in one, and orders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.cohorts.forms import TitledForm
from mouakaba.accompany.cohorts.rules import MOST_TEXT
from mouakaba.accompany.fairs.models import Fair, FairVisit
from mouakaba.accompany.fairs.phrases import COUNTED
from mouakaba.accompany.fairs.rules import HOME, MOST_COUNT
from mouakaba.accompany.sessions.forms import ProjectChoice
from mouakaba.base.clock.forms import day_field
from mouakaba.base.words.forms import NamedChoice, WholeField, WordsForm, words_initial
from mouakaba.base.words.queries import said
from mouakaba.kernel.money import centimes

COLUMNS = ("kind", "organiser", "place", "country", "is_international", "starts_on", "ends_on", "source_url",
           "source_date")  # fmt: skip


def _text(label: Any, length: int, *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


class CountryField(forms.CharField):
    """Two letters of ISO 3166-1."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            max_length=2,
            initial=HOME,
            help_text=_("Two letters: MA, FR, SN …"),
            widget=forms.TextInput(attrs={"class": "ltr", "size": 4, "autocapitalize": "characters"}),
        )

    def clean(self, value: Any) -> str:
        """Capital letters."""
        return str(super().clean(value)).upper()


class FairForm(TitledForm):
    """A fair; its name stands in the group ``title``."""

    def __init__(self, data: Any = None, *, programmes: QuerySet[Any], fair: Fair | None = None) -> None:
        super().__init__(data, initial=_initial(fair))
        if fair is None:
            self.fields["programme"] = NamedChoice(programmes, label=_("Programme"), empty_label=None)
        self.add_words("title", _("Name"), required=False, length=200)
        self.fields["kind"] = forms.ChoiceField(label=_("Type"), choices=Fair.Kind.choices)
        self.fields["organiser"] = _text(_("Organiser"), 200)
        self.fields["place"] = _text(_("Place"), 200)
        self.fields["country"] = CountryField(_("Country"))
        self.fields["is_international"] = forms.BooleanField(
            label=_("International: buyers or exhibitors come from several countries"), required=False
        )
        self.fields["starts_on"] = day_field(_("First day"), required=False)
        self.fields["ends_on"] = day_field(_("Last day"), required=False)
        self.fields["source_url"] = forms.URLField(
            label=_("Source (address)"), required=False, max_length=600, assume_scheme="https"
        )
        self.fields["source_date"] = day_field(_("Day of the source"), required=False)
        self.add_words("note", _("Note"), rows=2, required=False, length=1000)

    def values(self) -> dict[str, Any]:
        """Columns of Fair."""
        values = {name: self.cleaned_data[name] for name in COLUMNS}
        more = {"programme": self.cleaned_data["programme"]} if "programme" in self.fields else {}
        return {**values, **more, "name": self.words("title"), "note": self.words("note")}


def _initial(fair: Fair | None) -> dict[str, Any]:
    if fair is None:
        return {}
    return {
        **{name: getattr(fair, name) for name in COLUMNS},
        **words_initial("title", fair.name),
        **words_initial("note", fair.note),
    }


class FairField(forms.ModelChoiceField):
    """Fairs by their name."""

    def label_from_instance(self, obj: Fair) -> str:
        """The name, with the year where it is known."""
        return " · ".join(part for part in (said(obj.name), str(obj.starts_on.year) if obj.starts_on else "") if part)


class JoinForm(WordsForm):
    """Which project was at which fair."""

    def __init__(self, data: Any = None, *, projects: QuerySet[Any], fairs: QuerySet[Any] | None = None) -> None:
        super().__init__(data)
        if fairs is not None:
            self.fields["fair"] = FairField(fairs, label=_("Fair"), empty_label=None)
        self.fields["project"] = ProjectChoice(projects, label=_("Project"), empty_label=None)


class VisitForm(WordsForm):
    """What a project did at a fair."""

    stand = forms.CharField(
        label=_("Stand"), max_length=60, required=False, help_text=_("Its number or name. Empty: without a stand.")
    )

    def __init__(self, data: Any = None, *, visit: FairVisit) -> None:
        initial = {name: getattr(visit, name) for name in ("stand", *COUNTED, "text")}
        super().__init__(data, initial=initial)
        for name, label in COUNTED.items():
            self.fields[name] = WholeField(
                label=label,
                min_value=0,
                max_value=MOST_COUNT,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "ltr", "size": 7}),
            )
        self.fields["text"] = forms.CharField(
            label=_("What came of it, in words"),
            required=False,
            max_length=MOST_TEXT,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        )


class OrderForm(WordsForm):
    """An order that came of a fair."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["what"] = _text(_("What was ordered"), 200, required=True)
        self.fields["amount"] = forms.CharField(
            label=_("Amount in dirhams"),
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "ltr"}),
            help_text=_("For example 12500 or 12500,50."),
        )
        self.fields["country"] = CountryField(_("Country of the buyer"))
        self.fields["ordered_on"] = day_field(_("Day of the order"), required=False)

    def clean_amount(self) -> int:
        """Whole centimes, above zero."""
        plain = "".join(self.cleaned_data["amount"].split()).replace(",", ".")
        try:
            amount = centimes(plain)
        except ValueError:
            amount = 0
        if amount <= 0:
            raise ValidationError(_("Write the amount in dirhams, with at most two decimals: 12500 or 12500,50."))
        return amount
