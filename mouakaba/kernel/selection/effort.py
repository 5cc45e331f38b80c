"""How the work of solving is portioned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """Portions of work. They change the time, not the answer.

    One exception: a program that `nodes` nodes of the tree do not finish is left to HiGHS' own branch
    and bound, whose cuts win there; the proof then holds to HiGHS' relative tolerance of 1e-9, where
    otherwise it holds to the last decimal.
    """

    nodes: int = 2_000
    """Nodes of a tree of usual width, fewer for wider ones."""
    start: int = 600
    """Columns in the relaxation at the start; twice as many and fewer are all let in."""
    enter: int = 300
    """Columns that enter the relaxation at a time."""
    window: int = 80
    """Columns in the first tree."""
    lists: tuple[int, ...] = (1_000, 10_000, 100_000)
    """Choices near a vertex looked at for each explanation, more and more; none: each takes a tree."""


USUAL = Effort()
