"""What a saved search looks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.organisations.models import LegalForm, Organisation
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.match import registry
from mouakaba.match.finding.phrases import market_names
from mouakaba.match.introductions.forms import NoteForm
from mouakaba.match.listings.models import Opening
from mouakaba.match.searches.models import SavedSearch
from mouakaba.match.skills.forms import WORK_LANGUAGES


def _boxes(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple, **more)


class SearchForm(forms.ModelForm):
    """What is common to all searches."""

    use_required_attribute = False
    kind_code = forms.ChoiceField(label=_("What you look for"))
    regions = _boxes(_("Regions (none chosen: everywhere)"))
    languages = _boxes(_("Languages of the work (one of them is enough)"), choices=list(WORK_LANGUAGES.items()))

    class Meta:
        model = SavedSearch
        fields = ("kind_code", "name", "regions", "remote", "languages", "frequency")
        labels = {
            "name": _("Name of the search"),
            "remote": _("Also at a distance"),
            "frequency": _("Letters by e-mail"),
        }
        widgets = {"name": forms.TextInput(attrs={"dir": "auto"}), "frequency": forms.RadioSelect}

    def __init__(self, *args: Any, kinds: tuple[registry.MarketKind, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].choices = [(code, said(name)) for code, name in region_names().items()]  # type: ignore[attr-defined]
        self.fields["frequency"].choices = SavedSearch.Frequency.choices  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            del self.fields["kind_code"]  # the skills asked for belong to it
            return
        kind = self.fields["kind_code"]
        kind.choices = [(one.code, said(one.name)) for one in kinds]  # type: ignore[attr-defined]
        if len(kinds) == 1:
            kind.widget, kind.initial = forms.HiddenInput(), kinds[0].code


class PeopleForm(SearchForm):
    """People an organisation looks for."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=pgettext_lazy("that lists", "Organisation"), empty_label=None
    )

    class Meta(SearchForm.Meta):
        fields = ("kind_code", "name", "regions", "remote", "languages", "available", "frequency")  # type: ignore[assignment]
        labels = {**SearchForm.Meta.labels, "available": _("Available now, as far as they show it")}

    field_order = ("organisation", "kind_code")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = self.fields["organisation"]
        whose.queryset = organisations  # type: ignore[attr-defined]
        whose.label_from_instance = lambda row: said(row.name)  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            del self.fields["organisation"]
        if self.instance.opening_id:  # the opening says the rest
            for name in ("regions", "remote", "languages", "available"):
                del self.fields[name]


class ListingsForm(SearchForm):
    """Listings of organisations that a person looks for."""

    legal_forms = _boxes(_("Kinds of organisation (none chosen: all)"), choices=LegalForm.choices)

    class Meta(SearchForm.Meta):
        fields = ("kind_code", "name", "words", "regions", "remote", "languages", "legal_forms", "frequency")  # type: ignore[assignment]
        labels = {**SearchForm.Meta.labels, "words": _("Words in it")}
        help_texts = {"words": _("All of them must be there. Skills are added on the next page.")}
        widgets = {**SearchForm.Meta.widgets, "words": forms.TextInput(attrs={"dir": "auto"})}


class MarketsForm(forms.ModelForm):
    """What is looked for over all markets: the questions of the search itself, a name, and when to tell."""

    use_required_attribute = False
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("In whose name"), required=False, empty_label=_("in my own name")
    )
    kind_code = forms.ChoiceField(label=_("Market"), required=False)
    side = forms.ChoiceField(label=_("Offered or looked for"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    class Meta:
        model = SavedSearch
        fields = ("words", "kind_code", "side", "name", "frequency")
        labels = {**SearchForm.Meta.labels, "words": _("Words, in any of the three languages")}
        widgets = {**SearchForm.Meta.widgets, "words": forms.TextInput(attrs={"dir": "auto"})}

    field_order = ("organisation", "words", "kind_code", "side", "region", "name", "frequency")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = [(code, said(name)) for code, name in region_names().items()]
        for name, choices in {
            "kind_code": [("", _("all markets")), *market_names().items()],
            "side": [("", _("both")), *Opening.Side.choices],
            "region": [("", _("all regions")), *regions],
            "frequency": SavedSearch.Frequency.choices,
        }.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            self.initial["region"] = next(iter(self.instance.regions), "")
            del self.fields["organisation"]
        elif organisations:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
            self.fields["organisation"].label_from_instance = lambda row: said(row.name)  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]


class MeetForm(NoteForm):
    """For which opening somebody found is asked, with a few words."""

    opening = forms.ModelChoiceField(Opening.objects.none(), label=_("For which opening"), empty_label=None)
    field_order = ("opening", "note")

    def __init__(self, *args: Any, openings: QuerySet[Opening], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["opening"]
        field.queryset = openings  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: row.title  # type: ignore[attr-defined]
