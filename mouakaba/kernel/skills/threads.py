"""Matrix products by one thread.

Ours are small: two threads wait for one another more than they help, and where another process wants the core they
wait long. Many texts are spread over processes instead. The last bits of a product also stay the same everywhere.
"""

from contextlib import AbstractContextManager
from functools import lru_cache

from threadpoolctl import ThreadpoolController


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    return ThreadpoolController()  # looks for the libraries once; numpy is loaded by then


def one_thread() -> AbstractContextManager[object]:
    """Inside of it numpy's products use one thread."""
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit
