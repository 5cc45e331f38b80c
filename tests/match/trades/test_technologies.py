"""Research and technology: what institutes have meets what firms look for."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import fits_of
from tests.match.conftest import as_
from tests.match.trades.conftest import make_listing, url

TECHNOLOGY = {"field": "olive", "offered": "licence", "readiness": "pilot", "rights": "filed", "reach": "country"}
WANTED = {"fields": ["olive", "organic"], "readiness": "proof", "region": "MA-02"}


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({}, ["field", "readiness"]),
        ({"wanted": ["licence"]}, ["field", "form", "readiness"]),
        ({"wanted": ["facility"]}, []),
        ({"fields": ["solar"]}, []),
        ({"readiness": "proven"}, []),
    ],
)
def test_rules_and_reasons(cluster: Any, facts: dict[str, Any], fits: list[str]) -> None:
    make_listing(cluster[1], "offer", TECHNOLOGY, kind_code="technologies")
    found = fits_of(Opening(kind_code="technologies", side="need", facts={**WANTED, **facts}))
    assert [[reason.code for reason in fit.reasons] for fit in found] == ([fits] if fits else [])


def test_a_laboratory_has_no_patent(cluster: Any) -> None:
    filled = {**TECHNOLOGY, "offered": "facility", "title": "DEMO", "text": "DEMO", "closes_on": "2026-03-30"}
    page = as_(cluster[0]).post(url("listing_new", "technologies", "offer"), {**filled, "organisation": cluster[1].pk})
    assert page.status_code == 422 and list(page.context["form"].errors) == ["rights"]


def test_needs_of_firms_are_read_by_anybody(cooperative: Any) -> None:
    need = make_listing(cooperative[1], "need", WANTED, kind_code="technologies", title="DEMO wanted")
    shown = as_(None).get(url("market", "technologies") + "?side=need").content.decode()
    assert need.title in shown
