"""The official places."""

from __future__ import annotations

import pytest

from mouakaba.base.places.actions import load_places
from mouakaba.base.places.models import Commune, Province, Region
from mouakaba.base.places.queries import commune_rows, region_names, region_points
from mouakaba.kernel.distances import Point, great_circle


@pytest.mark.django_db
def test_a_second_load_changes_nothing(places: None) -> None:
    load_places()
    assert (Region.objects.count(), Province.objects.count(), Commune.objects.count()) == (12, 83, 1503)


@pytest.mark.django_db
def test_every_commune_lies_in_the_region_of_its_province(places: None) -> None:
    for commune in Commune.objects.select_related("province"):
        assert commune.region_id == commune.province.region_id


@pytest.mark.django_db
def test_the_oriental_is_ma_02_and_oujda_lies_in_it(places: None) -> None:
    assert region_names()["MA-02"]["ar"] == "الشرق"
    oujda = next(row for row in commune_rows().values() if row["name"]["fr"] == "Oujda")  # type: ignore[index]
    assert (oujda["region"], oujda["milieu"]) == ("MA-02", "urban")


@pytest.mark.django_db
def test_every_province_has_a_place_and_most_towns_have_their_own(places: None) -> None:
    assert not Province.objects.filter(latitude__isnull=True).exists()
    placed = Commune.objects.filter(latitude__isnull=False)
    assert placed.filter(milieu="urban").count() >= 190 and placed.count() >= 360
    for commune in placed.select_related("province"):
        near = great_circle(*(Point(float(one.latitude), float(one.longitude)) for one in (commune, commune.province)))  # type: ignore[arg-type]
        assert near <= 260, commune.name  # the largest province is some 400 km long
    assert {code: (round(point.latitude), round(point.longitude)) for code, point in region_points().items()} == {
        "MA-01": (35, -6), "MA-02": (35, -3), "MA-03": (34, -5), "MA-04": (34, -7), "MA-05": (32, -6),
        "MA-06": (33, -8), "MA-07": (32, -8), "MA-08": (32, -5), "MA-09": (30, -9),
        "MA-10": (29, -10), "MA-11": (27, -13), "MA-12": (24, -16),
    }  # fmt: skip
