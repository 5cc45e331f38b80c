"""How accounts behave here: people are known by e-mail and keep the language they signed up in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import current


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter with our person."""

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Fills name and language from the sign-up form and the page's language."""
        user.language = current()
        user.name = form.cleaned_data.get("name", "")
        saved: Person = super().save_user(request, user, form, commit)
        return saved
