"""The process that solves a flow: `python -m mouakaba.kernel.assignment.flow_worker`.

Reads the arrays of a Network on standard input, writes the flow of each arc; an empty array when there is none.
"""

import sys
from io import BytesIO

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow


def main() -> None:
    """Solve what standard input holds."""
    given = BytesIO(sys.stdin.buffer.read())  # numpy reads arrays only where it can go back
    tails, heads, capacities, costs, supplies = (np.load(given, allow_pickle=False) for _ in range(5))
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    solver.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = solver.solve()
    if status not in (SimpleMinCostFlow.OPTIMAL, SimpleMinCostFlow.INFEASIBLE):
        raise SystemExit(f"the solver ended with {status.name}")
    flow = solver.flows(arcs) if status == SimpleMinCostFlow.OPTIMAL else np.zeros(0, np.int64)
    told = BytesIO()
    np.save(told, np.asarray(flow, np.int64), allow_pickle=False)
    sys.stdout.buffer.write(told.getbuffer())


if __name__ == "__main__":
    main()
