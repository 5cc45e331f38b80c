"""Integration: an organisation states a need, decides its skills, and makes it public."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from mouakaba.match.listings.models import Opening, OpeningSkill
from tests import factories
from tests.match.conftest import ESCO, as_, make_opening

pytestmark = pytest.mark.django_db
GOOD = {"title": "Développeuse DEMO", "text": "Coder en Python.", "region": "MA-02", "closes_on": "2026-03-31"}


def url(name: str, *arguments: Any) -> str:
    with override("fr"):
        return reverse(name, args=arguments)


def test_a_need_is_stated_read_and_published(startup: Any, boss: Any, today: None) -> None:
    client = as_(boss)
    assert client.post(url("opening_new"), {**GOOD, "organisation": startup.pk}).status_code == 302
    opening = Opening.objects.get()
    assert (opening.state, opening.read) == ("draft", False)
    client.post(url("opening_publish", opening.pk))
    opening.refresh_from_db()
    assert opening.state == "draft"  # no skill yet
    row = OpeningSkill.objects.create(opening=opening, uri=ESCO + "x", label=factories.words("x"), state="proposed")
    client.post(url("opening_office", opening.pk), {f"skill-{row.pk}": "asked"})
    client.post(url("opening_publish", opening.pk))
    opening.refresh_from_db()
    assert opening.state == "open"
    assert opening.title in as_(None).get(url("openings")).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"text": " "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"closes_on": "2026-03-01"}, "closes_on"),
        ({"closes_on": "tomorrow"}, "closes_on"),
        ({"region": "MA-99"}, "region"),
        ({"languages": ["klingon"]}, "languages"),
    ],
)
def test_bad_input_is_said_beside_its_field(startup: Any, boss: Any, today: None, change: Any, field: str) -> None:
    response = as_(boss).post(url("opening_new"), {**GOOD, "organisation": startup.pk, **change})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Opening.objects.exists()


def test_nobody_states_a_need_for_another_organisation(startup: Any, boss: Any, today: None) -> None:
    other = factories.make_organisation("demo-other")
    response = as_(boss).post(url("opening_new"), {**GOOD, "organisation": other.pk})
    assert response.status_code == 422
    assert not Opening.objects.exists()


def test_who_runs_nothing_finds_nothing(opening: Opening, charlie: Any) -> None:
    for name, arguments in (
        ("office_openings", ()),
        ("opening_new", ()),
        ("opening_office", (opening.pk,)),
        ("opening_edit", (opening.pk,)),
        ("opening_matches", (opening.pk,)),
    ):
        assert as_(charlie).get(url(name, *arguments)).status_code == 404, name
    for name in ("opening_publish", "opening_close", "opening_add"):
        assert as_(charlie).post(url(name, opening.pk)).status_code == 404, name


def test_changed_words_are_read_again_and_unchanged_are_not(opening: Opening, boss: Any) -> None:
    as_(boss).post(url("opening_edit", opening.pk), {**GOOD, "text": opening.text})
    opening.refresh_from_db()
    assert (opening.read, opening.title) == (True, GOOD["title"])
    as_(boss).post(url("opening_edit", opening.pk), GOOD)
    opening.refresh_from_db()
    assert opening.read is False


def test_a_refused_change_leaves_the_opening_as_it_was(opening: Opening, boss: Any) -> None:
    response = as_(boss).post(url("opening_edit", opening.pk), {**GOOD, "title": "", "text": "typed"})
    assert response.status_code == 422
    assert "typed" in response.content.decode()
    opening.refresh_from_db()
    assert opening.title == "DEMO opening"


def test_hostile_words_are_shown_as_words(startup: Any, today: None) -> None:
    opening = make_opening(startup, ["python"], title="<script>alert(1)</script>", text="{{ 7*7 }} <b>")
    page = as_(None).get(url("opening", opening.pk)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


def test_openings_leave_as_a_sheet(opening: Opening, boss: Any, alice: Any) -> None:
    public = as_(None).get("/en/openings/?format=csv").content.decode("utf-8-sig")
    assert "DEMO opening" in public and public.count("\n") == 2
    assert "DEMO opening" in as_(boss).get("/en/office/openings/?format=csv").content.decode()
    assert as_(alice).get("/en/office/openings/?format=csv").status_code == 404
