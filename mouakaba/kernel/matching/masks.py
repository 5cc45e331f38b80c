"""Answers of tests for whole blocks of pairs at once; equal, pair by pair, to `answers.answer_test`.

Answers are small numbers whose maximum is Kleene's "or": 0 no, 1 cannot tell, 2 yes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.eligibility import Answer, Operator
from mouakaba.kernel.eligibility.model import kind_of
from mouakaba.kernel.matching.answers import answer_values, comparable, operand_values
from mouakaba.kernel.matching.indexed import KINDS, Bools, Column, Indexed, flags
from mouakaba.kernel.matching.model import MEMBERSHIP, Fact, PairTest, Side
from mouakaba.kernel.matching.postings import Ints, Postings

Answers = NDArray[np.int8]
Values = Sequence[tuple[object, ...]]

NO, CANNOT_TELL, YES = np.int8(0), np.int8(1), np.int8(2)
AS_NUMBER = {Answer.NO: NO, Answer.CANNOT_TELL: CANNOT_TELL, Answer.YES: YES}
_OPPOSITES = {Operator.NOT_EQUALS, Operator.NOT_IN}


@dataclass(frozen=True, slots=True)
class Portions:
    """How the work is cut; the result is the same however it is."""

    cells: int = 1 << 20  # pairs scored at once: a few arrays of 8 MB
    width: int = 1 << 14  # columns scored at once
    table: int = 1 << 22  # cells of a table of distinct values that is made once instead of a block at a time


USUAL = Portions()


class Asked:
    """One test over all pairs of two sides, ready to answer any block."""

    def __init__(self, test: PairTest, lefts: Indexed, rights: Indexed, portions: Portions = USUAL) -> None:
        self.flipped = test.fact.side is Side.RIGHT  # rows are the side of the fact
        held, others = (rights, lefts) if self.flipped else (lefts, rights)
        column = held.column(test.fact.name)
        self.row_codes = column.codes
        self.table: _Table | None = None
        self.whole: Answers | None = None
        if test.one_sided:
            self.column_codes = np.zeros(len(others), np.int64)
            answers = [AS_NUMBER[answer_values(test, found, test.operands)] for found in column.found]
            self.whole = np.array(answers, np.int8).reshape(-1, 1)
        else:
            values, self.column_codes = _operands(test, others)
            self.table = _members(test, column, values) if test.operator in MEMBERSHIP else _spans(test, column, values)
            if len(column) * len(values) <= portions.table:
                self.whole = self.table.answers(np.arange(len(column)), np.arange(len(values)))

    def block(self, lefts: slice, rights: slice) -> Answers:
        """The answers of these lefts (rows) and rights (columns)."""
        rows, columns = (rights, lefts) if self.flipped else (lefts, rights)
        answers = self._block(self.row_codes[rows], self.column_codes[columns])
        return answers.T if self.flipped else answers

    def _block(self, rows: Ints, columns: Ints) -> Answers:
        if self.whole is not None:
            return self.whole[rows[:, None], columns[None, :]]
        assert self.table is not None  # made whenever `whole` is not
        (row, row_of), (column, column_of) = (np.unique(codes, return_inverse=True) for codes in (rows, columns))
        return self.table.answers(row, column)[row_of[:, None], column_of[None, :]]


def _operands(test: PairTest, others: Indexed) -> tuple[list[tuple[object, ...]], Ints]:
    """The distinct operands that the other side gives, and for each of its listings which one it gives."""
    columns = {one.name: others.column(one.name) for one in test.operands if isinstance(one, Fact)}
    if len(columns) == 1:  # the usual case, already told apart
        [(name, column)] = columns.items()
        return [operand_values(test, {name: found}.__getitem__) for found in column.found], column.codes
    codes = np.array([np.zeros(len(others), np.int64), *(column.codes for column in columns.values())])
    kept, code = np.unique(codes, axis=1, return_inverse=True)
    read = [
        {name: column.found[at] for (name, column), at in zip(columns.items(), row[1:], strict=True)}
        for row in kept.T.tolist()
    ]
    return [operand_values(test, facts.__getitem__) for facts in read], code.reshape(-1)


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows are distinct facts, columns distinct operands. `hits` says which fit among the rows and columns asked.

    What does not fit is cannot_tell when the fact is missing, the operand cannot be used, or the fact holds a
    value unreadable as a kind of the operand; else no.
    """

    hits: Callable[[Ints, Ints], Bools]
    column: Column
    unusable: Bools  # by operand
    kinds: Bools  # by operand and kind
    opposite: bool = False

    def answers(self, rows: Ints, columns: Ints) -> Answers:
        unknown = self.column.missing[rows][:, None] | self.unusable[columns][None, :]
        for kind in range(len(KINDS)):
            unknown |= self.column.unreadable[rows, kind][:, None] & self.kinds[columns, kind][None, :]
        yes, no = (NO, YES) if self.opposite else (YES, NO)
        return np.where(self.hits(rows, columns), yes, np.where(unknown, CANNOT_TELL, no)).astype(np.int8)


