"""What came after support: fairs, public events, news, and an invented cohort asked at six and twelve months."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from mouakaba.accompany import door
from mouakaba.base.clock.actions import set_clock
from mouakaba.base.clock.queries import moment
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.select import door as select
from mouakaba.site.demo.cohorts import HOLDER, ZONE

_FILE = Path(__file__).with_name("aftermath.toml")
_GROUPS = ("women_under_30", "women_30_more", "men_under_30", "men_30_more")
_COUNTS = ("visitors", "products", "meetings", "contacts", "talks", "leaders")
OFFICER = "odco@demo.example"
SIX, FAIR_ENDED = datetime(2024, 10, 8, 10), datetime(2024, 11, 12, 10)


def load_aftermath(people: Mapping[str, Person], stands_at: datetime) -> None:
    """All of it; the product's clock stands at ``stands_at`` (wall time) when it ends."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    projects = _ended(data["ended"], people)
    _asked(projects, data["ended"]["six"], people[OFFICER], SIX)
    set_clock(stands_at=moment(FAIR_ENDED, ZONE))
    fairs = [_fair(entry) for entry in data["fair"]]
    _told(fairs[-1], projects, data["ended"]["fair"], people[OFFICER])
    _programme(data["programme"])
    for item in data["news"]:
        _news(item)
    _asked(projects, data["ended"]["twelve"], people[OFFICER], stands_at)
    for event in data["event"]:
        _event(event, people[OFFICER])


def _ended(entry: Mapping[str, Any], people: Mapping[str, Person]) -> list[Any]:
    values = {name: entry[name] for name in ("code", "title", "objectives", "starts_on", "ends_on")}
    more = {"programme": select.programme_named(entry["programme"]), "planned": len(entry["projects"])}
    cohort = door.save_cohort(cohort=None, values={**values, **more, "is_demo": True}, by=people[OFFICER])
    return [
        door.add_project(
            cohort=cohort,
            values={"title": title, "language": "ar", "region_id": "MA-02"},
            email="" if number else people[HOLDER].email,  # the holder answers by the link of the letter
            by=people[OFFICER],
        )
        for number, title in enumerate(entry["projects"])
    ]


def _asked(projects: list[Any], answers: list[Any], officer: Person, at: datetime) -> None:
    """Prepares what is due then, and enters the answers of the last projects as an officer on the phone does."""
    set_clock(stands_at=moment(at, ZONE))
    door.follow_up(place=projects[0].cohort, by=officer)
    order = {project.pk: number for number, project in enumerate(projects)}
    open_ = door.FollowUp.objects.filter(project__in=projects, answer=None, months=6 if at == SIX else 12)
    waiting = sorted(open_.select_related("project__project__bearer"), key=lambda row: -order[row.project_id])
    for followup, told in zip(waiting, answers, strict=False):
        door.answer_by_phone(followup=followup, values=_values(*told), upload=None, asked_on=at.date(), by=officer)


def _values(state: str, kept: list[int], created: list[int], turnover: str, milieu: str) -> dict[str, Any]:
    jobs = {f"kept_{group}": number for group, number in zip(_GROUPS, kept, strict=True)}
    jobs |= {f"created_{group}": number for group, number in zip(_GROUPS, created, strict=True)}
    needs = ["markets"] if state == "active" else ["funding", "coaching"]
    told = {"state": state, "turnover": turnover, "milieu": milieu, "integrated": state == "active"}
    return {**jobs, **told, "helped": ["training", "coaching"], "needs": needs, "text": ""}


def _fair(entry: Mapping[str, Any]) -> Any:
    values = {name: value for name, value in entry.items() if name not in ("code", "programme")}
    values["programme"] = select.programme_named(entry["programme"])
    return door.save_fair(fair=None, values=values, by=None)


def _told(fair: Any, projects: list[Any], lines: list[Any], officer: Person) -> None:
    """What projects did at the invented fair; the last line waits for the officer."""
    for number, (project, (stand, *counts, orders)) in enumerate(zip(projects, lines, strict=False), start=1):
        visit = door.join_fair(fair=fair, project=project, by=officer)
        values = {"stand": stand, **dict(zip(_COUNTS, counts, strict=True))}
        visit = door.tell_visit(visit=visit, values=values, by=officer)
        for amount in orders:
            told = {"what": "طلبية (DEMO)", "amount": amount * 100, "ordered_on": date(2024, 11, 10)}
            door.add_order(visit=visit, values=told, by=officer)
        if number < len(lines):
            visit.refresh_from_db()
            door.confirm_visit(visit=visit, revision=visit.revision, by=officer)


def _programme(entry: Mapping[str, Any]) -> None:
    organisation = Organisation.objects.get(slug=entry["organisation"])
    select.create_programme(organisation=organisation, slug=entry["slug"], title=entry["title"], is_demo=True, by=None)


def _news(entry: Mapping[str, Any]) -> None:
    set_clock(stands_at=moment(datetime.combine(entry["published"], time(9)), ZONE))
    values = {name: value for name, value in entry.items() if name not in ("organisation", "published")}
    values["organisation"] = Organisation.objects.get(slug=entry["organisation"])
    door.publish_news(item=door.save_news(item=None, values=values, by=None), by=None)


def _event(entry: Mapping[str, Any], officer: Person) -> None:
    told = ("kind", "title", "motto", "text", "place", "organisers", "partners", "day_known")
    values = {name: entry[name] for name in told if name in entry}
    values["programme"] = select.programme_named(entry["programme"])
    values["starts_at"], values["ends_at"] = (moment(entry[name], ZONE) for name in ("starts", "ends"))
    more = {"region_id": entry["region"], "is_open": True, "is_demo": "participants" in entry}
    session = door.save_session(session=None, values={**values, **more}, by=None)
    for sort, count in entry.get("participants", {}).items():
        for number in range(1, count + 1):
            door.add_person(session=session, email="", name=f"مشارك {number} (DEMO)", comes_as=sort, by=officer)
