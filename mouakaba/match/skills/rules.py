"""Bounds of a skills profile."""

from __future__ import annotations

MOST_TEXTS = 5  # kept at a time
MOST_SKILLS = 300
PROPOSED_FROM = 0.2  # probability; about one proposal in two is then right, and the person says which
MOST_PROPOSED = 40  # of one text: more is not read by anybody
MOST_READINGS = 5  # of one text by itself: what stopped five workers is left for a person to look at
FOUND_AT_MOST = 20  # of a search
