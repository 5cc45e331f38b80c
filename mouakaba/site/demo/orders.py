"""Invented products, an order that was accepted, and a logistics platform with bookings; all marked DEMO."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from mouakaba.base.clock.queries import moment, today
from mouakaba.base.organisations.actions import join_organisation, record_organisation
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.places.models import Commune
from mouakaba.match import door

OUJDA = "02.411.01.23"
ZONE = "Africa/Casablanca"
_FILE = Path(__file__).with_name("orders.toml")


def load_orders(people: Mapping[str, Person]) -> None:
    """Products and an order; then what the platform offers over the four weeks to come, partly booked."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for entry in data["product"]:
        _list(entry, "offer", people[entry["owner"]], entry["facts"])
    order = data["order"]
    due = {"by": (today() + timedelta(days=40)).isoformat()}
    need = _list(order, "need", people[order["owner"]], {**order["facts"], **due})
    for deal in door.ask_for_offers(need=need, groups=["olive_oil"], by=people[order["owner"]])[:1]:
        door.answer_deal(deal=deal, side="offer", yes=True, planned_on=today() + timedelta(days=10),
                         by=people["cooperative@demo.example"])  # fmt: skip
    _load_platform(data, people)


def _list(entry: Mapping[str, Any], side: str, by: Person, facts: Mapping[str, Any]) -> Any:
    organisation = Organisation.objects.get(slug=entry["organisation"])
    join_organisation(person=by, organisation=organisation, role="owner", by=None)
    return door.list_on_market(
        owner=organisation, kind_code="products", side=side, title=entry["title"], text=entry["text"],
        facts=facts, closes_on=today() + timedelta(days=365), is_demo=True,
    )  # fmt: skip


def _load_platform(data: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    told = data["platform"]
    platform = record_organisation(
        slug=told["organisation"], name=told["name"], region_id="MA-02", is_demo=True, by=None
    )
    join_organisation(person=people[told["owner"]], organisation=platform, role="owner", by=None)
    buyer = Organisation.objects.get(slug="demo-oued-cooperative")
    for entry in data["capacity"]:
        row = door.save_capacity(
            capacity=door.Capacity(), by=None, organisation=platform, kind=entry["kind"], title=entry["title"],
            place=Commune.objects.get(pk=OUJDA), unit=entry["unit"], size=entry["size"], price=entry["price"],
            is_demo=True,
        )  # fmt: skip
        slots = [_open(row, start, end, entry) for start, end in _times(entry["kind"])]
        start, end = slots[0]
        end = {"storage": start + timedelta(days=3), "packaging": start + timedelta(hours=2)}.get(entry["kind"], end)
        door.book(
            capacity=row, start=start, end=end, quantity=1 if entry["size"] == 1 else entry["size"] // 3,
            organisation=buyer, by=people["cooperative@demo.example"], note="DEMO",
        )  # fmt: skip


def _open(row: Any, start: datetime, end: datetime, entry: Mapping[str, Any]) -> tuple[datetime, datetime]:
    to = Commune.objects.get(pk=entry["to"]) if "to" in entry else None
    door.open_window(capacity=row, start=start, end=end, to_place=to, by=None)
    return start, end


def _times(kind: str) -> list[tuple[datetime, datetime]]:
    """Four weeks from tomorrow: days of storage; hours of a line each working day; two trips a week."""
    first = today() + timedelta(days=1)
    days = [first + timedelta(days=number) for number in range(28)]
    if kind == "storage":
        return [(_at(first, 0), _at(days[-1], 0))]
    if kind == "packaging":
        return [(_at(day, 9), _at(day, 17)) for day in days if day.weekday() < 5]
    return [(_at(day, 7), _at(day, 10)) for day in days if day.weekday() in (1, 3)]


def _at(day: date, hour: int) -> datetime:
    return moment(datetime.combine(day, time(hour)), ZONE)
