"""Public figures: as counted beside as published, and small counts of people left unsaid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mouakaba.kernel.indicators import Record
from mouakaba.observe.indicators.queries import (
    Slice,
    breakdown,
    figure,
    figures,
    open_figures,
    records_behind,
    seen_slice,
)
from mouakaba.observe.indicators.rules import declared
from mouakaba.select.programmes.actions import record_figure
from tests import factories
from tests.observe.conftest import told

PARTS = [{"label": factories.words(str(count)), "count": count} for count in (5, 4, 4, 4)]


def listed(client: Client) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in client.get("/api/v1/figures").json()}


@pytest.fixture
def kawaliss(omar: Any, places: None) -> Any:
    programme = factories.make_programme("kawaliss", officer=omar)
    record_figure(
        programme=programme, code="cohort-1-projects", stated=18, unit="projects", period="2023/2024", parts=PARTS,
        label=factories.words("projects"), source_url="https://example.ma/release", by=omar,
    )  # fmt: skip
    record_figure(
        programme=programme, code="cohort-1-collective", stated=13, unit="sessions", label=factories.words("s"),
        source_name={"fr": "communiqué DEMO"}, by=omar,
    )  # fmt: skip
    return programme


@pytest.mark.django_db
def test_seventeen_counted_stands_beside_eighteen_published(client: Client, kawaliss: Any) -> None:
    one = listed(client)["kawaliss.cohort1.projects"]
    assert (one["as_counted"], one["as_published"]) == (17, 18)
    assert (one["unit"], one["period"], one["source"]) == ("projects", "2023/2024", "https://example.ma/release")
    assert set(one) == {"code", "as_counted", "as_published", "unit", "period", "scope", "source", "note"}


@pytest.mark.django_db
def test_records_come_before_parts(
    client: Client, kawaliss: Any, refresh: Callable[[], int], feeds: dict[str, list[Record]]
) -> None:
    feeds["projects"] = told(17, programme="kawaliss", feed="projects", edition="cohort-1")
    feeds["sessions"] = [
        *told(8, programme="kawaliss", feed="sessions", edition="cohort-1", kind="collective"),
        *told(5, programme="kawaliss", feed="sessions", edition="cohort-1", kind="tour_training"),
        *told(81, programme="kawaliss", feed="sessions", edition="cohort-1", kind="individual"),
    ]
    refresh()
    found = listed(client)
    assert {one.code: one.counted_from for one in open_figures()}["kawaliss.cohort1.projects"] == "records"
    assert found["kawaliss.cohort1.projects"]["as_counted"] == 17
    collective = found["kawaliss.cohort1.sessions.collective"]
    assert (collective["as_counted"], collective["as_published"]) == (13, 13)
    assert collective["source"] == "communiqué DEMO"  # where no address is known
    individual = found["kawaliss.cohort1.sessions.individual"]
    assert individual["source"]
    assert (individual["as_counted"], individual["as_published"]) == (81, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("ar", "أرقام متضاربة"), ("fr", "chiffres discordants"), ("en", "figures disagree")]
)
def test_the_page_marks_what_disagrees(
    client: Client, kawaliss: Any, language: str, words: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        page = client.get(f"/{language}/figures/").content.decode()
    assert words in page
    assert "kawaliss.cohort1.projects" in page


@pytest.mark.django_db
def test_the_public_does_not_read_small_counts(
    counted: Any, refresh: Callable[[], int], feeds: dict[str, list[Record]], omar: Any
) -> None:
    feeds["applications"] += told(2, sex="female", region="MA-12", kind="submitted")
    refresh()
    everybody = Slice((counted.slug,))
    lines = breakdown(declared()["applications"], "region", everybody) or []
    shown = {line.value: line.reading.value if line.reading else None for line in lines}
    assert shown["MA-12"] is None
    assert list(shown.values()).count(None) >= 2  # else the hidden one is what is left of the whole
    mine = breakdown(declared()["applications"], "region", seen_slice(omar, everybody)) or []
    assert {line.value: line.reading.value for line in mine if line.reading}["MA-12"] == 2


@pytest.mark.django_db
def test_a_programme_of_few_is_not_shown_by_itself(
    counted: Any, refresh: Callable[[], int], feeds: dict[str, list[Record]]
) -> None:
    feeds["applications"] += told(3, programme="small", region="MA-01")
    refresh()
    assert figure("applications", Slice(("small",))).hidden
    assert figure("applications", Slice((counted.slug,))).hidden  # the whole less this one would tell
    assert figure("applications", Slice()).reading.records == 43  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_public_cannot_cut_people_by_several_dimensions(counted: Any) -> None:
    for wanted in (Slice((counted.slug,), region="MA-02"), Slice((counted.slug,), year=2025), Slice((), edition="x")):
        assert all(one.hidden for one in figures(wanted) if one.indicator.persons)
        assert breakdown(declared()["applications"], "sex", wanted) is None
    assert not records_behind(declared()["applications"], Slice()).exists()


@pytest.mark.django_db
def test_a_share_says_how_many_answered(counted: Any, omar: Any) -> None:
    read = figure("applications.women", seen_slice(omar, Slice())).reading
    assert read is not None
    assert (str(read.value), read.records, str(read.response)) == ("57.1", 35, "87.5")


@pytest.mark.django_db
def test_a_stranger_reads_no_programme(counted: Any, charlie: Any) -> None:
    assert all(one.reading.records == 0 for one in figures(seen_slice(charlie, Slice((counted.slug,)))) if one.reading)


@pytest.mark.django_db
def test_the_figure_form_says_how_to_write_a_period(client: Client, kawaliss: Any, omar: Any) -> None:
    client.force_login(omar, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("figure", args=["kawaliss", "cohort-1-projects"])
    page = client.get(url)
    data = {name: bound.value() or "" for name, bound in ((b.name, b) for b in page.context["form"])}
    data.pop("contested")
    answer = client.post(url, {**data, "period": "last year"})
    assert answer.status_code == 422
    assert "last year" in answer.content.decode()
    assert client.post(url, {**data, "period": "../2024-05", "unit": "projects"}).status_code == 302
    assert client.get("/fr/figures/").content.decode().count("jusqu’à mai 2024") == 1
