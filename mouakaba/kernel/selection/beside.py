"""What the other places are worth when one file is made to hold a place: for every class at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mouakaba.kernel.selection.corner import EXACT, Corner, corner
from mouakaba.kernel.selection.departures import Departures, affordable
from mouakaba.kernel.selection.joining import Asked, Hits, Match
from mouakaba.kernel.selection.pricing import Prices, Pricing
from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Exact, Ints, Program
from mouakaba.kernel.selection.relaxation import SLIP, upper_bound

ITEMS = 250
"""Single departures looked at from a corner."""
MOST_SETS = 20_000_000
SURVEY = 2.0
"""Corners looked at first, a multiple of the root of how many are asked for."""


class Beside:
    """For each of the asked the best value of its places in `value`, None where they cannot be filled.

    From corner to corner: the relaxation is solved for one that is still open; its multipliers bound all,
    and the choices near that vertex are matched with the open ones that no corner so far bounds better (see
    `corner`). What no list settles is left to a tree each. `least` is what is known to be reached (None:
    nothing is). `full` holds the pairs (number, column) where the best choice found takes every unit of a
    column of the class asked for.
    """

    def __init__(self, problem: Problem, pricing: Pricing, asked: Asked, least: Exact) -> None:
        self.value: Exact = least.copy()
        self.full: set[tuple[int, int]] = set()
        self._problem, self._pricing, self._asked = problem, pricing, asked
        self._open = np.ones(len(asked), bool)
        self._nearest = np.full(len(asked), np.inf)
        if problem.effort.lists and problem.program.gain.dtype != object:
            self._survey()
            for number in self._still_open():
                self._look(number)
        for number in self._still_open():
            self._search(number)

    def _still_open(self) -> Iterator[int]:
        """The open ones in an order without a pattern; each is skipped once it is settled."""
        for number in np.random.default_rng(0).permutation(np.flatnonzero(self._open)).tolist():
            if self._open[number]:
                yield number

    def _survey(self) -> None:
        """Corners for some; then each of the asked with the corner that bounds it best."""
        corners: list[Corner] = []
        place = np.full(len(self._asked), -1)
        for number in self._still_open():
            near = self._corner(number)
            if near is not None:
                place[self._bounded(near)] = len(corners)
                corners.append(near)
            if len(corners) >= SURVEY * len(self._asked) ** 0.5:
                break
        for k, near in enumerate(corners):
            self._match(near, np.flatnonzero(self._open & (place == k)))

    def _look(self, number: int) -> None:
        near = self._corner(number)
        if near is not None:
            better = self._bounded(near)
            self._match(near, better[self._open[better]])

    def _corner(self, number: int) -> Corner | None:
        """The corner for one of the asked; None if it closes it otherwise, or is of no use."""
        prices, basis = self._pricing.vertex(self._variant(number))
        if prices.x is None and prices.exclude(0):
            self._close_hopeless(prices)
            return None
        return corner(self._problem.program, basis)

    def _close_hopeless(self, prices: Prices) -> None:
        """Close what the same multipliers prove cannot be filled."""
        program = self._problem.program
        bound = upper_bound(program, prices.y, reduced=prices.reduced, slip=prices.slip)
        wrong = 4 * SLIP * float(np.abs(prices.y).sum())
        hopeless = bound - program.profiles @ prices.y + wrong < 0
        self._open &= ~hopeless[self._asked.kind]

    def _bounded(self, near: Corner) -> Ints:
        """Close what the corner proves cannot be more than is known; give the numbers it bounds best so far."""
        bound = near.bounds[self._asked.kind]
        better = np.flatnonzero(self._open & (bound / near.scale <= self._nearest))
        self._nearest[better] = bound[better] / near.scale
        for number in better.tolist():
            known = self.value[number]
            self._open[number] = known is None or int(bound[number]) // near.scale > known
        return better

    def _match(self, near: Corner, numbers: Ints) -> None:
        """Settle these with the choices near the corner, in longer and longer lists."""
        items = near.items(ITEMS)
        for length in self._problem.effort.lists:
            if len(numbers) == 0:
                return
            limit = affordable(items, min(MOST_SETS, length * max(1, near.scale // len(numbers))))
            if limit < 0 or (limit + 1) * near.scale > EXACT:
                return
            match = Match(near, Departures(items, limit, near.scale), self._asked.part(numbers))
            for hits in match.hits():
                self._keep(near, numbers, hits, match.near)
            numbers = numbers[self._open[numbers]]

    def _keep(self, near: Corner, numbers: Ints, hits: Hits, columns: Ints) -> None:
        found = numbers[hits.places]
        bound = near.bounds[self._asked.kind[found]]
        self._settle(found, (bound - hits.loss) // near.scale, hits.x, columns)

    def _settle(self, numbers: Ints, value: Exact, x: Ints, columns: Ints) -> None:
        program = self._problem.program
        self._open[numbers] = False
        self.value[numbers] = value.tolist()
        own = program.kind[columns] == self._asked.kind[numbers][:, None]
        line, place = np.nonzero(own & (x == program.high[columns]))
        self.full.update(zip(numbers[line].tolist(), columns[place].tolist(), strict=True))

    def _search(self, number: int) -> None:
        point = self._problem.sieve.solve(self._variant(number), beyond=self.value[number])
        self._open[number] = False
        if point is not None:
            every = np.arange(len(point.x))
            self._settle(np.array([number]), np.array([point.value], object), point.x[None, :], every)

    def _variant(self, number: int) -> Program:
        """The program of the places asked for."""
        program = self._problem.beside(int(self._asked.kind[number]))
        column = int(self._asked.column[number])
        if column < 0:
            return program
        high = program.high.copy()
        high[column] -= 1
        return replace(program, high=high)
