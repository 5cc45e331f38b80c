"""Public services with their source, invented needs and requests; what is invented is marked DEMO."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.actions import join_organisation, record_organisation
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.match import door
from mouakaba.site.demo.logins import Login

CLOSES_ON = date(2025, 12, 31)
_FILE = Path(__file__).with_name("markets.toml")


def market_logins() -> tuple[Login, ...]:
    """Who gives services, who needs them, who sorts waste and who looks for it."""
    return (
        Login("cluster@demo.example", "مكلفة بالخدمات (DEMO)", "ar", "gives the services of the parks and the cluster"),
        Login("cooperative@demo.example", "رئيسة تعاونية (DEMO)", "ar", "asks for services, offers sorted waste"),
        Login("mentor@demo.example", "مرشد (DEMO)", "ar", "mentors two projects"),
        Login("expert@demo.example", "Experte (DEMO)", "fr", "offers to mentor, in the Oriental"),
        Login("holder@demo.example", "صاحبة مشروع (DEMO)", "ar", "has a project, a mentor and no organisation"),
        Login("green@demo.example", "Startup verte (DEMO)", "fr", "has a project, asks for services and a mentor"),
        Login("recycler@demo.example", "مسؤول إعادة التدوير (DEMO)", "ar", "looks for streams of waste to recycle"),
    )


def load_markets(people: Mapping[str, Person]) -> None:
    """Offers of public organisations as their sources name them, invented needs, and their requests."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    giver = people["cluster@demo.example"]
    for entry in data["offer"]:
        organisation = Organisation.objects.get(slug=entry["organisation"])
        join_organisation(person=giver, organisation=organisation, role="officer", by=None)
        for listed in entry["listed"]:
            _list(organisation, entry["kind"], "offer", listed, source_url=entry["source"])
    for entry in data["invented"]:
        owner = people[entry["owner"]]
        made = record_organisation(
            slug=entry["organisation"], name=entry["name"], region_id="MA-02", is_demo=True, by=None
        )
        join_organisation(person=owner, organisation=made, role="owner", by=None)
        side = entry.get("side", "need")
        listing = _list(made, entry["kind"], side, entry, is_demo=True, source_url=entry.get("source", ""))
        deals = door.ask_for_offers(need=listing, groups=entry.get("asks", []), by=owner)
        for deal in deals[:1] if "delivered" in entry else []:
            _deliver(deal, entry["delivered"], people[entry["giver"]])

    for entry in data["personal"]:
        _load_personal(entry, people)


def _load_personal(entry: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    """What an invented person offers or needs in their own name, what they ask for, and the sessions they had."""
    owner = people[entry["owner"]]
    listing = _list(owner, entry["kind"], entry.get("side", "need"), entry, is_demo=True)
    deals = door.ask_for_offers(need=listing, groups=entry.get("asks", []), by=owner)
    for deal in deals[:1] if "given" in entry else []:
        giver = people[entry["giver"]]
        deal = door.answer_deal(deal=deal, side="offer", yes=True, planned_on=today(), by=giver)
        for one in entry["given"]:
            quantity = Decimal(one["quantity"])
            door.record_delivery(deal=deal, on=today(), quantity=quantity, unit="hour", note=one["note"], by=giver)


def _deliver(deal: Any, delivered: list[dict[str, Any]], by: Person) -> None:
    """The other side agrees, and what was weighed or worked is recorded; all invented."""
    deal = door.answer_deal(deal=deal, side="offer", yes=True, planned_on=today(), by=by)
    for one in delivered:
        quantity, price = Decimal(one["quantity"]), one.get("price")
        door.record_delivery(
            deal=deal, on=today(), quantity=quantity, unit=one["unit"], price=price, note="DEMO", by=by
        )


def _list(owner: Any, kind: str, side: str, entry: Mapping[str, Any], **besides: Any) -> Any:
    return door.list_on_market(
        owner=owner,
        kind_code=kind,
        side=side,
        title=entry["title"],
        text=entry["text"],
        facts=entry["facts"],
        seats=entry.get("seats"),
        closes_on=CLOSES_ON,
        **besides,
    )
