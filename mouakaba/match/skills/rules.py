"""Bounds of a skills profile."""

from __future__ import annotations

MOST_TEXTS = 5  # kept at a time
MOST_SKILLS = 300
PROPOSED_FROM = 0.2  # probability; about one proposal in two is then right, and the person says which
MOST_PROPOSED = 40  # of one text: more is not read by anybody
MOST_READINGS = 5  # of one text by itself: what stopped five workers is left for a person to look at
HELPED = frozenset({  # pages on which a helper may act for a person
    "profile", "my_skills", "my_skills_begin", "my_skills_give", "my_skills_text", "my_skills_add", "my_skills_levels",
    "my_skills_remove",
})  # fmt: skip
LEAST_LIKE = 0.25  # cosine below which two texts are not called similar
FOUND_AT_MOST = 20  # of a search
