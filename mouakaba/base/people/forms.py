"""Forms about people."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mouakaba.base.people.models import Person


class SignupExtraForm(forms.Form):
    """What allauth's sign-up form asks beside e-mail and password."""

    name = forms.CharField(label=_("Your name"), max_length=150)

    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: Person) -> None:
        """allauth calls this after the adapter stored the person; nothing is left to do."""


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "phone", "language"]
