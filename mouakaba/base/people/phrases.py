"""Addresses that letters to people carry."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from mouakaba.base.people.models import Person

LINK_DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)  # how long `password_link` works


def password_link(person: Person, page: str) -> str:
    """Where somebody without a password chooses one, and is then led to ``page`` (a path)."""
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return f"{settings.PUBLIC_URL}{reverse('account_reset_password_from_key', kwargs=key)}?next={page}"
