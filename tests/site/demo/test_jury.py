"""Unit: jurors read the language, keep out of conflicts, write reasons where asked, and differ in severity."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import mean

import pytest

from mouakaba.site.demo.applications import invent
from mouakaba.site.demo.definitions import definition
from mouakaba.site.demo.generate import conflicts, jurors, marks
from mouakaba.site.demo.jury import reasons

FILES = tuple(invent(670, seed=1))
JURORS = jurors(1)
MARKS = tuple(marks(FILES, JURORS, seed=1))
BY_EMAIL = {juror.email: juror for juror in JURORS}


def test_the_same_seed_gives_the_same_marks() -> None:
    assert tuple(marks(FILES[:50], JURORS, seed=1)) == MARKS[:150]
    assert tuple(marks(FILES[:50], JURORS, seed=2)) != MARKS[:150]


def test_twelve_jurors_with_demo_names() -> None:
    assert [juror.name for juror in JURORS] == [f"DEMO Juror {number:02d}" for number in range(1, 13)]
    assert all(juror.email == f"demo-juror-{juror.number:02d}@demo.example" for juror in JURORS)


def test_each_file_is_read_three_times_by_jurors_who_can_and_may() -> None:
    languages = {file.number: file.language for file in FILES}
    apart = set(conflicts(FILES, JURORS, seed=1))
    assert set(Counter(number for number, _, _ in MARKS).values()) == {3}
    assert len({(number, email) for number, email, _ in MARKS}) == len(MARKS)
    assert [pair for pair in ((number, email) for number, email, _ in MARKS) if pair in apart] == []
    assert all(languages[number] in BY_EMAIL[email].languages for number, email, _ in MARKS)
    assert 0 < len(apart) < 200


def test_loads_are_even() -> None:
    loads = Counter(email for _, email, _ in MARKS).values()
    assert max(loads) - min(loads) <= 2


def test_marks_fit_the_scale_and_carry_reasons_where_asked() -> None:
    criteria = {criterion["code"]: criterion for criterion in definition("kawaliss-2").rules["criteria"]}
    for _, _, given in MARKS:
        assert set(given) == set(criteria)
        for code, mark in given.items():
            assert mark["mark"] in range(1, 6)
            assert bool(mark["reason"]) == (mark["mark"] in criteria[code]["reason_required_at"])


def test_every_mark_from_one_to_five_is_given() -> None:
    assert set(Counter(mark["mark"] for _, _, given in MARKS for mark in given.values())) == {1, 2, 3, 4, 5}


def test_a_strict_juror_marks_lower() -> None:
    given = defaultdict(list)
    for _, email, by_criterion in MARKS:
        given[email].extend(mark["mark"] for mark in by_criterion.values())
    order = sorted(JURORS, key=lambda juror: juror.strictness)
    assert mean(given[order[0].email]) - mean(given[order[-1].email]) > 0.7


def test_three_jurors_broadly_agree_on_a_file() -> None:
    totals = defaultdict(list)
    for number, email, by_criterion in MARKS:
        totals[number].append(mean(mark["mark"] for mark in by_criterion.values()) + BY_EMAIL[email].strictness)
    spread = mean(max(values) - min(values) for values in totals.values())
    between = mean(values := [mean(row) for row in totals.values()])
    assert spread < 0.9
    assert mean(abs(value - between) for value in values) > 0.4


def test_sixteen_hand_written_reasons_a_mark_and_language() -> None:
    for level in ("1", "2", "5"):
        for language in ("ar", "fr", "en"):
            texts = [text for criterion in reasons()[level].values() for text in criterion[language]]
            assert len(set(texts)) == len(texts) >= 15


def test_too_few_readers_is_told() -> None:
    with pytest.raises(ValueError, match=r"application 1: \d jurors can read it; 3 are needed"):
        list(marks(FILES[:1], JURORS[:2], seed=1))


def test_the_ideathon_is_marked_on_its_own_criteria() -> None:
    ideas = tuple(invent(12, seed=1, call="ideathon-oujda"))
    _, _, given = next(marks(ideas, JURORS, seed=1))
    assert set(given) == {"innovation", "sustainability", "feasibility"}
