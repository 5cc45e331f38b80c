"""Terms of a consent, and codes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import today
from mouakaba.base.files.forms import KeepsFiles, VoiceField
from mouakaba.base.helping.rules import MOST_WHY, scopes
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said

USUAL_DAYS = 30


class TermsForm(forms.Form):
    """For what, and until when."""

    use_required_attribute = False
    scopes = forms.MultipleChoiceField(
        label=_("What the helper may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing the helper may do.")},
    )
    why = forms.CharField(
        label=_("What for, in a few words"), max_length=MOST_WHY, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    until = day_field(_("Until which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(one.code, one.label) for one in scopes()]  # type: ignore[attr-defined]
        self.fields["until"].initial = today() + timedelta(days=USUAL_DAYS)


class _OfOrganisation(forms.Form):
    """Something done in the name of one of the helper's organisations."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("In the name of"), empty_label=None,
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        field.label_from_instance = lambda row: said(row.name)


class OpenForm(KeepsFiles, _OfOrganisation, TermsForm):
    """Somebody new, in front of the helper."""

    name = forms.CharField(label=_("Name of the person"), max_length=150, widget=forms.TextInput(attrs={"dir": "auto"}))
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=Person.Language.choices)
    member = forms.BooleanField(label=_("This person is a member of the organisation"), required=False)
    voice = VoiceField(label=_("The consent, spoken by the person"), required=False)
    agreed = forms.BooleanField(
        label=_("I read this aloud and the person said yes"),
        error_messages={"required": _("Without the person's yes nothing can be done for them.")},
    )
    field_order = (
        "name", "phone", "language", "organisation", "member", "scopes", "why", "until", "voice", "agreed",
    )  # fmt: skip

    def terms(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}


CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "class": "code-field"}


class TakeForm(_OfOrganisation):
    """The code a person read aloud."""

    use_required_attribute = False
    code = forms.CharField(label=_("The code the person reads to you"), max_length=20, widget=forms.TextInput(CODE))
    field_order = ("code", "organisation")


class HandOverForm(forms.Form):
    """The code the helper read, and one's own e-mail and password."""

    use_required_attribute = False
    code = forms.CharField(label=_("The code you were given"), max_length=20, widget=forms.TextInput(CODE))
    email = forms.EmailField(label=_("Your e-mail"))
    password = forms.CharField(
        label=_("A password of your own"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        """Long and unusual enough."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])
