"""Bounds of a list of graduates."""

from __future__ import annotations

MOST_ROWS = 2_000  # of one list
