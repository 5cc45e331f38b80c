"""Bounds of what is told about a fair."""

from __future__ import annotations

HOME = "MA"
MOST_COUNT = 1_000_000  # of visitors, contacts …
MOST_ORDERS = 200  # of one project at one fair
# What each effect is counted by: better known, products promoted, a wider network.
EFFECTS = {"known": ("visitors",), "promoted": ("products",), "network": ("meetings", "contacts")}
COUNTS = ("visitors", "products", "meetings", "contacts", "talks", "leaders")


def is_abroad(country: str) -> bool:
    """Whether a country is another than Morocco; nothing said is Morocco."""
    return country.upper() not in ("", HOME)
