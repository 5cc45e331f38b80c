"""Properties: attendance is the same whatever arrives, how often, in whatever order; beside a slow honest twin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.attendance import Attendance, Present, Scan, attendance, corrected, drift, is_off, merge

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PEOPLE = {"AAA": "Alice", "A2": "Alice", "BBB": "Basma", "CCC": "Chadi"}

moments = st.integers(min_value=-400, max_value=400).map(lambda minutes: NOON + timedelta(minutes=minutes))
scans = st.lists(
    st.builds(Scan, st.sampled_from("abcdefgh"), st.sampled_from(["AAA", "A2", "BBB", "CCC", "XXX", "YYY"]), moments),
    max_size=30,
)


def read(rows: object) -> Attendance:
    return attendance(rows, people=PEOPLE, opens_at=NOON - timedelta(hours=3), closes_at=NOON + timedelta(hours=3))  # type: ignore[arg-type]


def twin(rows: list[Scan]) -> dict[str, Scan]:
    """Each id compared with every other, in plain loops."""
    kept = {}
    for one in rows:
        same = [other for other in rows if other.id == one.id]
        kept[one.id] = min(same, key=lambda scan: (scan.at, scan.badge))
    return kept


@given(scans)
def test_the_slow_twin_agrees(rows: list[Scan]) -> None:
    assert {scan.id: scan for scan in merge(rows)} == twin(rows)


@given(scans, st.randoms(use_true_random=False), st.integers(0, 5))
def test_order_parts_and_repetition_change_nothing(rows: list[Scan], rng: object, parts: int) -> None:
    once = merge(rows)
    shuffled = [*rows, *rows[: len(rows) // 2]]
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    portions = [shuffled[part :: parts + 1] for part in range(parts + 1)]
    step_by_step: tuple[Scan, ...] = ()
    for portion in portions:
        step_by_step = merge(step_by_step, portion)
    assert merge(*portions) == step_by_step == once
    assert read(step_by_step) == read(rows)


@given(scans, scans, scans)
def test_merging_is_a_join(one: list[Scan], two: list[Scan], three: list[Scan]) -> None:
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    assert merge(one, two) == merge(two, one)
    assert merge(one, one) == merge(one)


@given(scans)
def test_everybody_counts_once_and_no_scan_is_lost(rows: list[Scan]) -> None:
    found = read(rows)
    assert len({one.badge for one in found.present}) == len(found.present)
    assert sum(one.scans for one in (*found.present, *found.unknown)) == len({scan.id for scan in rows})
    assert {one.badge for one in found.unknown} <= {"XXX", "YYY"}
    assert set(found.outside) <= {one.badge for one in found.present}


def test_two_badges_of_one_person_count_once_from_the_first() -> None:
    rows = [Scan("1", "A2", NOON), Scan("2", "AAA", NOON - timedelta(minutes=5)), Scan("3", "XXX", NOON)]
    assert read(rows) == Attendance((Present("Alice", NOON - timedelta(minutes=5), 2),), (Present("XXX", NOON, 1),), ())


def test_who_is_read_out_of_hours_only_counts_and_is_told() -> None:
    late = NOON + timedelta(hours=5)
    assert read([Scan("1", "AAA", late)]).outside == ("Alice",)
    assert read([Scan("1", "AAA", late), Scan("2", "AAA", NOON)]).outside == ()


@given(st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000)), st.integers(0, 600))
def test_a_wrong_clock_gives_the_right_time(wrong: timedelta, minutes: int) -> None:
    scanned, received = NOON, NOON + timedelta(minutes=minutes)
    found = corrected(scanned + wrong, sent_at=received + wrong, received_at=received)
    assert found == scanned
    assert drift(sent_at=received + wrong, received_at=received) == wrong
    assert is_off(wrong) == (abs(wrong) > timedelta(minutes=2))


def test_nothing_was_scanned_after_it_arrived() -> None:
    assert corrected(NOON + timedelta(hours=2), sent_at=NOON, received_at=NOON) == NOON
