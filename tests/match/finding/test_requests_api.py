"""Orders for programs: what fits, a request placed from either side, answered, delivered; rights and bad input."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.tokens.actions import make_token
from mouakaba.match.listings.models import Opening
from mouakaba.match.trades.models import Deal, Delivery
from tests.match.conftest import as_
from tests.match.trades.test_products import offered, wanted


def secret_of(person: Any, scope: str = "write") -> str:
    return make_token(name=scope, scope=scope, by=person)[1]


def get(path: str, secret: str = "") -> Any:
    return as_(None).get(f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"} if secret else {})


def post(path: str, told: dict[str, Any], secret: str = "") -> Any:
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return as_(None).post(f"/api/v1/{path}", json.dumps(told), content_type="application/json", headers=headers)


@pytest.fixture
def oil(cooperative: Any) -> Opening:
    return offered(cooperative[1])


@pytest.fixture
def call(cluster: Any) -> Opening:
    return wanted(cluster[1])


def test_an_order_is_placed_answered_delivered_and_done(
    oil: Opening, call: Opening, cluster: Any, cooperative: Any
) -> None:
    buys, sells = secret_of(cluster[0]), secret_of(cooperative[0])
    [fit] = get(f"listings/{call.pk}/fits", buys).json()
    assert fit["id"] == str(oil.pk) and fit["facts"]["product"] == "olive_oil"
    assert fit["because"] and all(set(one["text"]) == {"ar", "fr", "en"} for one in fit["because"])
    made = post("requests", {"offer": fit["id"], "need": str(call.pk)}, buys)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["side"], told["state"], told["quantity"], told["unit"]) == ("need", "accepted", "60.000", "l")
    assert not told["answer_wanted"] and told["url"].endswith(f"/deals/{told['id']}/")
    again = post("requests", {"offer": fit["id"], "need": str(call.pk)}, buys).json()
    assert again["id"] == told["id"] and Deal.objects.count() == 1
    here = f"requests/{told['id']}"
    assert get(here, sells).json()["answer_wanted"]
    answered = post(f"{here}/answer", {"answer": "yes", "planned_on": "2026-03-20"}, sells).json()
    assert (answered["state"], answered["planned_on"], answered["side"]) == ("agreed", "2026-03-20", "offer")
    weighed = post(f"{here}/deliveries", {"on": "2026-03-02", "quantity": 20, "unit": "l", "price": "85.50"}, sells)
    assert weighed.status_code == 201, weighed.content
    assert [(one["quantity"], one["amount"]) for one in weighed.json()["deliveries"]] == [("20.000", "1710")]
    assert post(f"{here}/done", {}, buys).json()["state"] == "done"
    assert AuditLine.objects.filter(act="propose_deal", by=cluster[0]).exists()
    assert "@" not in weighed.content.decode()


def test_a_producer_answers_a_call_for_orders(oil: Opening, call: Opening, cluster: Any, cooperative: Any) -> None:
    made = post("requests", {"offer": str(oil.pk), "need": str(call.pk)}, secret_of(cooperative[0])).json()
    assert (made["side"], made["state"]) == ("offer", "accepted")
    no = post(f"requests/{made['id']}/answer", {"answer": "no", "reason": "Déjà servi"}, secret_of(cluster[0])).json()
    assert (no["state"], no["reason"]) == ("declined", "Déjà servi")


def test_only_a_party_with_a_token_that_writes(
    oil: Opening, call: Opening, cluster: Any, cooperative: Any, charlie: Any
) -> None:
    pair = {"offer": str(oil.pk), "need": str(call.pk)}
    reads, stranger = secret_of(cluster[0], "read"), secret_of(charlie)
    assert post("requests", pair).status_code == post("requests", pair, reads).status_code == 401
    assert post("requests", pair, stranger).status_code == 404
    assert get(f"listings/{call.pk}/fits", stranger).status_code == 404
    assert get(f"listings/{call.pk}/fits").status_code == 401
    assert not Deal.objects.exists()
    here = f"requests/{post('requests', pair, secret_of(cluster[0])).json()['id']}"
    for path, told in (("answer", {"answer": "no", "reason": "x"}), ("done", {}),
                       ("deliveries", {"on": "2026-03-02", "quantity": 1, "unit": "l", "price": 1})):  # fmt: skip
        assert post(f"{here}/{path}", told, stranger).status_code == 404
        assert post(f"{here}/{path}", told, reads).status_code == 401
    assert get(here, stranger).status_code == 404 and get(here).status_code == 401
    assert get(here, reads).status_code == 200


def test_what_cannot_be_is_refused_in_words_and_nothing_is_booked(
    oil: Opening, call: Opening, cluster: Any, cooperative: Any
) -> None:
    buys, sells = secret_of(cluster[0]), secret_of(cooperative[0])
    honey = wanted(cluster[1], product="honey")
    other = post("requests", {"offer": str(oil.pk), "need": str(honey.pk)}, buys)
    assert other.status_code == 422 and other.json()["errors"][0]["problem"]
    assert post("requests", {"offer": "x", "need": str(call.pk)}, buys).json()["errors"][0]["field"] == "told.offer"
    Opening.objects.filter(pk=oil.pk).update(state="closed")
    pair = {"offer": str(oil.pk), "need": str(call.pk)}
    assert post("requests", pair, buys).status_code == 422 and not Deal.objects.exists()
    Opening.objects.filter(pk=oil.pk).update(state="open")
    here = f"requests/{post('requests', pair, buys).json()['id']}"
    early = {"on": "2026-03-02", "quantity": 1, "unit": "l", "price": 1}
    assert post(f"{here}/deliveries", early, sells).status_code == 422  # nothing is agreed yet
    assert post(f"{here}/done", {}, sells).status_code == 422
    for told, field in (
        ({"answer": "yes"}, "planned_on"),
        ({"answer": "no"}, "reason"),
        ({"answer": "no", "reason": "appelez le 0612345678"}, "reason"),
        ({"answer": "yes", "planned_on": "2026-12-01"}, ""),  # after the day wanted
    ):
        answered = post(f"{here}/answer", told, sells)
        assert answered.status_code == 422, answered.content
        assert field in {one["field"].replace("__all__", "") for one in answered.json()["errors"]}
    assert post(f"{here}/answer", {"answer": "yes", "planned_on": "2026-03-20"}, sells).status_code == 200
    for change, field in (({"quantity": -1}, "quantity"), ({"unit": "kg"}, ""), ({"quantity": 61}, ""),
                          ({"on": "2026-03-09"}, ""), ({"unit": "x"}, "unit"), ({"price": None}, "price")):  # fmt: skip
        weighed = post(f"{here}/deliveries", {**early, **change}, sells)
        assert weighed.status_code == 422, (change, weighed.content)
        assert field in {one["field"] for one in weighed.json()["errors"]}
    assert not Delivery.objects.exists()


def test_the_description_names_the_addresses_and_the_token() -> None:
    told = as_(None).get("/api/v1/openapi.json").json()["paths"]
    for path in ("/requests", "/requests/{pk}/answer", "/requests/{pk}/deliveries", "/requests/{pk}/done"):
        assert told[f"/api/v1{path}"]["post"]["security"] == [{"Token": []}]
    assert told["/api/v1/listings/{pk}/fits"]["get"]["security"] == [{"Token": []}]
