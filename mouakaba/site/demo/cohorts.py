"""The cohorts of Kawaliss as records whose totals are those published, and an invented cohort of today."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from mouakaba.accompany import door
from mouakaba.base.clock.queries import moment, now, today
from mouakaba.base.people.models import Person
from mouakaba.select import door as select
from mouakaba.site.demo.logins import Login
from mouakaba.site.demo.records import cohort1

ZONE = "Africa/Casablanca"
REGIONS = ("MA-01", "MA-02", "MA-03", "MA-09")  # where Kawaliss works (K36)
TRAINER, HOLDER = "trainer@demo.example", "cooperative@demo.example"
DEMO = " (DEMO)"
_FILE = Path(__file__).with_name("cohorts.toml")
_MILESTONES = (("جرد كلفة الإنتاج", -10, True), ("خطة التسويق", 20, False), ("أول طلبية خارج الجهة", 60, False))


def cohort_logins() -> tuple[Login, ...]:
    """Who trains."""
    return (Login(TRAINER, "مؤطرة (DEMO)", "ar", "trains: takes attendance, signs coaching sheets"),)


def load_cohorts(people: Mapping[str, Person]) -> None:
    """Kawaliss 1 and 2, a record a session, with what was published; then the invented cohort."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for entry in data["cohort"]:
        _load_published(entry, data["kinds"])
        _load_stated(entry, data["labels"])
    _load_invented(data["invented"], people)


def _load_published(entry: Mapping[str, Any], kinds: Mapping[str, Any]) -> None:
    programme = select.programme_named(entry["programme"])
    values = {name: entry[name] for name in ("code", "title", "objectives", "note", "planned")}
    call = select.call_named(entry["call"]) if "call" in entry else None
    more = {"programme": programme, "call": call, "source_url": entry["source"]}
    cohort = door.save_cohort(cohort=None, values={**values, **more}, by=None)
    projects = [_typed(cohort, told) for told in cohort1().projects] if entry.get("projects") else []
    tours = [_tour(cohort, kinds["tour"], number) for number in range(1, entry["tours"] + 1)]
    told = enumerate(_sessions(entry, projects, tours))
    rows = [
        _session(cohort, entry["first"] + timedelta(days=n), one, _numbered(kinds[one["kind"]], n + 1))
        for n, one in told
    ]
    door.record_past(sessions=rows, by=None)


def _typed(cohort: Any, told: Any) -> Any:
    values = {"title": told.title["fr"], "language": "fr", "region_id": told.region}
    made = door.add_project(cohort=cohort, values=values, by=None)
    made.project.is_demo = True
    made.project.save(update_fields=["is_demo"])
    return made


def _tour(cohort: Any, words: Mapping[str, str], number: int) -> Any:
    return door.save_tour(cohort=cohort, title=_numbered(words, number), by=None)


def _sessions(entry: Mapping[str, Any], projects: list[Any], tours: list[Any]) -> Iterator[dict[str, Any]]:
    """What each session is: those of the tours, the other collective trainings, the individual ones."""
    toured = [kind for kind, count in entry["toured"].items() for _ in range(count)]
    for number, kind in enumerate(toured):
        place = number % len(tours)
        yield {"kind": kind, "tour": tours[place], "region_id": REGIONS[place]}
    for number in range(entry["collective"] - entry["toured"]["training"]):
        yield {"kind": "training", "region_id": REGIONS[number % 4]}
    for number in range(entry["individual"]):
        project = projects[number % len(projects)] if projects else None
        region = project.project.region_id if project else REGIONS[number % 4]
        yield {"kind": "training", "individual": True, "project": project, "region_id": region}


def _session(cohort: Any, day: date, values: Mapping[str, Any], title: Mapping[str, str]) -> door.Session:
    starts_at = moment(datetime.combine(day, time(10)), ZONE)
    told = {"programme": cohort.programme, "cohort": cohort, "title": title, "is_demo": True, "day_known": False}
    return door.Session(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **told, **values)


def _numbered(words: Mapping[str, str], number: int) -> dict[str, str]:
    return {language: f"{text} {number}{DEMO}" for language, text in words.items()}


