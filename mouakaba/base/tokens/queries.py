"""Tokens of a person, and the token of a request."""

from __future__ import annotations

from hashlib import sha256

from django.db.models import QuerySet

from mouakaba.base.people.models import Person
from mouakaba.base.tokens.models import ApiToken


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """The tokens a person made and has not revoked."""
    return ApiToken.objects.filter(person=person, revoked_at__isnull=True)


def digest_of(secret: str) -> str:
    """What is kept of a token: it is long and random, so that a plain hash cannot be turned back."""
    return sha256(secret.encode()).hexdigest()


def token_shown(secret: str) -> ApiToken | None:
    """The token of this secret, while it is not revoked and its person has an account."""
    rows = ApiToken.objects.filter(digest=digest_of(secret), revoked_at__isnull=True, person__is_active=True)
    return rows.select_related("person").first()
