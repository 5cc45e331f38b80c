"""Two payments, tranches or refunds at the same moment, in real transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import Sum

from mouakaba.accompany.funding import actions
from mouakaba.accompany.funding.models import Grant, Payment, Refund, Tranche
from mouakaba.base.clock.actions import set_clock
from tests import factories
from tests.accompany.agreements.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4
DAY = date(2025, 3, 1)


@pytest.fixture
def grant(places: None, settings: Any) -> Grant:
    settings.DEMO = True
    set_clock(stands_at=factories.at(TODAY))
    values = {
        "programme": factories.make_programme(), "beneficiary": factories.make_organisation("demo-cooperative"),
        "title": "DEMO", "language": "fr", "amount": 100, "decided_on": DAY, "decided_by": "DEMO",
    }  # fmt: skip
    return actions.save_grant(grant=None, values=values, by=None)


def at_once(write: Callable[[int], object]) -> list[str]:
    """What each of MANY writes at the same moment was answered; empty for one that was done."""
    gate = Barrier(MANY)

    def one(number: int) -> str:
        try:
            gate.wait(30)
            write(number)
        except (ValidationError, IntegrityError) as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def tranche(grant: Grant, amount: int = 100) -> Tranche:
    return actions.add_tranche(
        grant=grant, amount=amount, milestone="DEMO", language="fr", due_on=None, needs_proof=False, by=None
    )


def test_payments_through_the_action_never_exceed_their_tranche(grant: Grant) -> None:
    row = tranche(grant)
    said = at_once(lambda n: actions.record_payment(tranche=row, on=DAY, amount=40, reference=f"DEMO {n}", by=None))
    assert sorted(said) == ["", "", "ValidationError", "ValidationError"]
    assert Payment.objects.aggregate(s=Sum("amount"))["s"] == 80


def test_payments_written_past_the_action_never_exceed_it_either(grant: Grant) -> None:
    row = tranche(grant)
    at = factories.at(TODAY)
    said = at_once(
        lambda n: Payment.objects.create(tranche=row, on=DAY, amount=40, reference=f"DEMO {n}", recorded_at=at)
    )
    assert sorted(said) == ["", "", "IntegrityError", "IntegrityError"]
    assert Payment.objects.aggregate(s=Sum("amount"))["s"] == 80


def test_tranches_never_exceed_the_grant(grant: Grant) -> None:
    said = at_once(lambda n: tranche(grant, 40))
    assert sorted(said) == ["", "", "ValidationError", "ValidationError"]
    assert list(grant.tranches.values_list("number", flat=True)) == [1, 2]


def test_refunds_never_exceed_what_was_paid(grant: Grant) -> None:
    actions.record_payment(tranche=tranche(grant), on=DAY, amount=50, reference="DEMO", by=None)
    by = factories.make_person("Officer")
    said = at_once(
        lambda n: actions.record_refund(grant=grant, on=DAY, amount=20, reference=f"DEMO {n}", reason="DEMO", by=by)
    )
    assert sorted(said) == ["", "", "ValidationError", "ValidationError"]
    assert Refund.objects.aggregate(s=Sum("amount"))["s"] == 40
