"""Writing news, and asking for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.cohorts.forms import TitledForm
from mouakaba.accompany.news.models import NewsItem
from mouakaba.accompany.news.rules import MOST_TEXT
from mouakaba.base.clock.forms import day_field
from mouakaba.base.words.forms import NamedChoice, words_initial

COLUMNS = ("kind", "jointly_with", "source_name", "source_url", "source_date")
WORDS = ("title", "summary", "text")


class NewsForm(TitledForm):
    """A press release or a piece of news."""

    def __init__(self, data: Any = None, *, organisations: QuerySet[Any], item: NewsItem | None = None) -> None:
        super().__init__(data, initial=_initial(item))
        if item is None:
            self.fields["organisation"] = NamedChoice(organisations, label=_("Organisation"), empty_label=None)
        self.fields["kind"] = forms.ChoiceField(label=_("Type"), choices=NewsItem.Kind.choices)
        widget = forms.TextInput(attrs={"dir": "auto"})
        self.fields["jointly_with"] = forms.CharField(
            label=_("Jointly with"), max_length=300, required=False, widget=widget
        )
        self.add_words("title", _("Title"), required=False, length=200)
        self.add_words("summary", _("Summary, in two sentences"), rows=2, required=False, length=500)
        self.add_words("text", _("Text"), rows=8, required=False, length=MOST_TEXT)
        self.fields["source_name"] = forms.CharField(
            label=_("Source (name)"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
        )
        self.fields["source_url"] = forms.URLField(
            label=_("Source (address)"), required=False, max_length=600, assume_scheme="https"
        )
        self.fields["source_date"] = day_field(_("Day of the source"), required=False)

    def values(self) -> dict[str, Any]:
        """Columns of NewsItem."""
        names = (*COLUMNS, *(["organisation"] if "organisation" in self.fields else []))
        return {**{name: self.cleaned_data[name] for name in names}, **{name: self.words(name) for name in WORDS}}


def _initial(item: NewsItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    told: dict[str, Any] = {name: getattr(item, name) for name in COLUMNS}
    for name in WORDS:
        told |= words_initial(name, getattr(item, name))
    return told


class AskForm(forms.Form):
    """An address that wants the news of an organisation."""

    email = forms.EmailField(
        label=_("Your e-mail"), widget=forms.EmailInput(attrs={"class": "ltr", "autocomplete": "email"})
    )

    def __init__(self, data: Any = None, *, organisations: QuerySet[Any], chosen: str = "") -> None:
        super().__init__(data, initial={"organisation": chosen})
        self.fields["organisation"] = NamedChoice(
            organisations, label=_("News of"), empty_label=None, to_field_name="slug"
        )
