"""Who reads what: files spread over jurors as evenly as the hard rules allow."""

from mouakaba.kernel.assignment.even import EvenSpread, Held, Move, Reader, Short, ToRead, spread

__all__ = ["EvenSpread", "Held", "Move", "Reader", "Short", "ToRead", "spread"]
