"""Choices too large for the twin: against HiGHS' own branch and bound, and against what must hold."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.selection import Candidate, Change, Quota, Selection, choose
from mouakaba.kernel.selection.effort import Effort
from tests.kernel.selection import twin
from tests.kernel.selection.cases import Case, tight_cases

ONLY_HIGHS = Effort(nodes=0)
CENT = 0.01


def run(case: Case, *, explain: bool = True) -> Selection:
    return choose(case.candidates, places=case.places, quotas=case.quotas, reserve=case.reserve, explain=explain)


def files_of(case: Case, ids: tuple[str, ...]) -> tuple[Candidate, ...]:
    known = {file.id: file for file in case.candidates}
    return tuple(known[id_] for id_ in ids)


@settings(max_examples=60, deadline=None)
@given(tight_cases())
def test_highs_alone_finds_the_same(case: Case) -> None:
    other = choose(case.candidates, places=case.places, quotas=case.quotas, explain=False, effort=ONLY_HIGHS)
    found = run(case, explain=False)
    assert (found.status, found.chosen, found.objective) == (other.status, other.chosen, other.objective)
    assert found.objective == pytest.approx(sum(file.score for file in files_of(case, found.chosen)))
    assert len(found.chosen) == case.places
    assert not twin.broken(files_of(case, found.chosen), case.quotas)


@settings(max_examples=25, deadline=None)
@given(tight_cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(case: Case, chance: random.Random) -> None:
    shuffled = chance.sample(case.candidates, len(case.candidates))
    expected = run(case)
    found = choose(shuffled, places=case.places, quotas=case.quotas[::-1], reserve=case.reserve)
    assert found.chosen == expected.chosen
    assert found.reserve == expected.reserve
    assert found.replacements == expected.replacements
    assert found.quotas == expected.quotas
    assert {id_: why.short_by for id_, why in found.explanations.items()} == {
        id_: why.short_by for id_, why in expected.explanations.items()
    }


@settings(max_examples=25, deadline=None)
@given(tight_cases())
def test_after_any_one_withdrawal_the_quotas_still_hold(case: Case) -> None:
    found = run(case, explain=False)
    for leaving, joining in found.replacements.items():
        if joining is not None:
            stays = tuple(id_ for id_ in found.chosen if id_ != leaving)
            assert joining not in found.chosen
            assert not twin.broken(files_of(case, (*stays, joining)), case.quotas)


@settings(max_examples=12, deadline=None)
@given(tight_cases(), st.data())
def test_short_by_is_exactly_what_is_missing(case: Case, data: st.DataObject) -> None:
    found = run(case)
    able = [id_ for id_, why in found.explanations.items() if why.short_by is not None]
    assume(able)
    id_ = data.draw(st.sampled_from(able))
    short = found.explanations[id_].short_by
    assert short is not None
    assert short >= 0
    assert id_ in chosen_with(case, id_, short + CENT / 2)
    assert short == 0 or id_ not in chosen_with(case, id_, short - CENT / 2)


@settings(max_examples=12, deadline=None)
@given(tight_cases(), st.data())
def test_a_file_that_no_score_helps_is_not_chosen_at_any_score(case: Case, data: st.DataObject) -> None:
    found = run(case)
    unable = [id_ for id_, why in found.explanations.items() if why.short_by is None]
    assume(unable)
    id_ = data.draw(st.sampled_from(unable))
    assert id_ not in chosen_with(case, id_, 1e6)


def chosen_with(case: Case, id_: str, more: float) -> tuple[str, ...]:
    files = [replace(file, score=file.score + more) if file.id == id_ else file for file in case.candidates]
    return choose(files, places=case.places, quotas=case.quotas, explain=False).chosen


@settings(max_examples=15, deadline=None)
@given(tight_cases(), st.data())
def test_a_price_is_what_dropping_the_quota_gains(case: Case, data: st.DataObject) -> None:
    found = run(case)
    code = data.draw(st.sampled_from(sorted(found.quotas)))
    without = [quota for quota in case.quotas if quota.code != code]
    free = choose(case.candidates, places=case.places, quotas=without, explain=False)
    price = found.quotas[code].price
    assert price is not None
    assert price >= 0
    assert found.objective is not None
    assert free.objective == pytest.approx(found.objective + price, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(tight_cases(), st.integers(0, 10**6))
def test_the_relaxation_makes_a_choice_possible_and_the_conflict_is_minimal(case: Case, seed: int) -> None:
    quotas = tuple(tightened(quota, random.Random(seed + k)) for k, quota in enumerate(case.quotas))
    found = choose(case.candidates, places=case.places, quotas=quotas)
    assume(found.status == "infeasible")
    relaxed = [changed(quota, found.relaxation) for quota in quotas]
    assert choose(case.candidates, places=case.places, quotas=relaxed, explain=False).status == "optimal"
    named = [quota for quota in quotas if quota.code in found.conflict]
    if "places" in found.conflict:
        assert status(case, named) == "infeasible"
        for left in named:
            assert status(case, [quota for quota in named if quota != left]) == "optimal"


def status(case: Case, quotas: list[Quota]) -> str:
    return choose(case.candidates, places=case.places, quotas=quotas, explain=False).status


def tightened(quota: Quota, chance: random.Random) -> Quota:
    low = (quota.min or 0) + chance.randrange(3)
    return replace(quota, min=low, max=max(low, (quota.max or 0) - chance.randrange(3)))


def changed(quota: Quota, changes: tuple[Change, ...]) -> Quota:
    for change in changes:
        if change.code == quota.code:
            quota = replace(quota, **{change.bound: change.after})
    return quota


def test_web_workers_may_choose_at_the_same_time() -> None:
    chance = random.Random(7)
    files = [
        Candidate(f"F{k:03}", chance.randrange(2000) / 100, "2024-03-01T10:00:00Z", {"region": f"R{k % 5}"})
        for k in range(200)
    ]
    quotas = [Quota(f"R{k}", "region", (f"R{k}",), 3, 6) for k in range(5)]

    def one(places: int) -> Selection:
        return choose(files, places=places, quotas=quotas, reserve=5)

    with ThreadPoolExecutor(4) as workers:
        together = list(workers.map(one, [18, 20, 22, 24] * 3))
    assert together == [one(places) for places in [18, 20, 22, 24]] * 3
