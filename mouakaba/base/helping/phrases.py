"""Words of assisted use."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.helping.models import Assistance
from mouakaba.base.helping.rules import DIGITS, scope_named, scopes


def scopes_in_words(assistance: Assistance) -> list[str]:
    """What the helper may do."""
    return [str(scope.label) for code in assistance.scopes if (scope := scope_named(code))]


def acts_in_words(lines: Iterable[AuditLine]) -> list[tuple[AuditLine, str]]:
    """Each act with what it is called."""
    known = {act: label for scope in scopes() for act, label in scope.acts.items()}
    return [(line, str(known.get(line.act, _("another act")))) for line in lines]


def read_aloud(code: str) -> str:
    """A code in two halves."""
    half = DIGITS // 2
    return f"{code[:half]} {code[half:]}"
