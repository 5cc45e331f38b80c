"""Parts, quorum, proxies, votes and shares, against slow honest twins."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.assemblies import (
    Holding,
    Move,
    MoveFault,
    Part,
    PartError,
    QuorumAnswer,
    Seat,
    SeatFault,
    held,
    move_fault,
    quorum,
    read_part,
    seat_faults,
    totals,
    votes_missing,
)

PARTS = st.builds(
    Part,
    st.integers(1, 40).flatmap(lambda bottom: st.builds(Fraction, st.integers(1, bottom), st.just(bottom))),
    st.booleans(),
).filter(lambda part: not (part.beyond and part.of == 1))


@pytest.mark.parametrize(
    ("text", "kept"),
    [("1/2", "1/2"), ("> 1/2", ">1/2"), ("50 %", "1/2"), ("٥٠٪", "1/2"), ("33,33%", "3333/10000"), ("2/4", "1/2"),
     ("1/1", "1/1"), ("100%", "1/1")],
)  # fmt: skip
def test_parts_are_read_as_people_write_them(text: str, kept: str) -> None:
    assert str(read_part(text)) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [("half", "not_a_part"), ("", "not_a_part"),
     ("1/0", "not_a_part"), ("0/3", "out_of_range"), ("3/2", "out_of_range"),
     ("> 100 %", "out_of_range"), ("101%", "out_of_range"), ("1/00", "not_a_part"), ("-1/2", "not_a_part")],
)  # fmt: skip
def test_what_is_no_part_is_refused(text: str, code: str) -> None:
    with pytest.raises(PartError, match=code):
        read_part(text)


@given(PARTS)
def test_a_part_is_read_back_as_it_is_kept(part: Part) -> None:
    assert read_part(str(part)) == part


@given(PARTS, st.integers(0, 300))
def test_what_is_needed_is_the_smallest_count_that_reaches_it(part: Part, whole: int) -> None:
    reaches = (n for n in range(1, whole + 2) if (n > part.of * whole if part.beyond else n >= part.of * whole))
    assert part.needed(whole) == next(reaches)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.none() | PARTS)
def test_the_quorum_is_told_or_cannot_be(members: int, present: int, represented: int, part: Part | None) -> None:
    found = quorum(members, present, represented, part)
    voices = present + represented
    assert found.voices == voices
    if part is None:
        assert (found.answer, found.needed) == (QuorumAnswer.CANNOT_TELL, None)
    else:
        enough = voices >= 1 and (voices > part.of * members if part.beyond else voices >= part.of * members)
        assert found.answer == (QuorumAnswer.YES if enough else QuorumAnswer.NO)


def test_each_fault_of_a_seat_is_found() -> None:
    seats = {
        1: Seat(present=True),
        2: Seat(proxy=1),
        3: Seat(present=True, proxy=1),
        4: Seat(proxy=4),
        5: Seat(proxy=9),
        6: Seat(proxy=2),
        9: Seat(present=True),
    }
    found = seat_faults(seats, range(1, 8), None)
    assert found == {
        3: SeatFault.BOTH, 4: SeatFault.ONESELF, 5: SeatFault.STRANGER, 6: SeatFault.ABSENT, 9: SeatFault.STRANGER,
    }  # fmt: skip
    two = {1: Seat(present=True), 2: Seat(proxy=1), 3: Seat(proxy=1)}
    assert seat_faults(two, range(1, 4), 1) == {2: SeatFault.TOO_MANY, 3: SeatFault.TOO_MANY}
    assert seat_faults(two, range(1, 4), 2) == {}


@given(
    st.dictionaries(st.integers(0, 6), st.builds(Seat, st.booleans(), st.none() | st.integers(0, 6)), max_size=7),
    st.sets(st.integers(0, 6)),
    st.none() | st.integers(0, 3),
)
def test_seats_without_fault_are_those_a_slow_reader_accepts(
    seats: dict[int, Seat], entitled: set[int], most: int | None
) -> None:
    for key, seat in seats.items():
        holder = seat.proxy
        good = key in entitled
        if holder is not None:
            there = holder in seats and seats[holder].present
            load = sum(1 for other in seats.values() if other.proxy == holder)
            good = good and not seat.present and holder != key and holder in entitled and there
            good = good and (most is None or load <= most)
        assert (key not in seat_faults(seats, entitled, most)) == good


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_votes_add_up_or_say_how_many_are_missing(for_: int, against: int, abstained: int, extra: int) -> None:
    assert votes_missing(for_, against, abstained, for_ + against + abstained + extra) == extra


MOVES = st.lists(st.builds(Move, st.integers(0, 4), st.integers(-3, 5), st.integers(-300, 500)), max_size=40)


@given(MOVES, st.integers(1, 200), st.sets(st.integers(0, 4)))
def test_moves_that_are_allowed_always_add_up(moves: list[Move], share: int, members: set[int]) -> None:
    done: list[Move] = []
    for move in moves:
        if move_fault(held(done).get(move.member, Holding()), move, share) is None:
            done.append(move)
    holdings = held(done)
    assert all(0 <= one.paid <= one.shares * share for one in holdings.values())
    total = totals(holdings, members, share)
    assert total.shares == sum(move.shares for move in done if move.member in members)
    assert total.paid + total.owed_back == sum(move.paid for move in done)
    assert total.subscribed == total.shares * share == total.paid + total.unpaid
    assert total.unpaid >= 0


@pytest.mark.parametrize(
    ("holding", "move", "left", "fault"),
    [
        (Holding(), Move(1, 0, 0), False, MoveFault.NOTHING),
        (Holding(2, 0), Move(1, -3, 0), False, MoveFault.TOO_FEW_SHARES),
        (Holding(2, 50), Move(1, 0, -60), False, MoveFault.REFUNDED_TOO_MUCH),
        (Holding(2, 200), Move(1, 0, 1), False, MoveFault.PAID_TOO_MUCH),
        (Holding(2, 200), Move(1, -1, 0), False, MoveFault.PAID_TOO_MUCH),
        (Holding(2, 200), Move(1, 0, 1), True, MoveFault.HAS_LEFT),
        (Holding(2, 200), Move(1, 1, 0), True, MoveFault.HAS_LEFT),
        (Holding(2, 200), Move(1, 0, -200), True, None),
        (Holding(2, 200), Move(1, -1, -100), False, None),
    ],
)
def test_each_fault_of_a_move_is_found(holding: Holding, move: Move, left: bool, fault: MoveFault | None) -> None:
    assert move_fault(holding, move, 100, left=left) == fault
