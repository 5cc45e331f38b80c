"""A file of instruments is read strictly; every complaint names its line."""

from __future__ import annotations

import pytest

from mouakaba.kernel.callfile import CallFileError
from mouakaba.kernel.fundingfile import parse_instruments

GOOD = """\
[[instruments]]
code = "one"
form = "grant"
title = { ar = "منحة", fr = "Subvention", en = "Grant" }
funder = { ar = "الصندوق", fr = "Le fonds", en = "The fund" }
source = "https://example.org"
checked_on = 2025-04-11
amount = { cap = 1000.5, rate = 0.3 }
"""


def test_amounts_are_dirhams_in_the_file_and_centimes_inside() -> None:
    (one,) = parse_instruments(GOOD, source="f.toml")
    assert one.amount.cap == 100_050
    assert one.amount.rate is not None and one.amount.rate * 10 == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('form = "grant"', 'form = "gift"', 3, "one of grant"),
        ('fr = "Subvention", ', "", 4, "needs the key fr"),
        ("checked_on = 2025-04-11", "checked_on = 2025-04-11T10:00:00", 7, "a day"),
        ("cap = 1000.5", "cap = 1000.555", 8, "two decimals"),
        ("cap = 1000.5", "cap = -1", 8, "more than 0"),
        ("rate = 0.3", "rate = 1.3", 8, "between 0 and 1"),
        ("amount =", "amout =", 8, "unknown key"),
        ("checked_on", 'not_with = ["two"]\nchecked_on', 7, "of a known instrument"),
        ("checked_on", "valid_from = 2025-02-01\nvalid_to = 2025-01-01\nchecked_on", 8, "not be before"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(CallFileError) as caught:
        parse_instruments(GOOD.replace(old, new, 1), source="f.toml")
    assert f"f.toml:{line}:" in str(caught.value)
    assert words in str(caught.value)


def test_a_code_stands_once() -> None:
    with pytest.raises(CallFileError, match="twice"):
        parse_instruments(GOOD + GOOD, source="f.toml")
