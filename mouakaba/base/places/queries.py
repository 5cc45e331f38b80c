"""Named reads of places, kept in memory: they change only when a release of the official codes is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from mouakaba.base.places.models import Commune, Province, Region
from mouakaba.kernel.distances import Point, by_road


@lru_cache(maxsize=1)
def region_names() -> dict[str, dict[str, str]]:
    """Names by region code."""
    return dict(Region.objects.values_list("code", "name"))


@lru_cache(maxsize=1)
def region_points() -> dict[str, Point]:
    """The middle of each region: the mean of the chief towns of its provinces, each by how many people live there."""
    rows = Province.objects.filter(latitude__isnull=False, longitude__isnull=False)
    sums: dict[str, list[float]] = {}
    for code, people, *place in rows.values_list("region_id", "population", "latitude", "longitude"):
        north, east, all_people = sums.get(code, [0.0, 0.0, 0.0])
        sums[code] = [north + people * float(place[0]), east + people * float(place[1]), all_people + people]
    return {code: Point(north / people, east / people) for code, (north, east, people) in sums.items() if people}


_PLACES = ("latitude", "longitude", "province__latitude", "province__longitude")


@dataclass(frozen=True, slots=True)
class Distance:
    """An estimate by road, in whole kilometres; ``rough`` where a commune counts as the chief town of its province."""

    kilometres: int
    rough: bool


def distance_between(one: str, other: str) -> Distance | None:
    """How far it is by road between two communes, by estimate; None where nobody can tell: the same, or not known."""
    ends = [row for code in (one, other) if (row := commune_rows().get(code))]
    points = [row["place"] or row["chief_town"] for row in ends]
    if len(points) < 2 or None in points:
        return None
    kilometres = by_road(*points)
    return Distance(kilometres, any(row["place"] is None for row in ends)) if kilometres else None


def _point(latitude: Decimal | None, longitude: Decimal | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(float(latitude), float(longitude))


@lru_cache(maxsize=1)
def commune_rows() -> dict[str, dict[str, Any]]:
    """``{code: {"name", "milieu", "region", "province", "place", "chief_town"}}`` for every commune.

    The last two are a `Point` or None: its own place, and that of the chief town of its province.
    """
    rows = Commune.objects.values("code", "name", "milieu", "region_id", "province__name", *_PLACES)
    return {
        row["code"]: {
            "name": row["name"],
            "milieu": row["milieu"],
            "region": row["region_id"],
            "province": row["province__name"],
            "place": _point(row["latitude"], row["longitude"]),
            "chief_town": _point(row["province__latitude"], row["province__longitude"]),
        }
        for row in rows
    }


def forget_places() -> None:
    """Drops what is kept in memory, after a load."""
    region_names.cache_clear()
    commune_rows.cache_clear()
    region_points.cache_clear()
