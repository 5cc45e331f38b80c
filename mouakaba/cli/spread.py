"""Work spread over the cores of one machine by forked processes: in order, and a bounded amount at a time."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from mouakaba.cli.tool import UnfinishedError

Given = TypeVar("Given")
Made = TypeVar("Made")
_AHEAD = 2  # pieces of work a process has waiting
_held: Callable[[Any], Any] | None = None  # in a forked process: what it does


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def spread(work: Callable[[Given], Made], given: Iterable[Given], processes: int) -> Iterator[Made]:
    """`map(work, given)` by so many processes, in the order given.

    The processes are forks: what `work` holds is shared, not copied; what it takes and makes must be picklable. Raises
    what `work` raises, and UnfinishedError when a process was ended from outside.
    """
    if processes == 1:
        yield from map(work, given)
        return
    with ProcessPoolExecutor(processes, get_context("fork"), initializer=_hold, initargs=(work,)) as pool:
        try:
            yield from _in_order(pool, iter(given), processes * _AHEAD)
        except BrokenProcessPool:
            wanted = "a process that read texts was ended from outside (no memory left?); nothing is shown: run again"
            raise UnfinishedError(f"{wanted}, with --processes 1 if it stays so") from None
        finally:
            pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, given: Iterator[Any], ahead: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque(pool.submit(_do, one) for one in islice(given, ahead))
    while waiting:
        done = waiting.popleft().result()
        waiting.extend(pool.submit(_do, one) for one in islice(given, 1))
        yield done


def _hold(work: Callable[[Any], Any]) -> None:
    global _held
    _held = work


def _do(one: Any) -> Any:
    assert _held is not None
    return _held(one)
