"""A network with two sites, spaces and members; everything invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from mouakaba.accompany.spaces.actions import save_member, save_site, save_space
from mouakaba.accompany.spaces.models import Member, Site, Space
from mouakaba.base.organisations.actions import join_organisation
from tests import factories

TODAY = "2026-03-02 10:00:00"
DAY = date(2026, 3, 2)


def make_site(network: Any, slug: str = "demo-site", **fields: Any) -> Site:
    """A site that operates."""
    given = {"name": factories.words("DEMO site"), "region_id": "MA-02", "status": "operating", "is_demo": True}
    return save_site(site=Site(network=network, slug=slug), by=None, **{**given, **fields})


def make_space(site: Site, code: str = "A1", **fields: Any) -> Space:
    """An office of 20 square metres."""
    return save_space(space=Space(site=site), by=None, **{"code": code, "area": Decimal(20), **fields})


def make_member(network: Any, name: str = "DEMO startup", **fields: Any) -> Member:
    """A member at the stage START."""
    return save_member(member=Member(network=network), name=name, reason="DEMO", by=None, is_demo=True, **fields)


def make_network() -> SimpleNamespace:
    """The network, its site with two offices and a coworking space, an officer, a reader, and a member's contact."""
    officer, reader = factories.make_person("Manager", language="fr"), factories.make_person("Colleague")
    contact = factories.make_person("Founder", language="ar")
    programme = factories.make_programme("demo-network", officer=officer)
    network = programme.organisation
    join_organisation(person=reader, organisation=network, role="viewer", by=None)
    site = make_site(network)
    return SimpleNamespace(
        network=network,
        programme=programme,
        site=site,
        office=make_space(site, "A1"),
        large=make_space(site, "A2", area=Decimal("35.5")),
        seats=make_space(site, "C1", kind="coworking", area=Decimal(80), seats=10),
        officer=officer,
        reader=reader,
        contact=contact,
        member=make_member(network, contact=contact),
    )
