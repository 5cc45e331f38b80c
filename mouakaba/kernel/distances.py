"""How far two places are from each other: along the great circle, and an estimate by road."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import asin, cos, isfinite, radians, sin, sqrt

RADIUS = 6371.0088  # kilometres, mean radius of the Earth (IUGG)
# A road is longer than the great circle. How much differs from place to place (plains little, mountains much), so that
# this one factor gives an estimate for whoever knows no better, and never a measure.
ROAD_FACTOR = Fraction(13, 10)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the globe, in degrees: north and east are positive. Raises ValueError for one that is nowhere."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (isfinite(self.latitude) and isfinite(self.longitude)):
            raise ValueError("a place has numbers")
        if abs(self.latitude) > 90 or abs(self.longitude) > 180:
            raise ValueError(f"no place on the globe: {self.latitude}, {self.longitude}")


def great_circle(one: Point, other: Point) -> float:
    """Kilometres along the great circle (haversine, on a sphere: at most half a percent off)."""
    north, south = radians(one.latitude), radians(other.latitude)
    rise = sin((south - north) / 2) ** 2
    turn = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * RADIUS * asin(min(1.0, sqrt(rise + cos(north) * cos(south) * turn)))


def by_road(one: Point, other: Point) -> int | None:
    """An estimate in whole kilometres, halves up: the great circle times ROAD_FACTOR.

    None for the same point: two places told apart no better may be next door, or far from each other.
    """
    if one == other:
        return None
    return max(1, int(great_circle(one, other) * ROAD_FACTOR + 0.5))