def _load_stated(entry: Mapping[str, Any], labels: Mapping[str, Any]) -> None:
    """What the release says, beside which the records are counted."""
    toured = entry["toured"]
    stated = {
        "collective": entry["collective"],
        "individual": entry["individual"],
        "tours": entry["tours"],
        "tour-trainings": toured["training"],
        "tour-visits": toured["visit"] + toured["meeting"],
        "tour-workshops": toured["workshop"],
        "tour-round-tables": toured["round_table"],
    }
    for code, number in stated.items():
        label = {language: f"{text} · {entry['title'][language]}" for language, text in labels[code].items()}
        select.record_figure(
            programme=select.programme_named(entry["programme"]),
            code=f"{entry['code']}-{code}",
            label=label,
            stated=number,
            source_url=entry["source"],
            by=None,
        )


def _load_invented(entry: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    officer, trainer, holder = people["odco@demo.example"], people[TRAINER], people[HOLDER]
    programme = select.programme_named(entry["programme"])
    values = {name: entry[name] for name in ("code", "title", "objectives")}
    days = {"starts_on": date(2025, 3, 3), "ends_on": date(2025, 8, 31)}
    more = {"programme": programme, "planned": len(entry["projects"]), "is_demo": True}
    cohort = door.save_cohort(cohort=None, values={**values, **days, **more}, by=officer)
    for step in entry["step"]:
        door.add_step(cohort=cohort, title=step["title"], due_on=step["day"], by=officer)
    projects = [
        door.add_project(
            cohort=cohort, values={"title": title, "language": "ar", "region_id": "MA-02"}, email=email, by=officer
        )
        for title, email in entry["projects"]
    ]
    _plan(projects[0], trainer, holder)
    training, coached, *_coming = [_invented(cohort, told, projects[0], trainer) for told in entry["session"]]
    door.make_badge(person=holder, by=holder)
    _held(training, holder, trainer)
    _coached(coached, trainer)
    door.give_certificates(cohort=cohort, by=officer)


def _plan(project: Any, trainer: Person, holder: Person) -> None:
    for title, days, done in _MILESTONES:
        due = today() + timedelta(days=days)
        row = door.add_milestone(project=project, title=title + DEMO, due_on=due, language="ar", by=trainer)
        if done:
            door.finish_milestone(milestone=row, done_on=due, by=holder)
    door.write_note(project=project, text="أرسلنا جدول الكلفة، وننتظر ملاحظاتكم. (DEMO)", language="ar", by=holder)


def _invented(cohort: Any, told: Mapping[str, Any], project: Any, trainer: Person) -> Any:
    is_coaching = told["kind"] == "coaching"
    values = {
        "programme": cohort.programme,
        "cohort": cohort,
        "kind": told["kind"],
        "individual": is_coaching,
        "project": project if is_coaching else None,
        "title": told["title"],
        "starts_at": moment(told["starts"], ZONE),
        "ends_at": moment(told["ends"], ZONE),
        "region_id": "MA-02",
        "place": told["place"],
        "capacity": told.get("open"),
        "is_open": "open" in told,
        "is_demo": True,
    }
    return door.save_session(session=None, values=values, trainers=[trainer.email], by=None)


def _held(session: Any, holder: Person, trainer: Person) -> None:
    """A training that was held: the holder's badge was read; one badge nobody here has is kept."""
    at = now()
    read = session.starts_at + timedelta(minutes=4)
    badge = door.make_badge(person=holder, by=holder).code
    scans = [door.DeviceScan(uuid4(), text, read) for text in (badge, "DEMQUNKNWN")]
    door.take_scans(session=session, scans=scans, sent_at=at, by=trainer)


def _coached(session: Any, trainer: Person) -> None:
    """A coaching sheet that waits for the project's signature."""
    values = {
        "day": session.starts_at.date(),
        "minutes": 90,
        "subject": "خطة التسويق: من نبيع له وبأي ثمن" + DEMO,
        "next_steps": "لائحة بعشرة متاجر بوجدة قبل 15 أبريل" + DEMO,
    }
    sheet = door.write_sheet(session=session, values=values, revision=0, by=trainer)
    door.sign_sheet(session=session, revision=sheet.revision, by=trainer)
