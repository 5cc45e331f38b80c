"""Keeping the index: nothing here is anybody's act."""

from __future__ import annotations

from mouakaba.match.entries.actions import place_entries
from mouakaba.match.finding.queries import told_of


def place_changed() -> int:
    """Reads whatever changed since the last time into the index. Returns how many entries; a second run finds none."""
    return place_entries(told_of)
