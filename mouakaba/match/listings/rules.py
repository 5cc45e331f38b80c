"""How much a need may ask for."""

from __future__ import annotations

MOST_SKILLS = 40
MOST_PROPOSED = 20
