"""The official places."""

from __future__ import annotations

import pytest

from mouakaba.base.places.actions import load_places
from mouakaba.base.places.models import Commune, Province, Region
from mouakaba.base.places.queries import commune_rows, region_names


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
