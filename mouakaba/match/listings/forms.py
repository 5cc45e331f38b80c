"""Forms of openings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.clock.forms import day_input
from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.places.models import Region
from mouakaba.base.words.queries import said
from mouakaba.match import registry
from mouakaba.match.listings.models import Opening, Sector
from mouakaba.match.skills.forms import WORK_LANGUAGES

_NAMED = ("remote", "languages", "closes_on")


class OpeningForm(forms.ModelForm):
    """The words of a listing, as its kind asks them; for a new one, whose it is."""

    use_required_attribute = False
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=pgettext_lazy("that lists", "Organisation"), empty_label=None
    )
    languages = forms.MultipleChoiceField(
        choices=list(WORK_LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Opening
        fields = (
            "organisation", "title", "text", "sector", "region", "remote", "languages", *registry.EXTRA, "closes_on",
        )  # fmt: skip
        labels = {
            "title": _("Title"),
            "sector": _("Sector"),
            "starts_on": _("First day"),
            "ends_on": _("Last day of it"),
            "seats": _("Places"),
            "price": _("Price, in dirhams"),
        }
        help_texts = {
            "text": _("In the language you like. Skills are proposed from your words, and you decide."),
            "price": _("0 if it is free of charge; empty if it is not settled yet."),
        }
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "text": forms.Textarea(attrs={"rows": 8, "dir": "auto", "maxlength": 10000}),
            **{name: day_input() for name in ("starts_on", "ends_on", "closes_on")},
        }

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = self.fields["organisation"]
        whose.queryset = organisations  # type: ignore[attr-defined]
        whose.label_from_instance = lambda row: said(row.name)  # type: ignore[attr-defined]
        region = self.fields["region"]
        region.queryset = Region.objects.all()  # type: ignore[attr-defined]
        region.label_from_instance = lambda row: said(row.name)  # type: ignore[attr-defined]
        region.empty_label = _("anywhere")  # type: ignore[attr-defined]
        self.fields["sector"].choices = [("", _("not said")), *Sector.choices]  # type: ignore[attr-defined]
        if self.instance.pk and not self.instance._state.adding:
            del self.fields["organisation"]
        self._dress(self.instance.kind)

    def _dress(self, kind: registry.MarketKind) -> None:
        """The fields a kind has, under the names it gives them."""
        for name in set(registry.EXTRA) - set(kind.fields):
            del self.fields[name]
        for name, words in (("text", "text"), ("region", "place"), *((one, one) for one in _NAMED)):
            self.fields[name].label = said(kind.words[words])

    def clean_text(self) -> str:
        """The text, if a person could read it to its end."""
        text: str = self.cleaned_data["text"].strip()
        if len(text) > 10_000:
            raise ValidationError(
                _("The text has %(n)s characters; keep it to 10,000.") % {"n": len(text)}, code="too_long"
            )
        return text

    def clean_closes_on(self) -> date:
        """A day that is not over."""
        day: date = self.cleaned_data["closes_on"]
        if day < today():
            raise ValidationError(_("The last day is over. Choose a later one."))
        return day


def answers_in(post: Any) -> dict[int, str]:
    """The organisation's word on skills: fields ``skill-ID`` with asked or dropped."""
    named = {name.removeprefix("skill-"): value for name, value in post.items() if name.startswith("skill-")}
    return {int(n): value for n, value in named.items() if n.isascii() and n.isdigit() and len(n) < 16}
