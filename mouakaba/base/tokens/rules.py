"""Bounds of the open API."""

from __future__ import annotations

MOST_TOKENS = 10  # that a person has at once
WINDOW = 60  # seconds in which requests are counted
MOST_ANONYMOUS = 60  # requests of one address in a window
MOST_WITH_TOKEN = 600  # requests of one token in a window
PREFIX = "mk_"  # begins every token, so that one left in a file can be found
