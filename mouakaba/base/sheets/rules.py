"""How long a list may be that leaves as one file."""

from __future__ import annotations

MOST_EXPORTED = 10_000  # rows
