"""Bounds of a list of graduates."""

from __future__ import annotations

WRITERS = ("owner", "officer")  # roles in the school
MOST_ROWS = 2_000  # of one list
