"""Who may state a need, and how much of it."""

from __future__ import annotations

WRITERS = ("owner", "officer")  # roles in the organisation
MOST_SKILLS = 40
MOST_PROPOSED = 20
