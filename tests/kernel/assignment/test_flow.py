"""The cheapest flow: against every flow there is, what is no network, and beside HiGHS in one process."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.assignment import Network, best_transport, cheapest_flow

arcs = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2), st.integers(-3, 3)).filter(
    lambda arc: arc[0] != arc[1]
)


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def network(drawn: list[tuple[int, int, int, int]], supplies: np.ndarray) -> Network:
    return Network(*np.array(drawn, np.int64).reshape(-1, 4).T, supplies)


def balance(drawn: list[tuple[int, int, int, int]], flow: tuple[int, ...]) -> list[int]:
    sent = [0] * 4
    for (tail, head, _, _), units in zip(drawn, flow, strict=True):
        sent[tail] += units
        sent[head] -= units
    return sent


@settings(max_examples=25, deadline=None)
@given(st.lists(arcs, max_size=5), st.tuples(*[st.integers(-2, 2)] * 3))
def test_it_is_the_cheapest_of_all_flows(drawn: list[tuple[int, int, int, int]], some: tuple[int, int, int]) -> None:
    supplies = [*some, -sum(some)]
    able = [
        sum(units * arc[3] for units, arc in zip(flow, drawn, strict=True))
        for flow in product(*(range(arc[2] + 1) for arc in drawn))
        if balance(drawn, flow) == supplies
    ]
    found = cheapest_flow(network(drawn, np.array(supplies)))
    if not able:
        assert found is None
        return
    assert found is not None
    assert balance(drawn, tuple(found.tolist())) == supplies
    assert sum(units * arc[3] for units, arc in zip(found.tolist(), drawn, strict=True)) == min(able)


@pytest.mark.parametrize(
    ("given_network", "said"),
    [
        (Network(ints(0), ints(1, 0), ints(1), ints(1), ints(0, 0)), "every arc needs"),
        (network([(0, 1, 1, 1)], ints(1, 0, 0, 0)), "sum to 0"),
        (network([(0, 9, 1, 1)], ints(0, 0, 0, 0)), "not there"),
        (network([(0, 1, -1, 1)], ints(0, 0, 0, 0)), "below 0"),
        (network([(0, 1, 1, 1 << 60)], ints(0, 0, 0, 0)), "too large"),
    ],
)
def test_what_is_no_network(given_network: Network, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        cheapest_flow(given_network)


def test_it_runs_where_highs_is_loaded() -> None:
    import highspy

    assert highspy.Highs().version()
    taken = best_transport(
        ints(0, 0, 1), ints(0, 1, 0), ints(5, 4, 3), left_capacities=ints(1, 1), right_capacities=ints(1, 1)
    )
    assert taken.tolist() == [False, True, True]


def test_a_gain_of_nothing_is_no_arc() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        best_transport(ints(0), ints(0), ints(0), left_capacities=ints(1), right_capacities=ints(1))
