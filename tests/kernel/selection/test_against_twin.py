"""`choose` against a search of every subset, however the work is portioned."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings

from mouakaba.kernel.selection import choose
from mouakaba.kernel.selection.effort import USUAL, Effort
from tests.kernel.selection import twin
from tests.kernel.selection.cases import Case, cases

NARROW = Effort(start=1, enter=1, window=1)


@pytest.mark.parametrize("effort", [USUAL, NARROW])
@settings(max_examples=600, deadline=None)
@given(cases())
def test_it_agrees_with_the_twin_in_every_field(effort: Effort, case: Case) -> None:
    found = choose(
        case.candidates, places=case.places, quotas=case.quotas, reserve=case.reserve, effort=effort
    ).as_dict()
    event(found["status"])
    expected = twin.result(case.candidates, case.places, case.quotas, case.reserve)
    if expected["status"] == "optimal":
        assert found == expected
    else:
        assert found["status"] == "infeasible"
        assert found["relaxation"] == twin.relaxation(case.candidates, case.size, case.quotas)
        assert_conflict_is_minimal(case, found["conflict"])


def assert_conflict_is_minimal(case: Case, conflict: list[str]) -> None:
    assert not can_hold(case, conflict)
    for code in conflict:
        assert can_hold(case, [other for other in conflict if other != code])


def can_hold(case: Case, names: list[str]) -> bool:
    quotas = [quota for quota in case.quotas if quota.code in names]
    sizes = [case.size] if "places" in names else range(len(case.candidates) + 1)
    return twin.holds(case.candidates, quotas, sizes)
