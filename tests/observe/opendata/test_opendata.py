"""Open data: the same rows in each format, a catalogue that holds, and a directory by agreement."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pyarrow
import pytest
from django.test import Client
from pyarrow import parquet

from mouakaba.base.organisations.models import Organisation
from mouakaba.observe.opendata.models import DirectoryEntry
from mouakaba.observe.opendata.rules import DATASETS, MEDIA, Dataset
from mouakaba.select.programmes.models import PublishedFigure
from tests import factories
from tests.observe.conftest import told
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


@pytest.mark.parametrize("one", DATASETS, ids=lambda one: one.code)
def test_parquet_read_back_is_what_json_and_csv_say(client: Client, programme: Any, counted: Any, one: Dataset) -> None:
    publish(programme)
    factories.make_organisation("public-office", source_url="https://example.ma/")
    response = client.get(f"/api/v1/data/{one.code}.parquet")
    assert response["Content-Type"] == MEDIA["parquet"]
    table = parquet.read_table(io.BytesIO(response.content))
    types = {"whole": pyarrow.int64(), "truth": pyarrow.bool_(), "day": pyarrow.date32()}
    assert {field.name: field.type for field in table.schema} == {
        name: types.get(one.kinds.get(name, ""), pyarrow.string()) for name in one.columns
    }
    assert {field.name: field.metadata[b"description"].decode() for field in table.schema} == dict(one.columns)
    rows = table.to_pylist()
    days = [name for name, kind in one.kinds.items() if kind == "day"]
    plain = [{**row, **{name: row[name].isoformat() if row[name] else "" for name in days}} for row in rows]
    assert rows and plain == client.get(f"/api/v1/data/{one.code}.json").json()
    sheet = csv.DictReader(io.StringIO(client.get(f"/api/v1/data/{one.code}.csv").content.decode("utf-8-sig")))
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in plain] == list(sheet)


def publish(programme: Any) -> None:
    """A published total with a day, and one with none."""
    for code, day in (("demo-dated", date(2022, 5, 1)), ("demo-undated", None)):
        PublishedFigure.objects.create(
            programme=programme, code=code, label=factories.words("DEMO total"), stated=18, source_date=day
        )


def test_a_small_count_is_null_in_parquet(client: Client, feeds: Any, refresh: Any, places: None) -> None:
    counts = {"one": {"MA-01": 10, "MA-02": 20, "MA-09": 3}, "two": {"MA-01": 10, "MA-02": 20, "MA-09": 7}}
    feeds["applications"] = [
        record
        for programme, regions in counts.items()
        for region, count in regions.items()
        for record in told(count, programme=programme, region=region)
    ]
    refresh()
    rows = parquet.read_table(io.BytesIO(client.get("/api/v1/data/breakdowns.parquet").content)).to_pylist()
    people = [row["count"] for row in rows if row["indicator"].startswith("applications")]
    assert None in people and all(count is None or count >= 5 for count in people)
    assert client.get("/api/v1/data/nothing.parquet").status_code == 404


def test_the_data_leave_small_counts_unsaid(client: Client, counted: Any) -> None:
    rows = client.get("/api/v1/data/breakdowns.json").json()
    people = [row["count"] for row in rows if row["indicator"].startswith("applications")]
    assert people
    assert all(count is None or count >= 5 for count in people)


def test_the_catalogue_names_what_is_there(client: Client) -> None:
    catalogue = client.get("/api/v1/data/catalogue.jsonld").json()
    assert catalogue["@type"] == "dcat:Catalog"
    files = [file for one in catalogue["dcat:dataset"] for file in one["dcat:distribution"]]
    assert len(files) == len(MEDIA) * len(DATASETS)
    for file in files:
        address = file["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
        assert client.get(address).status_code == 200
        assert file["dct:license"]["@id"].startswith("https://creativecommons.org/")
    assert client.get("/api/v1/data/nothing.csv").status_code == 404


def test_turtle_says_the_same_triples(client: Client) -> None:
    text = client.get("/api/v1/data/catalogue.ttl").content.decode()
    data = client.get("/api/v1/data/catalogue.jsonld").content.decode()
    assert text.count(" a dcat:Distribution") == data.count('"dcat:Distribution"') == len(MEDIA) * len(DATASETS)
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
