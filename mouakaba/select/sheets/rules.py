"""How large a sheet is read at once, and which states allow what."""

from __future__ import annotations

AT_ONCE = 300  # rows checked or imported while the person waits; more go to the background
STALLED_SECONDS = 180  # work that has not moved for so long was cut off and may be started again
PREVIEW_ROWS = 30
SAMPLES = 3
KEPT_PROBLEMS = 1_000  # findings of each gravity shown one by one; all are counted

MAY_MAP = ("mapping", "checked", "failed")
MAY_DISCARD = ("mapping", "checked", "failed")
AT_WORK = ("checking", "importing")
