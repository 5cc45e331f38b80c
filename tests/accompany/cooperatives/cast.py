"""A cooperative with a team, its books, and members."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from mouakaba.accompany.cooperatives import actions
from mouakaba.accompany.cooperatives.models import Assembly, Cooperative, Cooperator
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from tests import factories

TODAY = "2026-03-10 10:00:00"
DAY = date(2026, 3, 10)
STATUTES = {
    "share_value": 100_00, "quorum": "1/2", "quorum_again": "1/4", "quorum_extra": ">2/3", "majority": ">1/2",
    "notice_days": 15, "most_proxies": 1,
}  # fmt: skip


def make_team(slug: str = "demo-honey") -> tuple[Organisation, dict[str, Person]]:
    """A cooperative: its owner and officer write, its reader reads."""
    organisation = factories.make_organisation(slug, legal_form="cooperative", region_id="MA-02")
    team = {}
    for role in ("owner", "officer", "viewer"):
        team[role] = factories.make_person(f"{slug} {role}", language="ar")
        Membership.objects.create(person=team[role], organisation=organisation, role=role)
    return organisation, team


def make_books(organisation: Organisation, **changes: Any) -> Cooperative:
    return actions.begin_books(organisation=organisation, values={**STATUTES, **changes}, by=None)


def enter(
    books: Cooperative, name: str = "DEMO Member", *, shares: int = 5, paid: int = 500_00, **values: Any
) -> Cooperator:
    given = {"name": name, "entered_on": date(2025, 1, 5), **values}
    return actions.add_cooperator(cooperative=books, values=given, shares=shares, paid=paid, by=None)


def call(books: Cooperative, on: date = DAY, **values: Any) -> Assembly:
    given = {
        "kind": "ordinary", "again": False, "on": on, "at": time(10), "place": "DEMO seat", "language": "fr",
        "agenda": "DEMO accounts\nDEMO officers", **values,
    }  # fmt: skip
    return actions.save_assembly(cooperative=books, assembly=None, values=given, by=None)
