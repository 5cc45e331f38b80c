"""Capacity for programs: what is offered, what of a week is free, a booking; rights and bad input."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from mouakaba.base.tokens.actions import make_token
from mouakaba.base.tokens.models import ApiUse
from mouakaba.base.tokens.rules import MOST_ANONYMOUS
from mouakaba.match.bookings.models import Booking, Capacity
from tests.match.bookings.conftest import NADOR, make_capacity
from tests.match.conftest import as_

PALLETS = {"first": "2026-03-10", "last": "2026-03-12", "quantity": 4}


def get(path: str) -> Any:
    return as_(None).get(f"/api/v1/{path}")


def post(row: Capacity, told: dict[str, Any], secret: str = "") -> Any:
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return Client().post(
        f"/api/v1/capacity/{row.pk}/bookings", json.dumps(told), content_type="application/json", headers=headers
    )


def secret_of(person: Any, scope: str = "write") -> str:
    return make_token(name=scope, scope=scope, by=person)[1]


def test_what_is_offered_is_listed_and_narrowed(storage: Capacity, lorry: Capacity, platform: Any) -> None:
    shut = make_capacity(platform[1], "packaging", is_open=False)
    told = get("capacity").json()
    assert (told["count"], {one["kind"] for one in told["capacity"]}) == (2, {"storage", "transport"})
    [one] = get("capacity?kind=storage&region=MA-02").json()["capacity"]
    assert (one["id"], one["price"], one["unit"]) == (storage.pk, "5.50", "pallet") and one["url"].startswith("http")
    assert get("capacity?region=MA-05").json()["count"] == 0
    assert get("capacity?page=2").json()["capacity"] == []
    assert get(f"capacity/{lorry.pk}").json()["title"] == lorry.title
    assert get(f"capacity/{shut.pk}").status_code == get(f"capacity/{shut.pk}/slots").status_code == 404
    assert get("capacity?kind=rocket").status_code == get("capacity?page=0").status_code == 422


def test_the_week_says_what_is_left(storage: Capacity, lorry: Capacity, cooperative: Any) -> None:
    assert post(storage, PALLETS, secret_of(cooperative[0])).status_code == 201
    week = get(f"capacity/{storage.pk}/slots?day=2026-03-11").json()
    assert week["monday"] == "2026-03-09"
    assert [slot["left"] for slot in week["slots"]] == [10, 6, 6, 6, 10, 10, 10]
    [trip] = get(f"capacity/{lorry.pk}/slots?day=2026-03-10").json()["slots"]
    assert (trip["left"], trip["to_place"]) == (1000, NADOR)
    assert get(f"capacity/{lorry.pk}/slots").status_code == 200
    assert get(f"capacity/{lorry.pk}/slots?day=9999-12-31").status_code == 422


def test_who_may_write_books_for_their_own(storage: Capacity, platform: Any, cooperative: Any, charlie: Any) -> None:
    assert post(storage, PALLETS).status_code == 401
    assert post(storage, PALLETS, secret_of(cooperative[0], "read")).status_code == 401
    assert post(storage, PALLETS, secret_of(charlie)).status_code == 422
    stolen = post(storage, {**PALLETS, "organisation": str(platform[1].pk)}, secret_of(cooperative[0]))
    assert stolen.status_code == 422 and stolen.json()["errors"][0]["field"] == "organisation"
    assert not Booking.objects.exists()
    made = post(storage, PALLETS, secret_of(cooperative[0]))
    assert (made.status_code, made.json()["quantity"], made.json()["amount"]) == (201, 4, "66")
    row = Booking.objects.get(pk=made.json()["id"])
    assert (row.organisation, row.booked_by) == (cooperative[1], cooperative[0])


def test_hours_and_trips_are_booked_as_they_are(line: Capacity, lorry: Capacity, cooperative: Any) -> None:
    secret = secret_of(cooperative[0])
    assert post(line, {"first": "2026-03-09", "start": "10:00", "hours": 2}, secret).status_code == 201
    trip = {"first": "2026-03-10", "start": "07:00", "end": "10:00", "quantity": 300}
    assert post(lorry, trip, secret).status_code == 201
    assert [slot["left"] for slot in get(f"capacity/{lorry.pk}/slots?day=2026-03-10").json()["slots"]] == [700]


def test_what_is_taken_or_wrong_is_refused_in_words(storage: Capacity, cooperative: Any) -> None:
    secret = secret_of(cooperative[0])
    assert post(storage, {**PALLETS, "quantity": 10}, secret).status_code == 201
    for told, field in (
        (PALLETS, "__all__"), ({**PALLETS, "quantity": -1}, "quantity"), ({"first": "2026-03-10"}, "last"),
        ({**PALLETS, "last": "2026-03-01"}, "first"), ({"last": "2026-03-10"}, "first"),
    ):  # fmt: skip
        answer = post(storage, told, secret)
        assert answer.status_code == 422, answer.content
        assert field in [one["field"].rpartition(".")[2] for one in answer.json()["errors"]], answer.content
        assert all(one["problem"] for one in answer.json()["errors"])
    assert Booking.objects.count() == 1


@pytest.mark.django_db
def test_requests_are_limited() -> None:
    get("capacity")
    asked = ApiUse.objects.get()
    ApiUse.objects.create(key=asked.key, window=asked.window + 1, count=MOST_ANONYMOUS)  # should the minute turn
    ApiUse.objects.filter(pk=asked.pk).update(count=MOST_ANONYMOUS)
    assert get("capacity").status_code == 429


def test_the_list_asks_few_queries(platform: Any, django_assert_max_num_queries: Any) -> None:
    for _number in range(20):
        make_capacity(platform[1], "storage")
    with django_assert_max_num_queries(12):
        assert len(get("capacity").json()["capacity"]) == 20


def test_the_description_names_every_address() -> None:
    told = get("openapi.json").json()["paths"]
    assert {
        "/api/v1/capacity", "/api/v1/capacity/{pk}", "/api/v1/capacity/{pk}/slots", "/api/v1/boards", "/api/v1/fairs",
        "/api/v1/boards/{pk}/posts", "/api/v1/posts/{pk}", "/api/v1/fairs/{slug}",
    } <= set(told)  # fmt: skip
    assert told["/api/v1/capacity/{pk}/bookings"]["post"]["security"] == [{"Token": []}]
