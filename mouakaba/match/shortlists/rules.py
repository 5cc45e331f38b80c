"""How profiles are numbered in segments."""

from __future__ import annotations

SEGMENT = 1 << 16  # profiles a segment holds at most: each number fits in NUMBERS
NUMBERS = "<u2"  # how numbers are kept: two bytes each, the lower first
