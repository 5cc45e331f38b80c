"""Minimum-cost flow, exact, by OR-tools in a process of its own.

OR-tools and highspy each bring a libhighs of another version: whichever is loaded second fails. The kernel keeps
highspy; this module only talks to `flow_worker`, which loads nothing but OR-tools.
"""

import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_MOST_COST = 1 << 60  # the solver multiplies costs by the number of nodes


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs by number: from, to, capacity and cost of a unit. `supplies`: by node, negative where flow ends.

    All whole numbers; supplies sum to 0.
    """

    tails: Ints
    heads: Ints
    capacities: Ints
    costs: Ints
    supplies: Ints

    def arrays(self) -> tuple[Ints, ...]:
        """What the worker reads, in its order."""
        return (self.tails, self.heads, self.capacities, self.costs, self.supplies)


class FlowError(RuntimeError):
    """The solver could not be run, or did not end as it should."""


def cheapest_flow(network: Network) -> Ints | None:
    """The flow of each arc, at the least total cost; None when the supplies cannot be met.

    The same network gives the same flow. Raises ValueError for what is not a network, FlowError when the solver fails.
    """
    _check(network)
    if not len(network.tails):
        return None if network.supplies.any() else np.zeros(0, np.int64)
    told = BytesIO()
    for array in network.arrays():
        np.save(told, np.ascontiguousarray(array, np.int64), allow_pickle=False)
    command = [sys.executable, "-m", "mouakaba.kernel.assignment.flow_worker"]
    done = subprocess.run(command, input=told.getbuffer(), capture_output=True, check=False)  # noqa: S603 - our own module, no shell
    if done.returncode != 0:
        raise FlowError(done.stderr.decode(errors="replace").strip() or f"the solver ended with {done.returncode}")
    flow: Ints = np.load(BytesIO(done.stdout), allow_pickle=False)
    return flow if flow.shape == network.tails.shape else None


def _check(network: Network) -> None:
    nodes = len(network.supplies)
    arcs = network.arrays()[:-1]
    if len({len(array) for array in arcs}) != 1:
        raise ValueError("every arc needs a tail, a head, a capacity and a cost")
    if int(network.supplies.sum()) != 0:
        raise ValueError("supplies must sum to 0")
    ends = np.concatenate([network.tails, network.heads])
    if len(ends) and (ends.min() < 0 or ends.max() >= nodes):
        raise ValueError("an arc leads to a node that is not there")
    if len(ends) and (network.capacities.min() < 0 or int(np.abs(network.costs).max()) * (nodes + 1) > _MOST_COST):
        raise ValueError("a capacity is below 0, or a cost too large")
