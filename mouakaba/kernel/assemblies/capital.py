"""Shares subscribed and paid, as moves that are only ever added. Amounts are whole centimes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Move:
    """Shares subscribed (given back: below zero), and centimes paid (refunded: below zero), of one member."""

    member: int
    shares: int
    paid: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What a member holds: shares, and what was paid on them."""

    shares: int = 0
    paid: int = 0

    def after(self, move: Move) -> "Holding":
        """The holding once a move is done."""
        return Holding(self.shares + move.shares, self.paid + move.paid)


def held(moves: Iterable[Move]) -> dict[int, Holding]:
    """What each member holds."""
    found: dict[int, Holding] = {}
    for move in moves:
        found[move.member] = found.get(move.member, Holding()).after(move)
    return found


class MoveFault(StrEnum):
    """Why a move cannot be."""

    NOTHING = "nothing"
    TOO_FEW_SHARES = "too_few_shares"  # gives back more than is held
    REFUNDED_TOO_MUCH = "refunded_too_much"
    PAID_TOO_MUCH = "paid_too_much"  # more than the shares are worth
    HAS_LEFT = "has_left"  # only a refund is left to do


def move_fault(holding: Holding, move: Move, share: int, *, left: bool = False) -> MoveFault | None:
    """Why this move cannot follow, or None. `share`: the value of one, in centimes."""
    after = holding.after(move)
    if not move.shares and not move.paid:
        return MoveFault.NOTHING
    if left and (move.shares or move.paid > 0):
        return MoveFault.HAS_LEFT
    if after.shares < 0:
        return MoveFault.TOO_FEW_SHARES
    if after.paid < 0:
        return MoveFault.REFUNDED_TOO_MUCH
    return MoveFault.PAID_TOO_MUCH if after.paid > after.shares * share else None


@dataclass(frozen=True, slots=True)
class Totals:
    """The capital: shares of those who are members, what they are worth, what is paid; what is owed to who left."""

    members: int
    shares: int
    subscribed: int
    paid: int
    owed_back: int

    @property
    def unpaid(self) -> int:
        """Subscribed and not yet paid."""
        return self.subscribed - self.paid


def totals(holdings: Mapping[int, Holding], members: Collection[int], share: int) -> Totals:
    """Adds up the holdings of `members`, and what was paid by all others and not refunded."""
    here = [holdings.get(member, Holding()) for member in set(members)]
    gone = [holding for member, holding in holdings.items() if member not in set(members)]
    shares = sum(one.shares for one in here)
    return Totals(len(here), shares, shares * share, sum(one.paid for one in here), sum(one.paid for one in gone))
