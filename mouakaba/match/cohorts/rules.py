"""Bounds of pairing a cohort."""

from __future__ import annotations

MOST_NEEDS = 300  # paired at once; those that close first come first
MOST_LOOKED_AT = 5000  # pairs gone through to say why a need is left
PER_PAGE = 50
