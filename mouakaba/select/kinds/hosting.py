"""Hosting: startups, small firms and project holders ask for a space; the chosen ones come to the list of a site."""

from __future__ import annotations

from mouakaba.select.kinds import starting_point
from mouakaba.select.registry import Kind

_START = starting_point("hosting")

KIND = Kind(
    code="hosting",
    name={"ar": "استضافة", "fr": "Hébergement", "en": "Hosting"},
    applicant_noun={"ar": "مشروع", "fr": "projet", "en": "project"},
    place_noun={
        "ar": "مكان في لائحة الانتظار",
        "fr": "place sur la liste d’attente",
        "en": "place on the waiting list",
    },
    then="waiting_list",
    default_content=_START["content"],
    default_rules=_START["rules"],
)
