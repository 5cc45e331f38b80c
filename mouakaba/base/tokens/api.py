"""How the open API knows who asks, and how often they have asked."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from mouakaba.base.tokens.actions import count_request, mark_used
from mouakaba.base.tokens.models import ApiToken
from mouakaba.base.tokens.queries import digest_of, token_shown
from mouakaba.base.tokens.rules import MOST_ANONYMOUS, MOST_WITH_TOKEN


def _secret_in(request: HttpRequest) -> str:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


class Token(HttpBearer):
    """A personal token, `Authorization: Bearer mk_…`, of My space → Tokens."""

    def __init__(self, scope: str = ApiToken.Scope.READ) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, where it may do this; whoever may write may read."""
        found = token_shown(token.strip())
        if found is None or found.scope not in (self.scope, ApiToken.Scope.WRITE):
            return None
        mark_used(found)
        return found


class Throttle(BaseThrottle):
    """Requests of one token, or of one address, within one window; counted in the database for all processes."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this one may pass. A token nobody made counts as its address."""
        secret = _secret_in(request)
        known = bool(secret) and token_shown(secret) is not None
        key = f"token:{digest_of(secret)}" if known else f"address:{self.get_ident(request)}"
        count, self._wait = count_request(key)
        return count <= (MOST_WITH_TOKEN if known else MOST_ANONYMOUS)

    def wait(self) -> float:
        """Seconds until the next window."""
        return float(self._wait)
