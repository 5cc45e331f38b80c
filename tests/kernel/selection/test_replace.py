"""`refill` against a search of every way to fill the places, and against `choose`'s own replacements."""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.selection import Candidate, Quota, choose
from mouakaba.kernel.selection.replace import refill
from tests.kernel.selection import twin
from tests.kernel.selection.cases import Case, cases


def best_filling(
    kept: list[Candidate], available: list[Candidate], places: int, quotas: tuple[Quota, ...]
) -> list[str] | None:
    """Every filling is looked at; the best total, then the list that comes first."""
    size = min(places, len(available))
    able = [files for files in combinations(available, size) if not twin.broken([*kept, *files], quotas)]
    if not able:
        return None
    top = max(twin.total(files) for files in able)
    lists = [sorted(files, key=twin.key) for files in able if twin.total(files) == top]
    return [file.id for file in min(lists, key=lambda files: [twin.key(file) for file in files])]


def chosen_of(case: Case) -> list[Candidate]:
    found = choose(case.candidates, places=case.places, quotas=case.quotas, explain=False)
    assume(found.status == "optimal" and found.chosen)
    return [candidate for candidate in case.candidates if candidate.id in found.chosen]


@settings(max_examples=150, deadline=None)
@given(cases(), st.data())
def test_it_agrees_with_the_twin(case: Case, data: st.DataObject) -> None:
    chosen = chosen_of(case)
    leaving = data.draw(st.lists(st.sampled_from(chosen), unique_by=lambda file: file.id, min_size=1, max_size=3))
    kept = [file for file in chosen if file not in leaving]
    available = [file for file in case.candidates if file not in chosen]
    found = refill(kept, available, places=len(leaving), quotas=case.quotas)
    expected = best_filling(kept, available, len(leaving), case.quotas)
    event(found.status)
    assert (list(found.chosen) if found.status == "optimal" else None) == expected


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)  # many cases hold nothing
@given(cases())
def test_one_place_gives_the_replacement_of_the_choice(case: Case) -> None:
    assume(len(case.candidates) > case.places)
    whole = choose(case.candidates, places=case.places, quotas=case.quotas, explain=False)
    assume(whole.status == "optimal")
    chosen = [candidate for candidate in case.candidates if candidate.id in whole.chosen]
    available = [candidate for candidate in case.candidates if candidate.id not in whole.chosen]
    for leaving in chosen:
        kept = [file for file in chosen if file != leaving]
        found = refill(kept, available, places=1, quotas=case.quotas)
        assert (found.chosen[0] if found.chosen else None) == whole.replacements[leaving.id]


def test_the_way_out_speaks_of_the_whole_group() -> None:
    quota = Quota("east", "region", ("e",), min=2)
    kept = [Candidate("A", 9.0, "1", {"region": "e"}), Candidate("B", 8.0, "2", {"region": "w"})]
    available = [Candidate("C", 7.0, "3", {"region": "w"})]
    found = refill(kept, available, places=1, quotas=[quota])
    assert found.status == "infeasible"
    assert "east" in found.conflict
    assert [change.as_dict() for change in found.relaxation] == [{"code": "east", "bound": "min", "from": 2, "to": 1}]


def test_a_bound_already_passed_lets_nobody_more_in() -> None:
    quota = Quota("east", "region", ("e",), max=1)
    kept = [Candidate(id_, 5.0, id_, {"region": "e"}) for id_ in ("A", "B")]
    available = [Candidate("C", 9.0, "3", {"region": "e"}), Candidate("D", 1.0, "4", {"region": "w"})]
    assert refill(kept, available, places=1, quotas=[quota]).chosen == ("D",)


def test_a_bound_already_passed_is_said_as_the_call_states_it() -> None:
    quota = Quota("east", "region", ("e",), max=1)
    kept = [Candidate(id_, 5.0, id_, {"region": "e"}) for id_ in ("A", "B")]
    found = refill(kept, [Candidate("C", 9.0, "3", {"region": "e"})], places=1, quotas=[quota])
    assert [change.as_dict() for change in found.relaxation] == [{"code": "east", "bound": "max", "from": 1, "to": 3}]
