"""Distances: against a twin by vectors, as a metric, and on pairs everybody knows."""

from __future__ import annotations

from math import atan2, cos, pi, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.distances import RADIUS, ROAD_FACTOR, Point, by_road, great_circle

POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
OUJDA, NADOR = Point(34.68, -1.91), Point(35.17, -2.93)
CASABLANCA, RABAT = Point(33.59, -7.61), Point(34.01, -6.83)
LONDON, PARIS = Point(51.5074, -0.1278), Point(48.8566, 2.3522)


def by_vectors(one: Point, other: Point) -> float:
    """The twin: the angle between two unit vectors, by their cross and dot products."""
    (x, y, z), (u, v, w) = (
        (cos(radians(p.latitude)) * cos(radians(p.longitude)), cos(radians(p.latitude)) * sin(radians(p.longitude)),
         sin(radians(p.latitude)))
        for p in (one, other)
    )  # fmt: skip
    cross = sqrt((y * w - z * v) ** 2 + (z * u - x * w) ** 2 + (x * v - y * u) ** 2)
    return RADIUS * atan2(cross, x * u + y * v + z * w)


@given(POINTS, POINTS)
def test_as_the_twin_says_and_the_same_both_ways(one: Point, other: Point) -> None:
    found = great_circle(one, other)
    assert found == pytest.approx(by_vectors(one, other), abs=0.01 if found < 19_900 else 1)
    assert found == pytest.approx(great_circle(other, one), abs=1e-6)
    assert 0 <= found <= RADIUS * pi + 1e-6
    assert by_road(one, other) == by_road(other, one)


@given(POINTS, POINTS, POINTS)
def test_no_way_round_is_shorter(one: Point, between: Point, other: Point) -> None:
    assert great_circle(one, other) <= great_circle(one, between) + great_circle(between, other) + 1e-3


@given(POINTS, st.floats(-180, 180))
def test_nothing_to_itself_and_turning_the_globe_changes_nothing(one: Point, turn: float) -> None:
    assert great_circle(one, one) == 0
    assert by_road(one, one) is None
    moved = Point(one.latitude, (one.longitude + turn + 180) % 360 - 180)
    assert great_circle(moved, OUJDA) == pytest.approx(
        great_circle(one, Point(OUJDA.latitude, (OUJDA.longitude - turn + 180) % 360 - 180)), abs=0.01
    )


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [(OUJDA, NADOR, 108), (CASABLANCA, RABAT, 86), (LONDON, PARIS, 344), (Point(0, 0), Point(0, 90), 10_007.6),
     (Point(90, 0), Point(-90, 0), 20_015.1), (Point(0, 179.5), Point(0, -179.5), 111.2)],
)  # fmt: skip
def test_pairs_everybody_knows(one: Point, other: Point, kilometres: float) -> None:
    assert great_circle(one, other) == pytest.approx(kilometres, rel=0.01)


def test_by_road_it_is_the_stated_factor_longer_in_whole_kilometres() -> None:
    assert ROAD_FACTOR * 10 == 13
    assert (by_road(OUJDA, NADOR), by_road(CASABLANCA, RABAT)) == (140, 112)
    assert by_road(OUJDA, Point(34.681, -1.91)) == 1


@pytest.mark.parametrize("nowhere", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_no_place_is_nowhere(nowhere: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="place"):
        Point(*nowhere)