def _members(test: PairTest, column: Column, values: Values) -> _Table:
    """Membership: a fact and an operand fit when they share a value."""
    places, held = column.items
    usable = [[value for value in row if kind_of(value)] for row in values]
    asked = Postings.of(
        [{places[item] for value in row if (item := (kind_of(value), value)) in places} for row in usable]
    )
    return _Table(
        hits=lambda rows, columns: held.counts(rows, asked, columns) > 0,
        column=column,
        unusable=np.array([len(some) < len(row) for some, row in zip(usable, values, strict=True)], bool),
        kinds=flags([[kind_of(value) for value in row] for row in usable]),
        opposite=test.operator in _OPPOSITES,
    )


def _spans(test: PairTest, column: Column, values: Values) -> _Table:
    """Comparisons: a fact fits when one of its values lies from the lower to the upper end of the operand."""
    asked = [comparable(test, row) for row in values]
    ages = test.operator is Operator.AGE_BETWEEN
    kinds = ["" if value is None else "date" if ages else _kind(value) for value in asked]
    parts = [
        _span_hits(test, column, kind, [one if mine == kind else None for one, mine in zip(asked, kinds, strict=True)])
        for kind in sorted({*kinds} - {""})
    ]

    def hits(rows: Ints, columns: Ints) -> Bools:
        met = np.zeros((len(rows), len(columns)), bool)
        for part in parts:
            met |= part(rows, columns)
        return met

    unusable = np.array([not kind for kind in kinds], bool)
    return _Table(hits, column, unusable, flags([[kind] for kind in kinds]))


def _kind(value: object) -> str:
    return kind_of(value[0] if isinstance(value, tuple) else value)


def _span_hits(test: PairTest, column: Column, kind: str, asked: Sequence[Any]) -> Callable[[Ints, Ints], Bools]:
    """The fits among values of one kind; operands of other kinds are None and fit nothing."""
    order, ranks = column.ranks(kind, test.on)
    ends = [(1, 0) if value is None else _accepted(test.operator, value, order) for value in asked]
    low, high = np.array(ends, np.int64).reshape(-1, 2).T

    def hits(rows: Ints, columns: Ints) -> Bools:
        met = np.zeros((len(rows), len(columns)), bool)
        for place in range(ranks.shape[1]):
            rank = ranks[rows, place][:, None]
            met |= (low[columns] <= rank) & (rank <= high[columns])
        return met

    return hits


def _accepted(operator: Operator, value: Any, order: Sequence[Any]) -> tuple[int, int]:
    """The first and the last rank that the operator accepts; the first after the last when there is none."""
    last = len(order) - 1
    match operator:
        case Operator.AT_LEAST:
            return bisect_left(order, value), last
        case Operator.AT_MOST:
            return 0, bisect_right(order, value) - 1
        case Operator.BEFORE:
            return 0, bisect_left(order, value) - 1
        case Operator.AFTER:
            return bisect_right(order, value), last
        case _:
            return bisect_left(order, value[0]), bisect_right(order, value[1]) - 1
