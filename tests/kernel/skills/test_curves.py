"""Scores to probabilities: always rising, never beyond 0 and 1, whatever the language or the kind of unit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.skills.curves import BENDS, KINDS, LANGUAGES, RIVALS, SLOPES, Curves, columns, rivals_of
from mouakaba.kernel.skills.encoder import TIERS, WEIGHTS

SCORES = st.lists(st.integers(-90, 60), min_size=1, max_size=30, unique=True).map(
    lambda some: np.array(sorted(some, reverse=True)) / 10
)
PLACES = st.fixed_dictionaries(
    {
        "language": st.sampled_from([*LANGUAGES, "xx"]),
        "kind": st.integers(0, KINDS - 1),
        "words": st.integers(1, 40),
        "relevance": st.floats(-30, 30),
    }
)


def shipped(tier: str) -> Curves:
    with np.load(WEIGHTS / f"ranker_{tier}.npz") as archive:
        return Curves({name: archive[name] for name in archive.files})


CURVES = {tier: shipped(tier) for tier in TIERS}


@pytest.mark.parametrize("tier", TIERS)
@given(scores=SCORES, place=PLACES)
def test_a_higher_score_of_a_unit_has_a_higher_probability(tier: str, scores: np.ndarray, place: dict) -> None:
    chances = CURVES[tier].probabilities(scores, **place)
    assert ((chances > 0) & (chances < 1)).all()
    inside = (chances > 1e-6) & (chances < 1 - 1e-6)  # beyond, all are as good as 0 or 1
    assert (np.diff(chances) <= 0).all()
    assert (np.diff(chances[inside]) < 0).all()


@pytest.mark.parametrize("tier", TIERS)
def test_every_shipped_line_rises_in_each_of_its_pieces(tier: str) -> None:
    with np.load(WEIGHTS / f"ranker_{tier}.npz") as archive:
        lines = archive["curves"]
    assert lines.shape == (len(LANGUAGES), KINDS, 6 + len(BENDS))
    assert (np.cumsum(lines[..., SLOPES], axis=-1) > 0).all()


@given(scores=SCORES, place=PLACES)
def test_an_unknown_language_counts_as_english(scores: np.ndarray, place: dict) -> None:
    english = CURVES["fast"].probabilities(scores, **{**place, "language": "en"})
    assert (CURVES["fast"].probabilities(scores, **{**place, "language": "tlh"}) == english).all()


@given(scores=SCORES, place=PLACES)
def test_without_lines_the_log_odds_are_taken_as_they_are(scores: np.ndarray, place: dict) -> None:
    assert Curves({}).probabilities(scores, **place) == pytest.approx(1 / (1 + np.exp(-scores)))


@given(scores=SCORES)
def test_rivals_are_the_summed_odds_of_the_best(scores: np.ndarray) -> None:
    assert rivals_of(scores) == pytest.approx(np.log(np.exp(scores[:RIVALS]).sum()))


@given(scores=SCORES, place=PLACES)
def test_a_line_of_the_score_alone_is_a_logistic_curve(scores: np.ndarray, place: dict) -> None:
    lines = np.zeros((len(LANGUAGES), KINDS, 6 + len(BENDS)))
    lines[..., 0], lines[..., 1] = -1.0, 0.5
    expected = 1 / (1 + np.exp(1.0 - 0.5 * scores))
    assert Curves({"curves": lines}).probabilities(scores, **place) == pytest.approx(expected)


def test_the_pieces_bend_where_they_say() -> None:
    scores = np.array([0.0, -2.0, -4.0])
    nought = np.zeros(3)
    rows = columns(scores, nought, nought, nought)
    assert rows[:, 2:4].tolist() == [[3.0, 1.0], [1.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passage_that_speaks_of_no_skill_makes_us_less_sure(tier: str, language: str) -> None:
    scores = np.linspace(0, -5, RIVALS)
    place = {"language": language, "kind": 0, "words": 12}
    silent, speaking = (CURVES[tier].probabilities(scores, relevance=one, **place)[0] for one in (-4.0, 4.0))
    assert silent < speaking
