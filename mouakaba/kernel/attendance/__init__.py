"""Who was there, out of badges scanned by phones that were offline: the same answer whatever arrives, how often, in
whatever order.

A phone's clock may be wrong. What is known is the moment its scans arrived and what its clock said at that moment:
the difference is taken off every scan of that sending. Of one scan that arrives more than once the earliest corrected
time is kept, so that merging is a join: associative, commutative, idempotent.
"""

from mouakaba.kernel.attendance.merging import (
    MOST_DRIFT,
    Attendance,
    Present,
    Scan,
    attendance,
    corrected,
    drift,
    is_off,
    merge,
)

__all__ = ["MOST_DRIFT", "Attendance", "Present", "Scan", "attendance", "corrected", "drift", "is_off", "merge"]
