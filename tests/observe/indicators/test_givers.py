"""What one project names several times is of one project: no public count of mentions comes from fewer than five."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.indicators import LEAST, Record
from mouakaba.observe.indicators import actions
from mouakaba.observe.indicators.queries import Slice, breakdown, figure, figures, public_rows
from mouakaba.observe.indicators.rules import BREAKDOWNS, declared

pytestmark = pytest.mark.django_db
HELPED = declared()["followup.helped"]
KINDS = sorted(HELPED.of[0].values)
Project = tuple[str, str, str, list[str]]  # programme, edition, region, what it named


def told(projects: list[Project]) -> list[tuple[int, Record]]:
    """Records as the feed tells them, each with the number of its project."""
    return [
        (number, Record("matters", f"{number}-{kind}", programme, edition, kind, region, day=date(2026, 1, 1),
                        amount=int(index == 0)))
        for number, (programme, edition, region, named) in enumerate(projects)
        for index, kind in enumerate(sorted(named))
    ]  # fmt: skip


def take_in(projects: list[Project]) -> None:
    records = [record for _number, record in told(projects)]
    actions.refresh_feed("matters", lambda since: iter(records), whole=True)


def of(count: int, named: list[str], programme: str = "one", region: str = "MA-01") -> list[Project]:
    return [(programme, "e", region, named)] * count


def test_four_who_name_everything_are_four() -> None:
    take_in(of(4, KINDS))
    assert figure("followup.helped", Slice(public=False)).reading.records == 36  # type: ignore[union-attr]
    assert figure("followup.helped", Slice()).hidden and figure("followup.helped", Slice(("one",))).hidden
    assert breakdown(HELPED, "region", Slice()) is None
    assert {line.reading for line in breakdown(HELPED, "kind", Slice()) or []} == {None}
    assert not [row for row in public_rows() if row["indicator"] == "followup.helped" and row["count"]]


def test_five_are_enough_and_a_region_of_few_is_not_said() -> None:
    take_in([*of(5, KINDS[:2]), *of(5, KINDS[:1], region="MA-02"), *of(2, KINDS, region="MA-03")])
    assert figure("followup.helped", Slice()).reading.records == 10 + 5 + 18  # type: ignore[union-attr]
    lines = {line.value: line.reading and line.reading.records for line in breakdown(HELPED, "kind", Slice()) or []}
    assert lines[KINDS[0]] == 12 and lines[KINDS[5]] is None
    regions = {line.value: line.reading and line.reading.records for line in breakdown(HELPED, "region", Slice()) or []}
    assert regions == {"MA-01": None, "MA-02": 5, "MA-03": None}  # eighteen are of two; another hides with them


named = st.lists(st.sampled_from(KINDS[:4]), min_size=1, unique=True)
project = st.tuples(
    st.sampled_from(["one", "two", "three"]), st.just("e"), st.sampled_from(["MA-01", "MA-02", ""]), named
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(project, min_size=1, max_size=40))
def test_no_count_that_is_said_comes_from_few(projects: list[Project]) -> None:
    with transaction.atomic():
        take_in(projects)
        said = [row for row in public_rows() if row["indicator"] == "followup.helped" and row["count"]]
        wholes = {name: one for name in ("", "one", "two", "three")
                  for one in figures(Slice((name,) if name else ())) if one.indicator is HELPED}  # fmt: skip
        transaction.set_rollback(True)
    people: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for number, record in told(projects):
        for programme in ("", record.programme):
            people[programme, "", ""].add(number)
            for dimension in BREAKDOWNS:
                value = 2026 if dimension == "year" else getattr(record, dimension)
                people[programme, dimension, str(value)].add(number)
    for row in said:
        assert len(people[str(row["programme"]), str(row["dimension"]), str(row["value"])]) >= LEAST, row
    for name, whole in wholes.items():
        assert whole.hidden or len(people[name, "", ""]) in (0, *range(LEAST, 41))
