"""Pairs of two sides with capacities, at the greatest total gain."""

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.assignment.flow import Ints, Network, cheapest_flow


def best_transport(
    lefts: Ints, rights: Ints, gains: Ints, *, left_capacities: Ints, right_capacities: Ints
) -> NDArray[np.bool_]:
    """Which of the arcs left-right are taken: each at most once, no side beyond its capacity, the total gain greatest.

    Arcs, gains (whole numbers above 0) and capacities (0 or more) in the caller's order, on which alone the choice
    among equal totals depends. Raises ValueError and FlowError as `cheapest_flow` does.
    """
    if len(gains) and gains.min() <= 0:
        raise ValueError("a gain must be more than 0")
    count, others = len(left_capacities), len(right_capacities)
    arcs_of_left = np.bincount(lefts, minlength=count)
    supply = np.minimum(left_capacities, arcs_of_left)
    sink = count + others
    network = Network(
        # Each left sends what it can to rights, and the rest straight to the sink, for no gain.
        tails=np.concatenate([lefts, count + np.arange(others), np.arange(count)]),
        heads=np.concatenate([count + rights, np.full(others + count, sink)]),
        capacities=np.concatenate([np.ones(len(gains), np.int64), right_capacities, supply]),
        costs=np.concatenate([-gains, np.zeros(others + count, np.int64)]),
        supplies=np.concatenate([supply, np.zeros(others, np.int64), [-supply.sum()]]),
    )
    flow = cheapest_flow(network)
    assert flow is not None  # sending everything straight to the sink is always possible
    return flow[: len(gains)] > 0
