"""An invented fair, through the product's own steps: applications, marks, the choice, a stand for each chosen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person
from mouakaba.select import door
from mouakaba.site.demo.small_calls import Applicant, SmallCall

_TOLD = tomllib.loads(Path(__file__).with_name("fair.toml").read_text(encoding="utf-8"))
ANNOUNCED, CHOSEN = date(2025, 2, 1), date(2025, 3, 25)  # the clock's days
_HOLDER = {
    "ar": {"female": "ممثلة العارض {} (DEMO)", "male": "ممثل العارض {} (DEMO)"},
    "fr": dict.fromkeys(("female", "male"), "DEMO Exposant {}"),
    "en": dict.fromkeys(("female", "male"), "DEMO Exhibitor {}"),
}


def fair_call() -> SmallCall:
    """The call for exhibitors: ten places for the twelve who apply."""
    return SmallCall(
        kind="fair", programme=_TOLD["programme"], slug=_TOLD["slug"], title=_TOLD["title"], summary=_TOLD["summary"],
        opens=datetime(2025, 2, 1, 9), closes=datetime(2025, 3, 10, 18), places=10,
        applicants=[_exhibitor(number, one) for number, one in enumerate(_TOLD["exhibitors"], start=1)],
    )  # fmt: skip


def give_stands(call: door.Call, officer: Person) -> int:
    """The days of the fair, its plan, and a stand for each chosen. Returns how many were given."""
    first = today() + timedelta(days=90)
    fair = door.set_days(call=call, first=first, last=first + timedelta(days=9), by=officer)
    for row in _TOLD["rows"]:
        door.add_stands(
            fair=fair, row=row["row"], first=1, count=row["count"], type_=row["type"], price=row["price"], by=officer
        )
    return door.give_all(call=call, fair=fair, by=officer)


def _exhibitor(number: int, one: Mapping[str, Any]) -> Applicant:
    name = _HOLDER[one["language"]][one["sex"]].format(number)
    answers = {
        "organisation_name": one["name"], "organisation_legal_form": one["form"], "project_region": one["region"],
        "holder_name": name, "holder_sex": one["sex"], "project_title": one["shows"],
        "products": one["shows"], "stand_type": one["stand"], "shown": one["named"], "consent": True,
    }  # fmt: skip
    return Applicant(f"demo-exhibitor-{number:02d}@demo.example", name, one["language"], answers, one["mark"])
