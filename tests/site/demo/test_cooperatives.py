"""The demonstration's cooperative: books that add up, one meeting approved and one called."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.accompany.cooperatives.models import Assembly, Cooperative
from mouakaba.accompany.cooperatives.queries import attendance, capital_of
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.site.demo.cooperatives import PRESIDENT, SLUG, load_cooperatives
from tests import factories
from tests.browsing import as_, url


@pytest.mark.django_db
def test_the_books_of_the_oued_cooperative_are_alive(places: None, stand_at: Any) -> None:
    stand_at("2025-04-01 10:00:00")
    factories.make_organisation(SLUG, legal_form="cooperative", region_id="MA-02")
    president = factories.make_person("President", email=PRESIDENT)
    load_cooperatives({PRESIDENT: president})
    books = Cooperative.objects.get()
    total = capital_of(books)
    assert (total.members, total.shares, total.subscribed, total.paid) == (7, 47, 4_700_00, 4_450_00)
    assert (total.unpaid, total.owed_back) == (250_00, 300_00)
    coming, held = Assembly.objects.all()
    assert held.approved_at and attendance(held).quorum.answer.value == "yes" and held.decisions.count() == 3
    assert coming.called_on and OutboxMessage.objects.filter(address=PRESIDENT).count() == 1
    assert all(name.startswith("DEMO") for name in books.cooperators.values_list("name", flat=True))
    page = as_(president).get(url("cooperative", SLUG, language="ar"))
    assert page.status_code == 200 and "DEMO" in page.content.decode()
