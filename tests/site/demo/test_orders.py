"""The demonstration's products, order and platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from mouakaba.match.bookings.models import Booking, Capacity
from mouakaba.match.entries.models import Entry
from mouakaba.match.listings.models import Opening
from mouakaba.match.trades.models import Deal
from mouakaba.select.fairs.models import Fair, StandGiven
from mouakaba.select.fairs.queries import lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_products_are_ordered_and_capacity_is_booked(loaded: Path) -> None:
    assert not Entry.objects.filter(stale__gt=0).exists()
    listed = Opening.objects.filter(kind_code="products")
    assert set(listed.values_list("side", flat=True)) == {"offer", "need"}
    assert all(row.is_demo and "DEMO" in row.title for row in listed)
    [deal] = [row for row in Deal.objects.all() if row.introduction.opening.kind_code == "products"]
    assert deal.state == Deal.State.AGREED
    assert {row.kind for row in Capacity.objects.all()} == set(Capacity.Kind.values)
    assert {row.capacity.kind for row in Booking.objects.all()} == set(Capacity.Kind.values)
    assert all(row.is_demo and "DEMO" in row.title for row in Capacity.objects.all())
    fair = Fair.objects.get()
    assert "DEMO" in fair.call.title["fr"] and fair.stands.count() == 34
    given = StandGiven.objects.filter(stand__fair=fair, cancelled_at=None)
    assert given.count() == 10 and all(row.application.is_demo for row in given)
    named = [one.name for line in lines_of(fair, public=True) for one in line.standings]
    assert 0 < len(named) < 10 and all("DEMO" in name for name in named)
    assert fair.call.decided_at
