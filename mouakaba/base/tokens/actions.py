"""Making and revoking tokens, and counting requests."""

from __future__ import annotations

import secrets
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.people.models import Person
from mouakaba.base.tokens.models import ApiToken, ApiUse
from mouakaba.base.tokens.queries import digest_of, tokens_of
from mouakaba.base.tokens.rules import MOST_TOKENS, PREFIX, WINDOW


def make_token(*, name: str, scope: str, by: Person) -> tuple[ApiToken, str]:
    """A new token, and its secret, which nobody can read again. Raises ValidationError for too many."""
    if tokens_of(by).count() >= MOST_TOKENS:
        raise ValidationError(_("You have %(most)s tokens. Revoke one first.") % {"most": MOST_TOKENS})
    secret = PREFIX + secrets.token_urlsafe(32)
    with recorded("make_token", by=by, scope=scope) as line:
        made = ApiToken.objects.create(
            person=by, name=name.strip(), scope=scope, digest=digest_of(secret), made_at=now()
        )
        point(line, made)
    return made, secret


def revoke_token(*, token: ApiToken, by: Person) -> None:
    """It opens nothing from now on; a second time changes nothing."""
    with recorded("revoke_token", by=by, subject=token):
        ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now())


def mark_used(token: ApiToken) -> None:
    """Notes the day a token was used: once a day, and in no trace."""
    if token.used_on != today():
        ApiToken.objects.filter(pk=token.pk).update(used_on=today())


def count_request(key: str, moment: float | None = None) -> tuple[int, int]:
    """One request more of a token or an address: how many in this window, and in how many seconds the next begins.

    One statement, so that processes and machines that count at once never lose one.
    """
    seconds = time.time() if moment is None else moment
    window = int(seconds // WINDOW)
    hashed = salted_hmac("mouakaba.api", key, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO base_apiuse (key, "window", count) VALUES (%s, %s, 1)'
            ' ON CONFLICT (key, "window") DO UPDATE SET count = base_apiuse.count + 1 RETURNING count',
            [hashed, window],
        )
        [count] = cursor.fetchone()
    return count, int((window + 1) * WINDOW - seconds) + 1


def forget_counts() -> int:
    """Deletes the counts of windows that are over. Returns how many."""
    return ApiUse.objects.filter(window__lt=int(time.time() // WINDOW)).delete()[0]


def export_tokens(person: Person) -> list[dict[str, Any]]:
    """The tokens a person made, as data."""
    rows = ApiToken.objects.filter(person=person).values("name", "scope", "made_at", "used_on", "revoked_at")
    return [dict(row) for row in rows]


def erase_tokens(person: Person) -> None:
    """The tokens of a person go with them."""
    ApiToken.objects.filter(person=person).delete()
