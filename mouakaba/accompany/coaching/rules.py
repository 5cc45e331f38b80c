"""Bounds of a coaching sheet."""

from __future__ import annotations

MOST_TEXT = 3000
MOST_MINUTES = 24 * 60
