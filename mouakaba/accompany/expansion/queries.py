"""Sheets of regions, and the comparison made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from mouakaba.accompany.expansion.models import GdpShare, PotentialNote, RegionSheet
from mouakaba.accompany.expansion.rules import BEST_MARK, MOST_WEIGHT, REQUEST, USUAL_WEIGHTS
from mouakaba.accompany.spaces.queries import networks_of
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.places.models import Region
from mouakaba.kernel.comparing import Candidate, Comparison, compare, ranges


def studies_of(person: Person) -> QuerySet[Organisation]:
    """Networks whose study of regions this person reads and writes."""
    return networks_of(person).order_by("slug")


def notes_of(sheet: RegionSheet) -> QuerySet[PotentialNote]:
    """What was noted of a region's potential, the latest of each criterion first."""
    return sheet.notes.select_related("by")


@dataclass(frozen=True, slots=True)
class Joint:
    """A share published for several regions together."""

    share: Decimal
    regions: tuple[str, ...]  # codes


@dataclass(frozen=True, slots=True)
class Study:
    """What is known of every region, and the order that follows."""

    sheets: Mapping[str, RegionSheet]  # by region
    marks: Mapping[str, Mapping[str, int]]  # the latest by criterion, by region
    shares: Mapping[str, GdpShare]  # of the year, by region
    joint: Joint | None
    year: int | None
    weights: Mapping[str, int]
    comparison: Comparison
    ranges: Mapping[str, tuple[Fraction, Fraction]]


def weights_asked(given: Mapping[str, str]) -> dict[str, int]:
    """The weights of a request, whole numbers from 0 to 100; the usual ones where none, or only zeroes, are given."""
    told = {name: _weight(given.get(name, ""), usual) for name, usual in USUAL_WEIGHTS.items()}
    return told if any(told.values()) else dict(USUAL_WEIGHTS)


def _weight(text: str, usual: int) -> int:
    return min(int(text), MOST_WEIGHT) if text.isascii() and text.isdigit() else usual


def study_of(network: Organisation, weights: Mapping[str, int]) -> Study:
    """The comparison of all regions for a network (four queries)."""
    sheets = {row.region_id: row for row in RegionSheet.objects.filter(network=network).select_related("region")}
    year = GdpShare.objects.order_by("-year").values_list("year", flat=True).first()
    shares = {row.region_id: row for row in GdpShare.objects.filter(year=year or 0)}
    marks = _latest_marks(network)
    candidates = [_candidate(code, sheets.get(code), marks.get(code, {}), shares) for code in _codes()]
    weighed = {name: Fraction(weight) for name, weight in weights.items()}
    together = [row for row in shares.values() if row.joint]
    joint = Joint(together[0].share, tuple(row.region_id for row in together)) if together else None
    return Study(sheets, marks, shares, joint, year, weights, compare(candidates, weighed), ranges(candidates, weighed))


def _codes() -> list[str]:
    return list(Region.objects.values_list("code", flat=True))


def _latest_marks(network: Organisation) -> dict[str, dict[str, int]]:
    rows = PotentialNote.objects.filter(sheet__network=network).order_by("on", "pk")
    marks: dict[str, dict[str, int]] = {}
    for region, criterion, mark in rows.values_list("sheet__region", "criterion", "mark"):
        marks.setdefault(region, {})[criterion] = mark
    return marks


def _candidate(
    code: str, sheet: RegionSheet | None, marks: Mapping[str, int], shares: Mapping[str, GdpShare]
) -> Candidate:
    greatest = max((row.share for row in shares.values() if not row.joint), default=Decimal())
    own = shares.get(code)
    known = own is not None and not own.joint and greatest > 0
    values = {
        "potential": Fraction(sum(marks.values()), len(marks) * BEST_MARK) if marks else None,
        "gdp": Fraction(own.share) / Fraction(greatest) if known and own else None,
        "partners": _partners(sheet),
    }
    return Candidate(code, values, () if sheet and sheet.request else (REQUEST,))


def _partners(sheet: RegionSheet | None) -> Fraction:
    """All for a convention that is signed, half for partners who are named."""
    if sheet is None or not any(sheet.partners.values()):
        return Fraction(0)
    return Fraction(1) if sheet.agreed else Fraction(1, 2)
