"""Incubation: projects are screened, read by a jury, chosen under quotas, and form a cohort."""

from __future__ import annotations

from mouakaba.select.registry import Kind

KIND = Kind(
    code="incubation",
    name={"ar": "احتضان", "fr": "Incubation", "en": "Incubation"},
    applicant_noun={"ar": "مشروع", "fr": "projet", "en": "project"},
    place_noun={"ar": "مقعد", "fr": "place", "en": "place"},
)
