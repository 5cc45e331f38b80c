"""Work over several processes: the same as one after the other, a few pieces ahead, and a clear word when one dies."""

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.cli.spread import spread
from mouakaba.cli.tool import UnfinishedError


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(), max_size=20), st.integers(1, 4))
def test_the_order_is_that_of_one_after_the_other(numbers: list[int], processes: int) -> None:
    held = {"more": 3}  # what the work holds need not be sent to the processes
    assert list(spread(lambda one: (one, one * held["more"]), numbers, processes)) == [(n, n * 3) for n in numbers]


@pytest.mark.parametrize("processes", [1, 2])
def test_no_more_is_taken_than_a_few_pieces_ahead(processes: int) -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    made = spread(str, endless(), processes)
    for wanted in range(1, 31):
        assert next(made) == str(wanted)
        assert taken <= wanted + 2 * processes
    made.close()


def test_a_process_ended_from_outside_is_told() -> None:
    def work(number: int) -> int:
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(UnfinishedError, match="ended from outside"):
        list(spread(work, range(10), 2))


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        list(spread(lambda number: 1 // number, [1, 0, 2], 2))
