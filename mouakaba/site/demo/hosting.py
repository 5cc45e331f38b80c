"""An invented call of hosting, through the product's own steps: its chosen ones wait for a site."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mouakaba.accompany import door
from mouakaba.base.people.models import Person
from mouakaba.base.places.models import Commune
from mouakaba.select.door import Call
from mouakaba.site.demo.small_calls import Applicant, SmallCall

_TOLD = tomllib.loads(Path(__file__).with_name("hosting.toml").read_text(encoding="utf-8"))
ANNOUNCED, CHOSEN = date(2025, 1, 20), date(2025, 3, 20)  # the clock's days
_HOLDER = {
    "ar": {"female": "مترشحة للاستضافة {} (DEMO)", "male": "مترشح للاستضافة {} (DEMO)"},
    "fr": dict.fromkeys(("female", "male"), "DEMO Candidature d’hébergement {}"),
    "en": dict.fromkeys(("female", "male"), "DEMO Hosting applicant {}"),
}


def hosting_call() -> SmallCall:
    """The call: four places on the list for the six who apply."""
    return SmallCall(
        kind="hosting", programme=_TOLD["programme"], slug=_TOLD["slug"], title=_TOLD["title"],
        summary=_TOLD["summary"], opens=datetime(2025, 1, 20, 9), closes=datetime(2025, 2, 28, 18), places=4,
        applicants=[_applicant(number, one) for number, one in enumerate(_TOLD["applicants"], start=1)],
    )  # fmt: skip


def lead_to_site(call: Call, officer: Person) -> int:
    """The chosen ones wait for the site. Returns how many came on its list."""
    return door.link_call(site=door.Site.objects.get(slug=_TOLD["site"]), call_id=call.pk, by=officer)


def _applicant(number: int, one: Mapping[str, Any]) -> Applicant:
    name = _HOLDER[one["language"]][one["sex"]].format(number)
    commune = Commune.objects.filter(region=_TOLD["region"]).order_by("-population", "code").first()
    text = _TOLD["text"][one["language"]]
    answers = {
        "holder_name": name, "holder_sex": one["sex"], "bearer_kind": one["bearer"], "project_title": one["title"],
        "project_sector": one["sector"], "project_stage": one["stage"], "project_region": _TOLD["region"],
        "project_commune": commune and commune.code, "room_kind": one["room"], "team_size": one["staff"],
        "room_seats" if one["room"] == "coworking" else "room_area": one["units"], "consent": True,
    } | dict.fromkeys(("project_problem", "project_solution", "customers", "team", "why_here"), text)  # fmt: skip
    if one["bearer"] == "organisation":
        answers |= {"organisation_name": one["title"], "organisation_legal_form": "company"}
    return Applicant(f"demo-hosting-{number:02d}@demo.example", name, one["language"], answers, one["mark"])
