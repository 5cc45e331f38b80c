"""What a consent may cover, and the bounds of codes. Engines name their scopes; ``site/wiring.py`` registers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.functional import Promise

DIGITS = 8  # of a code, read aloud as two times four
LASTS = timedelta(minutes=15)
TRIES = 10  # wrong codes from one address within an hour
TRIES_OF_ALL = 300  # wrong codes from everywhere within an hour: one live code is then hit once in 300,000 hours
A_WHILE = timedelta(hours=1)
LONGEST_DAYS = 180  # of a consent
MOST_WHY = 300
MOST_OPENED = 30  # accounts one helper opens in a day
A_DAY = timedelta(days=1)
NOWHERE = "no-address.invalid"  # the e-mail of somebody who has none yet (RFC 2606: it can never exist)
# Pages at which a helper is always themselves.
OWN = frozenset({
    "helping", "helping_new", "helping_take", "helping_one", "helping_begin", "helping_stop", "helping_code",
    "help_voice",    "account_logout",
})  # fmt: skip
# First words of addresses nobody opens for somebody else unless a scope names the page.
CLOSED = frozenset({"my", "office", "jury", "account", "admin", "hand-over"})


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing a helper may do for a person: names of the pages, the first of them, and what each act is called."""

    code: str
    label: str | Promise
    start: str
    pages: frozenset[str]
    acts: Mapping[str, str | Promise] = field(default_factory=dict)


_scopes: dict[str, Scope] = {}


def register_scope(scope: Scope) -> None:
    """Makes a scope known; the same code again replaces it."""
    _scopes[scope.code] = scope


def scopes() -> list[Scope]:
    """Every scope, in the order registered."""
    return list(_scopes.values())


def scope_named(code: str) -> Scope | None:
    """The scope of this code."""
    return _scopes.get(code)


def pages_of(codes: list[str]) -> frozenset[str]:
    """The pages these scopes open."""
    return frozenset().union(*(scope.pages for code in codes if (scope := _scopes.get(code))))
