"""Incubation: projects are screened, read by a jury, chosen under quotas, and form a cohort."""

from __future__ import annotations

from mouakaba.select.kinds import starting_point
from mouakaba.select.registry import Kind

_START = starting_point("incubation")

KIND = Kind(
    code="incubation",
    name={"ar": "احتضان", "fr": "Incubation", "en": "Incubation"},
    applicant_noun={"ar": "مشروع", "fr": "projet", "en": "project"},
    place_noun={"ar": "مقعد", "fr": "place", "en": "place"},
    default_content=_START["content"],
    default_rules=_START["rules"],
)
