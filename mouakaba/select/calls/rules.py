"""What may change in a call, and when (docs/decisions/0003). Who may change it: ``programmes/rules.py``."""

from __future__ import annotations

PARTS = ("texts", "dates", "places", "form", "eligibility", "criteria", "quotas")

# After the closing nobody can adapt a file any more: what it is judged by stands. A later closing reopens the call.
_ALL = frozenset(PARTS)
MAY_CHANGE: dict[str, frozenset[str]] = {
    "draft": _ALL,
    "announced": _ALL,
    "open": _ALL,
    "grace": _ALL,
    "closed": frozenset({"texts", "dates", "places"}),
    "decided": frozenset({"texts"}),
    "cancelled": frozenset(),
}
