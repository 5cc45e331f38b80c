"""Who counts at a meeting, and whether its votes add up. One member, one voice."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mouakaba.kernel.assemblies.parts import Part


class QuorumAnswer(StrEnum):
    """Three-valued: without the statutes' figure nobody can tell."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Quorum:
    """The answer with its numbers; `needed` is None where the statutes' figure is not known."""

    answer: QuorumAnswer
    members: int
    present: int
    represented: int
    needed: int | None

    @property
    def voices(self) -> int:
        """Members present or represented."""
        return self.present + self.represented


def quorum(members: int, present: int, represented: int, part: Part | None) -> Quorum:
    """Whether members present or represented reach the part of all members that the statutes ask for."""
    needed = part.needed(members) if part else None
    reached = needed is not None and present + represented >= needed
    answer = QuorumAnswer.CANNOT_TELL if needed is None else QuorumAnswer.YES if reached else QuorumAnswer.NO
    return Quorum(answer, members, present, represented, needed)


@dataclass(frozen=True, slots=True)
class Seat:
    """What one member did: came, or gave a proxy to another member (its key), or neither."""

    present: bool = False
    proxy: int | None = None


class SeatFault(StrEnum):
    """What is wrong with somebody's seat."""

    BOTH = "both"  # present, and represented
    ONESELF = "oneself"
    STRANGER = "stranger"  # the proxy is no member of this assembly
    ABSENT = "absent"  # the proxy did not come
    TOO_MANY = "too_many"  # the proxy holds more than the statutes allow


def seat_faults(seats: Mapping[int, Seat], entitled: Collection[int], most: int | None) -> dict[int, SeatFault]:
    """The first fault of each seat that has one, by member. `most`: proxies one member may hold, None unknown."""
    members = set(entitled)
    holds = Counter(seat.proxy for seat in seats.values() if seat.proxy is not None)
    found = {key: _fault(key, seat, seats, members) for key, seat in seats.items()}
    for key, seat in seats.items():
        if found[key] is None and seat.proxy is not None and most is not None and holds[seat.proxy] > most:
            found[key] = SeatFault.TOO_MANY
    return {key: fault for key, fault in found.items() if fault is not None}


def _fault(key: int, seat: Seat, seats: Mapping[int, Seat], members: Collection[int]) -> SeatFault | None:
    if key not in members:
        return SeatFault.STRANGER
    if seat.proxy is None:
        return None
    if seat.present:
        return SeatFault.BOTH
    if seat.proxy == key:
        return SeatFault.ONESELF
    if seat.proxy not in members:
        return SeatFault.STRANGER
    return None if seats.get(seat.proxy, Seat()).present else SeatFault.ABSENT


def votes_missing(for_: int, against: int, abstained: int, voices: int) -> int:
    """How many voices the votes do not account for: 0 when they add up, below zero when there are too many."""
    return voices - for_ - against - abstained
