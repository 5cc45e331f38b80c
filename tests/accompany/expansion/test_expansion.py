"""Regions compared: the request first, unknown shares not guessed, weights, the printed note."""

from __future__ import annotations

import io
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ValidationError

from mouakaba.accompany.expansion.actions import note_potential, record_gdp, save_sheet
from mouakaba.accompany.expansion.models import GdpShare, PotentialNote, RegionSheet
from mouakaba.accompany.expansion.queries import study_of, weights_asked
from mouakaba.accompany.expansion.rules import USUAL_WEIGHTS
from mouakaba.base.privacy.actions import erase_person, export_person
from tests.browsing import as_

SHARES = {
    "MA-06": "32.2", "MA-04": "15.7", "MA-01": "10.6", "MA-07": "8.5", "MA-03": "8.4", "MA-09": "6.6", "MA-05": "5.4",
    "MA-02": "5.0",
}  # fmt: skip
JOINT = (Decimal("7.6"), ("MA-08", "MA-10", "MA-11", "MA-12"))
SOURCE = "https://example.ma/hcp-2023"


@pytest.fixture
def study(world: SimpleNamespace) -> SimpleNamespace:
    """The shares of 2023; three requests, one of a region whose share is published only with others."""
    shares = {code: Decimal(share) for code, share in SHARES.items()}
    record_gdp(year=2023, shares=shares, joint=JOINT, source_url=SOURCE, by=None)
    for region in ("MA-02", "MA-03", "MA-08"):
        save_sheet(network=world.network, region=region, by=world.officer, request="DEMO request")
    for region, mark in (("MA-02", 5), ("MA-03", 2), ("MA-08", 4), ("MA-05", 5)):
        given = {"criterion": "talent", "mark": mark, "note": "DEMO", "by": world.officer}
        note_potential(network=world.network, region=region, **given)
    return world


def test_no_request_no_rank_and_a_joint_figure_is_not_split(study: SimpleNamespace) -> None:
    found = study_of(study.network, USUAL_WEIGHTS)
    assert [row.code for row in found.comparison.ranked] == ["MA-02", "MA-03"]
    rest = {row.code: row for row in found.comparison.unranked}
    assert rest["MA-08"].missing == ("gdp",) and not rest["MA-08"].fails
    assert rest["MA-05"].fails == ("request",) and not rest["MA-05"].missing
    assert len(rest) == 10
    page = as_(study.officer).get("/fr/office/expansion/").content.decode()
    assert "publiée seulement pour 4 régions ensemble" in page and "2023" in page and "1,9" not in page
    assert "aucune demande de la région enregistrée" in page


def test_weights_change_the_order_where_the_range_says(study: SimpleNamespace) -> None:
    usual = study_of(study.network, USUAL_WEIGHTS)
    low, high = usual.ranges["gdp"]
    assert low == 0 and 0 < high < 1
    beyond = {"potential": 50, "partners": 20, "gdp": 0} | {"gdp": round(70 * float(high) / (1 - float(high))) + 2}
    assert [row.code for row in study_of(study.network, beyond).comparison.ranked] == ["MA-03", "MA-02"]
    page = as_(study.officer).get("/en/office/expansion/?potential=0&gdp=100&partners=0")
    assert [one["row"].code for one in page.context["ranked"]] == ["MA-03", "MA-02"]


@pytest.mark.parametrize("given", [{}, {"potential": "x"}, {"potential": "0", "gdp": "0", "partners": "0"}])
def test_weights_that_cannot_be_read_are_the_usual_ones(given: dict[str, str]) -> None:
    assert weights_asked(given) == USUAL_WEIGHTS
    assert weights_asked({"gdp": "9999"})["gdp"] == 100


def test_shares_that_do_not_add_up_are_refused(study: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="99"):
        record_gdp(year=2022, shares={"MA-06": Decimal(99)}, joint=None, source_url=SOURCE, by=None)
    assert not GdpShare.objects.filter(year=2022).exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_note_is_printed(study: SimpleNamespace, language: str) -> None:
    made = as_(study.officer).get(f"/fr/office/expansion/regions.pdf?language={language}&gdp=10")
    assert made.headers["Content-Type"] == "application/pdf"
    text = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(made.content)))
    assert "2023" in text
    if language != "ar":
        assert {"fr": "Sans rang", "en": "Without a rank"}[language] in text


def test_the_sheet_of_a_region_is_written_by_forms(study: SimpleNamespace) -> None:
    client, path = as_(study.officer), f"/fr/office/expansion/{study.network.slug}/MA-01/"
    assert "pas de rang" in client.get(path).content.decode()
    assert client.post(path, {"act": "sheet", "requested_on": "2026-01-05"}).status_code == 422
    page = client.post(path, {"act": "sheet", "agreed": "on", "request": "DEMO kept"})
    assert page.status_code == 422 and "DEMO kept" in page.content.decode()
    assert client.post(path, {"act": "sheet", "request": "DEMO", "requested_on": "2027-01-01"}).status_code == 422
    told = {"act": "sheet", "request": "DEMO", "partners": "Région", "agreed": "on"}
    assert client.post(path, told).status_code == 302
    assert RegionSheet.objects.get(region="MA-01").partners == {"fr": "Région"}
    assert client.post(path, {"act": "note", "criterion": "talent", "mark": "9", "note": "x"}).status_code == 422
    assert (
        client.post(path, {"act": "note", "criterion": "talent", "mark": "4", "note": "DEMO schools"}).status_code
        == 302
    )
    assert "DEMO schools" in client.get(path).content.decode()
    assert study_of(study.network, USUAL_WEIGHTS).comparison.ranked[0].code == "MA-01"
    assert client.get(f"/fr/office/expansion/{study.network.slug}/MA-99/").status_code == 404


def test_only_those_who_run_the_network_read_it(
    study: SimpleNamespace, charlie: Any, django_assert_max_num_queries: Any
) -> None:
    paths = ("", "regions.pdf", f"{study.network.slug}/MA-02/")
    for path in paths:
        for person in (charlie, study.reader, study.contact):
            assert as_(person).get(f"/fr/office/expansion/{path}").status_code == 404
        assert as_(None).get(f"/fr/office/expansion/{path}").status_code == 302
    client = as_(study.officer)
    client.get("/ar/office/expansion/")
    with django_assert_max_num_queries(12):
        assert client.get("/ar/office/expansion/").status_code == 200
    for ending in ("csv", "xlsx"):
        assert len(client.get(f"/en/office/expansion/?format={ending}").content) > 200


def test_marks_stay_when_their_writer_goes(study: SimpleNamespace) -> None:
    assert len(export_person(study.officer)["regions"]) == 4
    erase_person(person=study.officer, by=study.officer)
    assert PotentialNote.objects.filter(by=None).count() == 4
