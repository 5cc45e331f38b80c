"""A network's sites as published, and invented spaces, members, stays and a waiting list in three of them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from mouakaba.accompany import door
from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.places.models import Commune
from mouakaba.kernel.days import months_after
from mouakaba.site.demo.logins import Login

_FILE = Path(__file__).with_name("sites.toml")
_SECTORS = ("الفلاحة", "énergie", "الصحة", "éducation", "البرمجيات", "eau")
_REGIONS = ("MA-06", "MA-04", "MA-01", "MA-02", "MA-09", "MA-03")
_STAGES = ("boost_up_lab", "start", "start", "develop", "accelerate")
OFFICES = {"technopark-casablanca": 24, "technopark-rabat": 10, "technopark-tangier": 8}
WAITING = 30
_MANAGER = "sites@demo.example"


def site_logins() -> tuple[Login, ...]:
    """Who runs the sites, and a member that is hosted."""
    return (
        Login(_MANAGER, "مسيرة المواقع (DEMO)", "ar", "runs the sites of the network, its spaces and waiting lists"),
        Login(
            "hosted@demo.example", "مؤسس مقاولة مستضافة (DEMO)", "ar", "hosted on a site: sees the rent and its steps"
        ),
    )


def load_sites(people: Mapping[str, Person], seed: int) -> None:
    """Sites with their figures, the study of regions, and what is invented on three sites."""
    data, chance = tomllib.loads(_FILE.read_text(encoding="utf-8")), random.Random(seed)
    network = Organisation.objects.get(slug=data["network"])
    sites = {entry["slug"]: _site(network, entry) for entry in data["site"]}
    _load_study(network, data, people[_MANAGER])
    names = _names()
    for slug, offices in OFFICES.items():
        _let_out(sites[slug], offices, names, chance, people)
    _queue(sites["technopark-casablanca"], names, chance, people[_MANAGER])
    _left(sites["technopark-rabat"], names, chance, people[_MANAGER])


def _site(network: Organisation, entry: Mapping[str, Any]) -> Any:
    first, last = entry["opens"]
    plain = ("status", "agreement", "agreement_url", "desks", "desks_url", "source_url")
    commune = (
        Commune.objects.filter(region=entry["region"], name__fr=entry["commune"]).first()
        if "commune" in entry
        else None
    )
    site = door.save_site(
        site=door.Site(network=network, slug=entry["slug"]),
        by=None,
        name=entry["name"],
        region_id=entry["region"],
        commune=commune,
        opens_from=first,
        opens_until=last,
        **{name: entry[name] for name in plain if name in entry},
    )
    for figure in entry.get("figure", []):
        door.add_figure(site=site, by=None, **figure)
    return site


def _load_study(network: Organisation, data: Mapping[str, Any], manager: Person) -> None:
    gdp = data["gdp"]
    joint = (Decimal(gdp["joint"]["share"]), tuple(gdp["joint"]["regions"]))
    shares = {code: Decimal(share) for code, share in gdp["shares"].items()}
    door.record_gdp(year=gdp["year"], shares=shares, joint=joint, source_url=gdp["source_url"], by=None)
    for entry in data["sheet"]:
        plain = {name: entry[name] for name in ("request", "partners", "partners_url", "agreed") if name in entry}
        door.save_sheet(network=network, region=entry["region"], by=manager, is_demo=True, **plain)
        for criterion, mark in entry["marks"].items():
            given: dict[str, Any] = {"criterion": criterion, "mark": mark, "note": "DEMO · نقطة للعرض", "by": manager}
            door.note_potential(network=network, region=entry["region"], **given)


def _names() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{_SECTORS[number % len(_SECTORS)]} {number:02} (DEMO)"


def _member(network: Organisation, name: str, joined: date, chance: random.Random, by: Person, **more: Any) -> Any:
    return door.save_member(
        member=door.Member(network=network),
        name=name,
        kind=chance.choice(("startup", "startup", "small_firm", "holder")),
        region_id=chance.choice(_REGIONS),
        stage=chance.choice(_STAGES),
        joined_on=joined,
        reason="DEMO",
        is_demo=True,
        by=by,
        **more,
    )


def _spaces(site: Any, offices: int, chance: random.Random) -> list[Any]:
    """Offices of 14 to 30 square metres in rows along a corridor, and a coworking room at its end."""
    made = []
    for number in range(offices):
        floor, place = divmod(number, 12)
        side, column = divmod(place, 6)
        code = f"{floor}{place + 1:02}"
        at = {"x": 10 + 62 * column, "y": 10 + 85 * side, "width": 58, "depth": 50, "floor": floor}
        made.append(
            door.save_space(
                space=door.Space(site=site, is_demo=True),
                code=code,
                area=Decimal(chance.randint(14, 30)),
                by=None,
                **at,
            )
        )
    room = {"kind": "coworking", "area": Decimal(90), "seats": 24, "x": 390, "y": 10, "width": 110, "depth": 135}
    made.append(door.save_space(space=door.Space(site=site, is_demo=True), code="C1", by=None, **room))
    return made


def _let_out(
    site: Any, offices: int, names: Iterator[str], chance: random.Random, people: Mapping[str, Person]
) -> None:
    """Most offices are let; one rent is about to change, one stay to end, one has ended, some seats are taken."""
    day, by = today(), people[_MANAGER]
    *rooms, seats = _spaces(site, offices, chance)
    for number, room in enumerate(rooms[:-2]):
        more = {"contact": people["hosted@demo.example"]} if number == 0 and offices == max(OFFICES.values()) else {}
        begins = (
            months_after(day, -17) + timedelta(days=9) if number == 0 else day - timedelta(days=chance.randint(30, 900))
        )
        stay = door.let_space(
            space=room, member=_member(site.network, next(names), begins, chance, by, **more), begins=begins,
            reason="DEMO", is_demo=True, by=by,
        )  # fmt: skip
        if number == 1:
            door.end_stay(stay=stay, ends=day + timedelta(days=45), reason="DEMO", by=by)
        elif number == 2:
            door.end_stay(stay=stay, ends=day - timedelta(days=10), reason="DEMO", by=by)
    for taken in (3, 5, 2, 4):
        begins = day - timedelta(days=chance.randint(10, 500))
        member = _member(site.network, next(names), begins, chance, by)
        given: dict[str, Any] = {"plan": ((0, 400_00),), "reason": "DEMO", "is_demo": True, "by": by}
        door.let_space(space=seats, member=member, begins=begins, seats=taken, **given)


def _left(site: Any, names: Iterator[str], chance: random.Random, by: Person) -> None:
    """Six members left the coworking room seven months ago; five told on the phone what became of them."""
    seats, left_on = door.Space.objects.get(site=site, code="C1"), months_after(today(), -7)
    for _number in range(6):
        begins = left_on - timedelta(days=chance.randint(200, 500))
        member = _member(site.network, next(names), begins, chance, by)
        given: dict[str, Any] = {"plan": ((0, 400_00),), "reason": "DEMO", "is_demo": True, "by": by}
        door.let_space(space=seats, member=member, begins=begins, ends=left_on, seats=1, **given)
    door.follow_up(place=site, by=by)
    for survey in door.FollowUp.objects.filter(stay__space__site=site).order_by("pk")[:5]:
        jobs = {"kept_women_under_30": chance.randint(0, 2), "created_men_under_30": chance.randint(0, 3)}
        told = {"state": "active", "turnover": "200k", "milieu": "urban", "integrated": True, "text": ""}
        values = {**told, **jobs, "helped": ["space", "network"], "needs": ["markets", "people"]}
        door.answer_by_phone(followup=survey, values=values, upload=None, asked_on=today(), by=by)


def _queue(site: Any, names: Iterator[str], chance: random.Random, by: Person) -> None:
    for number in range(WAITING):
        decided = today() - timedelta(days=chance.randint(5, 120))
        seated = number % 6 == 5
        wanted = Decimal(chance.randint(2, 4) if seated else chance.randint(12, 26))
        row = door.add_waiting(
            site=site, member=_member(site.network, next(names), decided, chance, by), decided_on=decided,
            kind="coworking" if seated else "office", wanted=wanted,
            by=by,
        )  # fmt: skip
        if number == 12:
            door.set_priority(waiting=row, priority=1, reason="DEMO · انتهى كراء مقرها الحالي", by=by)
