"""What of a thing that is booked by time is free, and the nearest stretches that are."""

from mouakaba.kernel.slots.free import Span, Taken, free_spans, left, nearest, peak

__all__ = ["Span", "Taken", "free_spans", "left", "nearest", "peak"]
