"""The markets for programs: the public list, one's own requests, an offer stated; rights, limits, bad input."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache

from mouakaba.base.tokens.actions import make_token, revoke_token
from mouakaba.base.tokens.models import ApiUse
from mouakaba.base.tokens.rules import MOST_ANONYMOUS
from mouakaba.match.finding.actions import place_changed
from mouakaba.match.listings.models import Opening
from mouakaba.match.trades.models import Deal
from tests.match.conftest import as_, make_training
from tests.match.ideas.conftest import make_idea

TOLD = {
    "kind": "services", "side": "offer", "title": "Coaching DEMO", "text": "Un appui", "closes_on": "2026-04-01",
    "facts": {"service": "coaching", "stages": ["idea"], "reach": "region", "region": "MA-02", "price": 0},
}  # fmt: skip


def get(path: str, secret: str = "", **headers: str) -> Any:
    shown = {"authorization": f"Bearer {secret}"} if secret else {}
    return as_(None).get(f"/api/v1/{path}", headers={**shown, **headers})


def state(told: dict[str, Any], secret: str = "") -> Any:
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return as_(None).post("/api/v1/listings", json.dumps(told), content_type="application/json", headers=headers)


def test_the_list_gives_what_anybody_may_read(offer: Opening, need: Opening, cluster: Any) -> None:
    make_training(cluster[1], title="Soudure")
    make_idea(title={"fr": "Compost"})
    place_changed()
    cache.clear()
    told = get("listings").json()
    assert {json.dumps(one["title"]) for one in told["listings"]} == {
        '"DEMO offer"', '"Soudure"', '{"fr": "Compost"}',
    }  # fmt: skip
    assert (told["count"], told["more"], told["pages"]) == (3, False, 1)
    [one] = get("listings?q=soudure&kind=trainings").json()["listings"]
    assert one["matched"] == ["soudure"] and one["regions"] == ["MA-02"] and one["url"].startswith("http")
    assert get("listings?page=9").json()["listings"] == []
    assert get(f"listings/{offer.pk}").json()["side"] == "offer"
    assert get(f"listings/{need.pk}").status_code == 404
    assert get("listings?page=0").status_code == get("listings?side=x").status_code == 422


def test_requests_are_those_of_ones_own_organisations(deal: Deal, cluster: Any, cooperative: Any, charlie: Any) -> None:
    assert get("requests").status_code == get("requests", "mk_nobody").status_code == 401
    for person, count in ((cluster[0], 1), (cooperative[0], 1), (charlie, 0)):
        token, secret = make_token(name="x", scope="read", by=person)
        told = get("requests", secret).json()
        assert (told["count"], len(told["requests"])) == (count, count)
        assert person.email not in str(told)
        revoke_token(token=token, by=person)
        assert get("requests", secret).status_code == 401


def test_an_offer_is_stated_by_a_token_that_may_write(cluster: Any) -> None:
    _token, reads = make_token(name="r", scope="read", by=cluster[0])
    token, writes = make_token(name="w", scope="write", by=cluster[0])
    assert state(TOLD).status_code == state(TOLD, reads).status_code == 401
    made = state(TOLD, writes)
    assert made.status_code == 201, made.content
    listing = Opening.objects.get(pk=made.json()["id"])
    assert (listing.state, listing.organisation, listing.facts["service"]) == ("open", cluster[1], "coaching")
    token.refresh_from_db()
    assert token.used_on is not None and get("requests", writes).status_code == 200


def test_bad_input_names_its_field_and_lists_nothing(cluster: Any, cooperative: Any) -> None:
    _token, secret = make_token(name="w", scope="write", by=cluster[0])
    for change, field in (
        ({"kind": "trainings"}, "kind"),
        ({"text": "appelez le 0612345678"}, "text"),
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"facts": {**TOLD["facts"], "price": -4}}, "price"),  # type: ignore[dict-item]
        ({"facts": {}}, "service"),
        ({"organisation": str(cooperative[1].pk)}, "organisation"),
    ):
        told = state({**TOLD, **change}, secret)
        assert told.status_code == 422 and field in {one["field"] for one in told.json()["errors"]}, told.content
    assert state({**TOLD, "side": "both"}, secret).status_code == 422
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_too_many_requests_are_told_when_to_come_back(alice: Any) -> None:
    _token, secret = make_token(name="x", scope="read", by=alice)
    get("ideas")
    asked = ApiUse.objects.get()
    ApiUse.objects.create(key=asked.key, window=asked.window + 1, count=MOST_ANONYMOUS)  # should the minute turn
    ApiUse.objects.filter(pk=asked.pk).update(count=MOST_ANONYMOUS)
    codes = [get("ideas"), get("ideas", "mk_made_up"), get("ideas", **{"x-forwarded-for": "10.9.9.9"})]
    assert [one.status_code for one in codes] == [429] * 3
    assert all(1 <= int(one["Retry-After"]) <= 61 for one in codes)
    assert get("ideas", secret).status_code == 200


def test_the_description_names_every_address_and_the_token() -> None:
    told = as_(None).get("/api/v1/openapi.json").json()
    assert {"/api/v1/listings", "/api/v1/listings/{pk}", "/api/v1/requests"} <= set(told["paths"])
    assert told["paths"]["/api/v1/listings"]["post"]["security"] == [{"Token": []}]
    assert told["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"
