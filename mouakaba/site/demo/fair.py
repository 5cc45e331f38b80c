"""An invented fair, through the product's own steps: applications, marks, the choice, a stand for each chosen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from mouakaba.base.clock.queries import moment, today
from mouakaba.base.people.actions import open_accounts
from mouakaba.base.people.models import Person
from mouakaba.select import door, registry
from mouakaba.site.demo.jury import InventedJuror

_TOLD = tomllib.loads(Path(__file__).with_name("fair.toml").read_text(encoding="utf-8"))
ZONE = "Africa/Casablanca"
ANNOUNCED, CHOSEN = date(2025, 2, 1), date(2025, 3, 25)  # the clock's days
_OPENS, _CLOSES = datetime(2025, 2, 1, 9), datetime(2025, 3, 10, 18)
_PLACES = 10  # of the twelve who apply
_HOLDER = {
    "ar": {"female": "ممثلة العارض {} (DEMO)", "male": "ممثل العارض {} (DEMO)"},
    "fr": dict.fromkeys(("female", "male"), "DEMO Exposant {}"),
    "en": dict.fromkeys(("female", "male"), "DEMO Exhibitor {}"),
}
_REASON = {"ar": "تقدير مختلق (DEMO)", "fr": "Avis inventé (DEMO)", "en": "Invented opinion (DEMO)"}


def announce_fair(officer: Person) -> door.Call:
    """The call, with its dates, published; the exhibitors' applications come in over the days that follow."""
    kind = registry.kind("fair")
    call = door.create_call(
        programme=door.programme_named(_TOLD["programme"]), kind_code="fair", slug=_TOLD["slug"], title=_TOLD["title"],
        by=officer,
    )  # fmt: skip
    header = {**kind.default_rules["call"], "title": _TOLD["title"], "places": _PLACES}
    header |= {"opens_at": _OPENS, "closes_at": _CLOSES}
    content = {**kind.default_content, "summary": _TOLD["summary"]}
    door.save_draft(call=call, rules={**kind.default_rules, "call": header}, content=content, by=officer)
    door.publish_call(call=call, by=officer)
    told = list(enumerate(_TOLD["exhibitors"], start=1))
    people = open_accounts(people=[_applicant(number, one) for number, one in told], by=None)
    door.take_in(call=call, arrivals=[_arrival(number, one, people[_email(number)]) for number, one in told], by=None)
    return call


def choose_exhibitors(call: door.Call, seats: Sequence[InventedJuror], officer: Person) -> None:
    """The officer admits them, a juror marks each, the choice is computed, frozen and published."""
    door.admit_many(call=call, files=[file.id for file in door.sent_files(call)], by=officer)
    for seat in seats:
        door.invite_juror(call=call, email=seat.email, languages=seat.languages, name=seat.name, by=officer)
    jury, files = door.jury_of(call), door.files_in(call)
    marked = [
        door.Marked(juror=jury[seats[number % len(seats)].email], file=files[file.id], marks=_marks(file.email))
        for number, file in enumerate(sorted(door.sent_files(call), key=lambda one: one.email))
    ]
    door.take_marks(call=call, marked=marked, by=officer)
    door.close_marks(call=call, by=officer)
    run = door.run_selection(call=call, name="DEMO", by=officer)
    door.freeze_run(run=run, note="DEMO", by=officer)
    door.publish_results(call=call, by=officer)


def give_stands(call: door.Call, officer: Person) -> int:
    """The days of the fair, its plan, and a stand for each chosen. Returns how many were given."""
    first = today() + timedelta(days=90)
    fair = door.set_days(call=call, first=first, last=first + timedelta(days=9), by=officer)
    for row in _TOLD["rows"]:
        door.add_stands(
            fair=fair, row=row["row"], first=1, count=row["count"], type_=row["type"], price=row["price"], by=officer
        )
    return door.give_all(call=call, fair=fair, by=officer)


def _email(number: int) -> str:
    return f"demo-exhibitor-{number:02d}@demo.example"


def _name(number: int, one: Mapping[str, Any]) -> str:
    return _HOLDER[one["language"]][one["sex"]].format(number)


def _applicant(number: int, one: Mapping[str, Any]) -> Person:
    return Person(email=_email(number), name=_name(number, one), language=one["language"], is_demo=True)


def _arrival(number: int, one: Mapping[str, Any], person: Person) -> door.Arrival:
    sent = moment(datetime.combine(_OPENS.date() + timedelta(days=2 * number), time(10, number)), ZONE)
    answers = {
        "organisation_name": one["name"], "organisation_legal_form": one["form"], "project_region": one["region"],
        "holder_name": _name(number, one), "holder_sex": one["sex"], "project_title": one["shows"],
        "products": one["shows"], "stand_type": one["stand"], "shown": one["named"], "consent": True,
    }  # fmt: skip
    return door.Arrival(
        applicant=person, language=one["language"], answers=answers, started_at=sent - timedelta(hours=1), sent_at=sent
    )


def _marks(email: str) -> dict[str, dict[str, Any]]:
    one = _TOLD["exhibitors"][int(email.partition("@")[0][-2:]) - 1]
    codes = [criterion["code"] for criterion in registry.kind("fair").default_rules["criteria"]]
    return {code: {"mark": one["mark"], "reason": _REASON[one["language"]]} for code in codes}
