"""When a choice may be computed, frozen, undone and published, and in which sizes it is done at once."""

from __future__ import annotations

from datetime import timedelta

AT_ONCE = 5_000  # files: more are computed, and written to, by a worker
LETTERS_AT_ONCE = 500  # letters a transaction
DAYS_TO_ANSWER = 7  # a reserve who is called has this long to accept, unless the office says otherwise
ANSWER_TIME = timedelta(days=DAYS_TO_ANSWER)
COMPARED = 3  # runs side by side
