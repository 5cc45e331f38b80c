"""Dashboards: who sees what, in three languages, within the budget of queries; and the records behind a number."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from mouakaba.base.people.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DASHBOARD = "/fr/figures/dashboard/"
OFFICE = "/fr/office/figures/"


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("by", ["region", "year", "edition", "kind", "sex", "age_band", "area", "sector"])
def test_anybody_reads_the_dashboard(
    client: Client, counted: Any, language: str, by: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        answer = client.get(f"/{language}/figures/dashboard/", {"programme": counted.slug, "by": by})
    assert answer.status_code == 200
    assert answer.context["chosen"].indicator.code == "applications"


def test_each_table_is_a_sheet(client: Client, counted: Any) -> None:
    answer = client.get(DASHBOARD, {"programme": counted.slug, "by": "region", "format": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["35", "5"]


def test_the_map_has_twelve_regions_and_the_table_says_the_same(client: Client, counted: Any) -> None:
    answer = client.get(DASHBOARD, {"programme": counted.slug})
    tiles = {tile["code"]: tile for tile in answer.context["tiles"]}
    assert len(tiles) == 12
    assert "35" in tiles["MA-02"]["text"]
    assert (tiles["MA-02"]["level"], tiles["MA-01"]["level"]) == (3, 0)


def test_what_cannot_be_read_says_so(counted: Any, omar: Any) -> None:
    answer = as_(omar).get(OFFICE, {"year": "this year"})
    assert answer.status_code == 422
    assert "quatre chiffres" in answer.content.decode()
    assert "this year" in answer.content.decode()


def test_officers_and_readers_see_every_count_and_strangers_none(counted: Any, omar: Any, charlie: Any) -> None:
    reader = factories.make_person("Reader")
    Membership.objects.create(person=reader, organisation=counted.organisation, role="viewer")
    for person in (omar, reader):
        page = as_(person).get(OFFICE, {"programme": counted.slug, "by": "sex", "region": "MA-02"})
        assert [row["plain"] for row in page.context["rows"]] == [20, 15]
    assert as_(charlie).get(OFFICE).status_code == 404
    assert Client().get(OFFICE).status_code == 302
    other = factories.make_programme("other", officer=charlie)
    page = as_(charlie).get(OFFICE, {"programme": other.slug})
    assert page.context["chosen"].reading.records == 0


def test_a_number_opens_its_records(counted: Any, omar: Any, charlie: Any, django_assert_max_num_queries: Any) -> None:
    office = as_(omar)
    with django_assert_max_num_queries(12):
        page = office.get(f"{OFFICE}records/applications.women/", {"programme": counted.slug})
    assert page.context["page"].paginator.count == 35  # all who answered
    everybody = Client().get("/fr/figures/records/applications/", {"programme": counted.slug})
    assert everybody.context["page"].paginator.count == 0
    assert [row["plain"] for row in everybody.context["calls"]] == [40]
    assert office.get(f"{OFFICE}records/nothing/").status_code == 404
    assert as_(charlie).get(f"{OFFICE}records/applications/").status_code == 404
    sheet = office.get(f"{OFFICE}records/applications/", {"programme": counted.slug, "format": "csv"})
    assert len(sheet.content.decode().splitlines()) == 41
