"""Organisations: the ICE is text, checked, and unique."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from mouakaba.base.organisations.models import check_ice
from tests import factories


@pytest.mark.parametrize("ice", ["999999991000004", "999999992000074", "999999993000047"])
def test_a_valid_ice_passes(ice: str) -> None:
    check_ice(ice)
    assert int(ice) % 97 == 0


@pytest.mark.parametrize("ice", ["999999991000005", "99999999100000", "abc", "", "9999999910000041"])
def test_a_wrong_ice_is_said_with_its_remedy(ice: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_ice(ice)
    assert "15" in refusal.value.messages[0]


@pytest.mark.django_db
def test_two_organisations_cannot_share_an_ice() -> None:
    factories.make_organisation("one", ice="999999991000004")
    factories.make_organisation("none-a")
    factories.make_organisation("none-b")  # an empty ICE is not a number to share
    with pytest.raises(IntegrityError):
        factories.make_organisation("two", ice="999999991000004")
