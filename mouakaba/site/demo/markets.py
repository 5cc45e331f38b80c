"""Public services with their source, invented needs and requests; what is invented is marked DEMO."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mouakaba.base.organisations.actions import join_organisation, record_organisation
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.match import door
from mouakaba.site.demo.logins import Login

CLOSES_ON = date(2025, 12, 31)
_FILE = Path(__file__).with_name("markets.toml")


def market_logins() -> tuple[Login, ...]:
    """Who runs the cluster's services, and who needs them."""
    return (
        Login("cluster@demo.example", "مكلفة بالخدمات (DEMO)", "ar", "gives the services of the parks and the cluster"),
        Login(
            "cooperative@demo.example", "رئيسة تعاونية (DEMO)", "ar", "states needs of a cooperative, asks for services"
        ),
    )


def load_markets(people: Mapping[str, Person]) -> None:
    """Offers of public organisations as their sources name them, invented needs, and their requests."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    giver, asker = people["cluster@demo.example"], people["cooperative@demo.example"]
    for entry in data["offer"]:
        organisation = Organisation.objects.get(slug=entry["organisation"])
        join_organisation(person=giver, organisation=organisation, role="officer", by=None)
        for listed in entry["listed"]:
            _list(organisation, entry["kind"], "offer", listed, source_url=entry["source"])
    for entry in data["need"]:
        made = record_organisation(
            slug=entry["organisation"], name=entry["name"], region_id="MA-02", is_demo=True, by=None
        )
        join_organisation(person=asker, organisation=made, role="owner", by=None)
        need = _list(made, entry["kind"], "need", entry, is_demo=True)
        door.ask_for_offers(need=need, groups=entry["asks"], by=asker)


def _list(organisation: Any, kind: str, side: str, entry: Mapping[str, Any], **besides: Any) -> Any:
    return door.list_on_market(
        organisation=organisation,
        kind_code=kind,
        side=side,
        title=entry["title"],
        text=entry["text"],
        facts=entry["facts"],
        closes_on=CLOSES_ON,
        **besides,
    )
