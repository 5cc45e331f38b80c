"""Open data: the same rows in each format, a catalogue that holds, and a directory by agreement."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from mouakaba.base.organisations.models import Organisation
from mouakaba.observe.opendata.models import DirectoryEntry
from mouakaba.observe.opendata.rules import DATASETS
from tests import factories
from tests.observe.dashboards.test_boards import as_

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [one.code for one in DATASETS])
def test_each_format_holds_the_same(
    client: Client, counted: Any, code: str, django_assert_max_num_queries: Any
) -> None:
    factories.make_organisation("public-office", source_url="https://example.ma/")
    with django_assert_max_num_queries(12):
        rows = client.get(f"/api/v1/data/{code}.json").json()
    sheet = client.get(f"/api/v1/data/{code}.csv").content.decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(sheet)))
    assert read == [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    assert code == "figures" or rows


def test_the_data_leave_small_counts_unsaid(client: Client, counted: Any) -> None:
    rows = client.get("/api/v1/data/breakdowns.json").json()
    people = [row["count"] for row in rows if row["indicator"].startswith("applications")]
    assert people
    assert all(count is None or count >= 5 for count in people)


def test_the_catalogue_names_what_is_there(client: Client) -> None:
    catalogue = client.get("/api/v1/data/catalogue.jsonld").json()
    assert catalogue["@type"] == "dcat:Catalog"
    files = [file for one in catalogue["dcat:dataset"] for file in one["dcat:distribution"]]
    assert len(files) == 2 * len(DATASETS)
    for file in files:
        address = file["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
        assert client.get(address).status_code == 200
        assert file["dct:license"]["@id"].startswith("https://creativecommons.org/")
    assert client.get("/api/v1/data/nothing.csv").status_code == 404


def test_turtle_says_the_same_triples(client: Client) -> None:
    text = client.get("/api/v1/data/catalogue.ttl").content.decode()
    data = client.get("/api/v1/data/catalogue.jsonld").content.decode()
    assert text.count(" a dcat:Distribution") == data.count('"dcat:Distribution"') == 2 * len(DATASETS)
    assert text.count(" a dcat:Dataset") == len(DATASETS)
    for one in DATASETS:
        assert json.dumps(one.title["ar"], ensure_ascii=False) + "@ar" in text
    opened = [line for line in text.splitlines() if line.startswith("<")]
    assert len(opened) == sum(line.endswith(" .") and not line.startswith("@prefix") for line in text.splitlines())


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("path", ["data/", "network/", "network/?q=DEMO"])
def test_anybody_reads_the_pages(
    client: Client, counted: Any, language: str, path: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        assert client.get(f"/{language}/{path}").status_code == 200


def test_an_organisation_stands_in_the_directory_once_it_agreed(counted: Any, omar: Any, charlie: Any) -> None:
    organisation = Organisation.objects.get(pk=counted.organisation_id)
    assert organisation.slug not in Client().get("/api/v1/data/organisations.csv").content.decode()
    mine = "/fr/office/figures/directory/"
    post = {"organisation": organisation.slug, "stands": "yes"}
    assert as_(charlie).post(mine, post).status_code == 404
    for _ in range(2):
        assert as_(omar).post(mine, post).status_code == 302
    assert DirectoryEntry.objects.get().agreed_by == omar
    assert organisation.slug in Client().get("/api/v1/data/organisations.csv").content.decode()
    assert as_(omar).post(mine, {**post, "stands": "no"}).status_code == 302
    assert not DirectoryEntry.objects.exists()
