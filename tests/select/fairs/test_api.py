"""Fairs for programs: published ones, their stands, and only those by name who consented."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mouakaba.select.calls.models import Call
from mouakaba.select.fairs.actions import give_all
from mouakaba.select.fairs.models import Fair
from tests.select.fairs.conftest import exhibitor


def get(path: str) -> Any:
    return Client().get(f"/api/v1/{path}")


def test_fairs_are_told_with_their_stands(fair: Fair, django_assert_max_num_queries: Any) -> None:
    exhibitor(fair.call, 1)
    exhibitor(fair.call, 2, shown="false")
    give_all(call=fair.call, fair=fair, by=None)
    [one] = get("fairs").json()
    assert (one["slug"], one["first_day"], one["last_day"]) == ("demo-fair", "2024-05-26", "2024-06-04")
    with django_assert_max_num_queries(12):
        answer = get("fairs/demo-fair")
    stands = answer.json()["stands"]
    assert [stand["number"] for stand in stands] == ["A1", "A2", "B1", "B2", "B3"]
    assert [(stand["is_free"], stand["unnamed"]) for stand in stands[:3]] == [(False, 0), (False, 1), (True, 0)]
    assert stands[0]["exhibitors"][0]["name"] == "DEMO cooperative 1" and stands[0]["price"] == "150"
    assert "cooperative 2" not in answer.content.decode()


@pytest.mark.django_db
def test_a_fair_that_is_not_published_is_not_told(fair: Fair) -> None:
    Call.objects.filter(pk=fair.call_id).update(state="draft")
    assert get("fairs").json() == []
    assert get("fairs/demo-fair").status_code == get("fairs/none").status_code == 404
