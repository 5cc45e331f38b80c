"""Each passage is judged by its own words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.skills.languages import language_of, skeleton
from mouakaba.kernel.skills.words import words_of
from mouakaba.kernel.text import fold


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("خبرة في نسج الزرابي", "ar"),
        ("كنعرف نخدم ف الجلد", "ar"),
        ("maîtrise de la gestion de stock", "fr"),
        ("conduite de travaux", "fr"),
        ("we need people who can sell", "en"),
        ("project management skills", "en"),
        ("kan3ref n9ad les panneaux", "arabizi"),
        ("khdma dyal ljeld", "arabizi"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(words_of(text)) == language


def test_words_that_tell_nothing_follow_the_declared_language() -> None:
    assert language_of(words_of("SQL"), "fr") == "fr"
    assert language_of([], None) == "en"


def test_a_wrong_declaration_loses_against_the_words() -> None:
    assert language_of(words_of("خبرة في التسويق"), "fr") == "ar"


@pytest.mark.parametrize(
    ("arabic", "latin"), [("خياطة", "khiyata"), ("زليج", "zellij"), ("حدادة", "7dada"), ("طبخ", "tbekh")]
)
def test_darija_in_both_scripts_has_one_skeleton(arabic: str, latin: str) -> None:
    assert skeleton(fold(arabic)) == skeleton(fold(latin)) != ""


@given(st.text(max_size=60))
def test_a_skeleton_has_nothing_but_consonants_each_once_in_a_row(text: str) -> None:
    bones = skeleton(fold(text))
    assert all("\u0621" <= letter <= "\u064a" for letter in bones)
    assert all(a != b for a, b in pairwise(bones))
