"""Members' assemblies: the parts statutes ask for, quorum, proxies, votes; and shares that add up."""

from mouakaba.kernel.assemblies.capital import Holding, Move, MoveFault, Totals, held, move_fault, totals
from mouakaba.kernel.assemblies.meeting import (
    Quorum,
    QuorumAnswer,
    Seat,
    SeatFault,
    quorum,
    seat_faults,
    votes_missing,
)
from mouakaba.kernel.assemblies.parts import Part, PartError, read_part

__all__ = [
    "Holding",
    "Move",
    "MoveFault",
    "Part",
    "PartError",
    "Quorum",
    "QuorumAnswer",
    "Seat",
    "SeatFault",
    "Totals",
    "held",
    "move_fault",
    "quorum",
    "read_part",
    "seat_faults",
    "totals",
    "votes_missing",
]
