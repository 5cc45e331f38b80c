"""Ideathon: ideas are pitched before a panel, marked on phones, and ranked the same day."""

from __future__ import annotations

from mouakaba.select.kinds import starting_point
from mouakaba.select.registry import Kind

_START = starting_point("ideathon")

KIND = Kind(
    code="ideathon",
    name={"ar": "مسابقة أفكار (إيدياثون)", "fr": "Idéathon", "en": "Ideathon"},
    applicant_noun={"ar": "فكرة مشروع", "fr": "idée de projet", "en": "project idea"},
    place_noun={"ar": "جائزة", "fr": "prix", "en": "prize"},
    live=True,
    needs_screening=False,
    default_content=_START["content"],
    default_rules=_START["rules"],
)
