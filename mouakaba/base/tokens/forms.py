"""A new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.base.tokens.models import ApiToken


class TokenForm(forms.Form):
    """What it is for, and what it may do."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name of the program that will use it"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=ApiToken.Scope.choices,
        initial=ApiToken.Scope.READ,
        widget=forms.RadioSelect,
    )
