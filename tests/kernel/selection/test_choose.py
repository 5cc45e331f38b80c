"""What `choose` says in plain cases, and what it refuses."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from mouakaba.kernel.selection import Candidate, Quota, choose, enough, read_score

NOON = "2024-03-01T12:00:00Z"


def file(id_: str, score: float | Fraction, at: str = NOON, **facts: object) -> Candidate:
    return Candidate(id_, score, at, facts)


FOUR = (
    file("A", 18.0, region="east"),
    file("B", 17.5, region="east"),
    file("C", 15.25, region="west"),
    file("D", 12.0, region="west"),
)


def test_without_quotas_the_best_are_chosen_and_the_next_are_in_reserve() -> None:
    found = choose(FOUR, places=2, quotas=[], reserve=1).as_dict()
    assert found == {
        "status": "optimal",
        "chosen": ["A", "B"],
        "objective": 35.5,
        "bound": 35.5,
        "reserve": ["C"],
        "replacements": {"A": "C", "B": "C"},
        "quotas": {},
        "explanations": {
            "C": {"short_by": 2.25, "quotas": []},
            "D": {"short_by": 5.5, "quotas": []},
        },
    }


def test_a_quota_has_a_price_and_explains_whom_it_keeps_out() -> None:
    found = choose(FOUR, places=2, quotas=[Quota("east", "region", ("east",), max=1)], reserve=9).as_dict()
    assert found["chosen"] == ["A", "C"]
    assert found["quotas"] == {"east": {"count": 1, "min": None, "max": 1, "binding": True, "price": 2.25}}
    assert found["explanations"]["B"] == {"short_by": 0.5, "quotas": ["east"]}
    assert found["explanations"]["D"] == {"short_by": 3.25, "quotas": []}
    assert found["replacements"] == {"A": "B", "C": "D"}
    assert found["reserve"] == ["B", "D"]


def test_the_nearest_way_in_names_the_fewest_quotas() -> None:
    files = [
        file("A", 9.0, region="east"),
        file("B", 8.0, region="east"),
        file("C", 2.0, region="west", sector="green"),
        file("D", 1.0, region="west"),
    ]
    quotas = [Quota("east", "region", ("east",), max=1), Quota("green", "sector", ("green",), min=1)]
    found = choose(files, places=3, quotas=quotas)
    assert found.chosen == ("A", "C", "D")
    # In C's place B would break both quotas, in D's only the first.
    assert found.explanations["B"].quotas == ("east",)


def test_equal_scores_go_by_date_then_by_id() -> None:
    files = [file("B", 5.0), file("A", 5.0), file("C", 5.0, "2024-02-01T00:00:00Z")]
    found = choose(files, places=2, quotas=[])
    assert found.chosen == ("C", "A")
    assert found.explanations["B"].short_by == 0.0


def test_sums_carry_no_rounding_noise() -> None:
    found = choose([file("A", 0.1), file("B", 0.2), file("C", 0.05)], places=2, quotas=[])
    assert found.objective == 0.3
    assert found.bound == 0.3
    assert found.explanations["C"].short_by == 0.05


def test_the_last_digit_of_a_long_score_decides() -> None:
    files = [file("A", 17.333333333333332), file("B", 17.333333333333336, "2024-03-09T00:00:00Z")]
    assert choose(files, places=1, quotas=[]).chosen == ("B",)


def pairs_apart(*scores: float | Fraction) -> tuple[list[Candidate], list[Quota]]:
    """Four files of which either A and D or B and C may be chosen."""
    sides = ("north", "east"), ("north", "west"), ("south", "east"), ("south", "west")
    held = {"A": (0, 1), "D": (2, 3), "B": (0, 2), "C": (1, 3)}
    files = [
        file(id_, score, sides=[f"{sides[n][0]}-{sides[n][1]}" for n in held[id_]])
        for id_, score in zip("ADBC", scores, strict=True)
    ]
    return files, [Quota(f"{a}-{b}", "sides", (f"{a}-{b}",), max=1) for a, b in sides]


def test_means_without_end_make_real_ties() -> None:
    files, quotas = pairs_apart(Fraction(61, 3), Fraction(61, 3), Fraction(62, 3), Fraction(20))
    found = choose(files, places=2, quotas=quotas)
    assert found.chosen == ("B", "C")
    assert found.objective == 122 / 3
    assert [found.explanations[id_].short_by for id_ in "AD"] == [0.0, 0.0]
    rounded, quotas = pairs_apart(20.3333, 20.3333, 20.6667, 20.0)
    assert choose(rounded, places=2, quotas=quotas).explanations["A"].short_by == 0.0001  # what rounding made of it


def test_a_fraction_and_a_decimal_of_the_same_value_are_equal() -> None:
    found = choose([file("B", 17.5), file("A", Fraction(35, 2)), file("C", Fraction(1, 3))], places=1, quotas=[])
    assert found.chosen == ("A",)
    assert found.explanations["B"].short_by == 0.0


@pytest.mark.parametrize(("short_by", "told"), [(0.0, "0"), (1e-9, "0.0001"), (2.5, "2.5"), (1 / 3, "0.3334")])
def test_a_distance_told_is_enough(short_by: float, told: str) -> None:
    assert enough(short_by) == Decimal(told)


def test_the_exact_score_is_what_the_written_one_rounds() -> None:
    assert read_score(60.3333, "181/3") == Fraction(181, 3)
    assert read_score(60.3333) == 60.3333


@pytest.mark.parametrize(
    "exact", ["182/3", "60.3333", "181/0", 60.3333, "181/03", " 181/3", "1" * 41 + "/3", ["181/3"]]
)
def test_an_exact_score_that_is_none_is_refused(exact: object) -> None:
    with pytest.raises(ValueError, match="exact"):
        read_score(60.3333, exact)


def test_scores_without_a_common_measure_are_refused() -> None:
    primes = [10**39 + n for n in (3, 9, 13)]
    files = [file(f"F{n}", Fraction(n, prime)) for n, prime in enumerate(primes, start=1)]
    with pytest.raises(ValueError, match="no common denominator"):
        choose(files, places=1, quotas=[])


def test_a_list_counts_once_if_any_value_does_and_a_missing_fact_counts_for_nothing() -> None:
    files = [
        file("A", 3.0, languages=["ar", "fr"]),
        file("B", 2.0, languages=None),
        file("C", 1.0, languages=["en"]),
    ]
    found = choose(files, places=3, quotas=[Quota("maghrebi", "languages", ("ar", "fr"), max=1)])
    assert found.quotas["maghrebi"].count == 1


def test_true_is_not_one() -> None:
    files = [file("A", 3.0, women_led=True), file("B", 2.0, women_led=1)]
    found = choose(files, places=2, quotas=[Quota("w", "women_led", (True,), min=0)])
    assert found.quotas["w"].count == 1


def test_fewer_files_than_places_are_all_chosen() -> None:
    found = choose(FOUR, places=9, quotas=[], reserve=3)
    assert found.chosen == ("A", "B", "C", "D")
    assert found.reserve == ()
    assert set(found.replacements.values()) == {None}


def test_no_places_choose_nobody_and_no_score_would_help() -> None:
    found = choose(FOUR, places=0, quotas=[Quota("east", "region", ("east",), max=1)])
    assert (found.chosen, found.objective) == ((), 0.0)
    assert {why.short_by for why in found.explanations.values()} == {None}


def test_nobody_applied() -> None:
    found = choose([], places=3, quotas=[Quota("east", "region", ("east",), max=1)])
    assert (found.status, found.chosen, found.objective) == ("optimal", (), 0.0)


def test_without_explanations_the_choice_is_the_same() -> None:
    quotas = [Quota("east", "region", ("east",), max=1)]
    brief = choose(FOUR, places=2, quotas=quotas, explain=False)
    assert brief.chosen == choose(FOUR, places=2, quotas=quotas).chosen
    assert brief.explanations == {}
    assert brief.quotas["east"].price is None


def test_quotas_that_ask_for_more_than_the_places() -> None:
    quotas = [Quota("east", "region", ("east",), min=2), Quota("west", "region", ("west",), min=2)]
    assert choose(FOUR, places=3, quotas=quotas).as_dict() == {
        "status": "infeasible",
        "conflict": ["east", "west", "places"],
        "relaxation": [{"code": "west", "bound": "min", "from": 2, "to": 1}],
    }


def test_a_quota_that_no_files_can_meet_stands_alone() -> None:
    quotas = [Quota("north", "region", ("north",), min=1), Quota("east", "region", ("east",), max=2)]
    found = choose(FOUR, places=2, quotas=quotas)
    assert found.conflict == ("north",)


def test_quotas_that_only_halves_of_files_could_meet() -> None:
    topics = [["x", "y"], ["y", "z"], ["x", "z"], ["w"]]
    files = [file(f"F{k:03}", float(k % 7), topics=topics[k % 4], sector=k % 11) for k in range(600)]
    quotas = [Quota(code, "topics", (code,), 1, 1) for code in "xyz"]
    quotas += [Quota(f"s{k}", "sector", (k,), 0, 3) for k in range(11)]
    found = choose(files, places=12, quotas=quotas)
    assert found.status == "infeasible"
    assert found.conflict == ("x", "y", "z")
    assert [change.as_dict() for change in found.relaxation] == [{"code": "z", "bound": "max", "from": 1, "to": 2}]


GOOD: dict[str, Any] = {"places": 1, "quotas": [], "reserve": 0}


@pytest.mark.parametrize(
    ("files", "asked", "sentence"),
    [
        ([file("A", 1.0), file("A", 2.0)], {}, "id 'A' is given twice; give each file its own id"),
        ([file("A", float("nan"))], {}, "score of 'A' is nan; give a finite number"),
        ([file("A", float("inf"))], {}, "score of 'A' is inf; give a finite number"),
        ([file("A", True)], {}, "score of 'A' is True; give a finite number"),
        ([file("A", "17")], {}, "score of 'A' is '17'; give a finite number"),  # type: ignore[arg-type] # the point
        ([file("A", 1e-200)], {}, "score of 'A' is 1e-200; give a finite number, 0 or between"),
        ([], {"places": -1}, "places is -1; give a whole number, 0 or more"),
        ([], {"places": 2.5}, "places is 2.5; give a whole number, 0 or more"),
        ([], {"reserve": -1}, "reserve is -1; give a whole number, 0 or more"),
        ([], {"quotas": [Quota("q", "r", ("a",), 1), Quota("q", "r", ("b",), 1)]}, "quota 'q' is given twice"),
        ([], {"quotas": [Quota("q", "r", ("a",))]}, "quota 'q' has neither min nor max; give at least one"),
        ([], {"quotas": [Quota("q", "r", ("a",), 3, 2)]}, "quota 'q': min 3 is above max 2; lower min or raise max"),
        ([], {"quotas": [Quota("q", "r", ("a",), -1)]}, "quota 'q': min is -1; give a whole number, 0 or more"),
        (
            [],
            {"quotas": [Quota("places", "r", ("a",), 1)]},
            "quota 'places': the word is kept for the number of places",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    files: list[Candidate], asked: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        choose(files, **(GOOD | asked))
