"""Forms of openings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.places.models import Region
from mouakaba.base.words.queries import said
from mouakaba.match.listings.models import Opening
from mouakaba.match.skills.forms import WORK_LANGUAGES


class OpeningForm(forms.ModelForm):
    """The words of an opening; for a new one, whose it is."""

    use_required_attribute = False
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the work (one of them is enough)"),
        choices=list(WORK_LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Opening
        fields = ("organisation", "title", "text", "region", "remote", "languages", "closes_on")
        labels = {
            "title": _("Title"),
            "text": _("What there is to do, and what the person should be able to do"),
            "region": _("Region of the work"),
            "remote": _("The work can be done at a distance"),
            "closes_on": _("Last day"),
        }
        help_texts = {"text": _("In the language you like. Skills are proposed from your words, and you decide.")}
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "text": forms.Textarea(attrs={"rows": 8, "dir": "auto", "maxlength": 10000}),
            "closes_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
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
        if self.instance.pk and not self.instance._state.adding:
            del self.fields["organisation"]

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
