"""A small invented call, through the product's own steps: announced, applied to, marked, chosen, published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import Any

from mouakaba.base.clock.queries import moment
from mouakaba.base.people.actions import open_accounts
from mouakaba.base.people.models import Person
from mouakaba.select import door, registry
from mouakaba.site.demo.jury import InventedJuror

ZONE = "Africa/Casablanca"
_REASON = {"ar": "تقدير مختلق (DEMO)", "fr": "Avis inventé (DEMO)", "en": "Invented opinion (DEMO)"}


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody invented who applies: what they answer, and the mark they will get on every criterion."""

    email: str
    name: str
    language: str
    answers: Mapping[str, Any]
    mark: int


@dataclass(frozen=True, slots=True)
class SmallCall:
    """What a call needs besides the starting point of its kind. Days in wall time; an application every second day."""

    kind: str
    programme: str
    slug: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    opens: datetime
    closes: datetime
    places: int
    applicants: Sequence[Applicant]


def announce(small: SmallCall, officer: Person) -> door.Call:
    """The call, with its dates, published; the applications come in over the days that follow."""
    kind = registry.kind(small.kind)
    call = door.create_call(
        programme=door.programme_named(small.programme), kind_code=small.kind, slug=small.slug,
        title=dict(small.title), by=officer,
    )  # fmt: skip
    header = {**kind.default_rules["call"], "title": dict(small.title), "places": small.places}
    header |= {"opens_at": small.opens, "closes_at": small.closes}
    content = {**kind.default_content, "summary": dict(small.summary)}
    door.save_draft(call=call, rules={**kind.default_rules, "call": header}, content=content, by=officer)
    door.publish_call(call=call, by=officer)
    people = open_accounts(people=[_person(one) for one in small.applicants], by=None)
    arrivals = [_arrival(small, number, one, people[one.email]) for number, one in enumerate(small.applicants, start=1)]
    door.take_in(call=call, arrivals=arrivals, by=None)
    return call


def choose(call: door.Call, small: SmallCall, seats: Sequence[InventedJuror], officer: Person) -> None:
    """The officer admits them, jurors who read a file's language mark it, the choice is computed and published."""
    sent = sorted(door.sent_files(call), key=lambda one: one.email)
    door.admit_many(call=call, files=[file.id for file in sent], by=officer)
    for seat in seats:
        door.invite_juror(call=call, email=seat.email, languages=seat.languages, name=seat.name, by=officer)
    jury, files = door.jury_of(call), door.files_in(call)
    applicants = {one.email: one for one in small.applicants}
    turns = {code: cycle([seat for seat in seats if code in seat.languages]) for code in ("ar", "fr", "en")}
    marked = [
        door.Marked(
            juror=jury[next(turns[applicants[file.email].language]).email],
            file=files[file.id],
            marks=_marks(small, applicants[file.email]),
        )
        for file in sent
    ]
    door.take_marks(call=call, marked=marked, by=officer)
    door.close_marks(call=call, by=officer)
    run = door.run_selection(call=call, name="DEMO", by=officer)
    door.freeze_run(run=run, note="DEMO", by=officer)
    door.publish_results(call=call, by=officer)


def _person(one: Applicant) -> Person:
    return Person(email=one.email, name=one.name, language=one.language, is_demo=True)


def _arrival(small: SmallCall, number: int, one: Applicant, person: Person) -> door.Arrival:
    sent = moment(datetime.combine(small.opens.date() + timedelta(days=2 * number), time(10, number)), ZONE)
    return door.Arrival(
        applicant=person, language=one.language, answers=dict(one.answers), started_at=sent - timedelta(hours=1),
        sent_at=sent,
    )  # fmt: skip


def _marks(small: SmallCall, one: Applicant) -> dict[str, dict[str, Any]]:
    codes = [criterion["code"] for criterion in registry.kind(small.kind).default_rules["criteria"]]
    return {code: {"mark": one.mark, "reason": _REASON[one.language]} for code in codes}
