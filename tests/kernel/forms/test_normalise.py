"""Unit: each type reads what people really type, keeps what it cannot read, and never raises."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.forms import ERROR_CODES, WARNING_CODES, Level, QuestionType, normalise
from tests.kernel.forms.builders import one

RLO = "\u202e"


def read(kind: str, raw: object, **more: object) -> tuple[object, list[str]]:
    found = normalise(one(kind, **more), raw)
    return found.value, [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("kind", "raw", "value", "codes"),
    [
        ("short_text", "  أركانة   تزنيت \n", "أركانة تزنيت", []),
        ("short_text", "a\x00b" + RLO + "c", "abc", ["control_removed"]),
        ("short_text", "проект", "проект", ["wrong_script"]),
        ("short_text", "x" * 201, "x" * 201, ["too_long"]),
        ("short_text", "ⵜⵉⴼⵉⵏⴰⵖ", "ⵜⵉⴼⵉⵏⴰⵖ", []),
        ("short_text", "\ud800", "", ["control_removed"]),
        ("long_text", " un\r\ndeux\rtrois ", "un\ndeux\ntrois", []),
        ("date", "31/03/2024", "2024-03-31", []),
        ("date", "٣١/٠٣/٢٠٢٤", "2024-03-31", []),
        ("date", "2024-3-1", "2024-03-01", []),
        ("date", "1.3.2024", "2024-03-01", []),
        ("date", "31/02/2024", "31/02/2024", ["not_a_date"]),
        ("date", "31/03/24", "31/03/24", ["not_a_date"]),
        ("date", "1/1/0001", "0001-01-01", ["date_unlikely"]),
        ("number", "1 234,5", "1234.5", []),
        ("number", "1\u00a0234", "1234", []),
        ("number", "١٬٢٣٤٫٥", "1234.5", []),
        ("number", "1.234.567,80", "1234567.8", []),
        ("number", "1,234,567", "1234567", []),
        ("number", "1.234.567", "1234567", []),
        ("number", "1,234", "1234", ["number_ambiguous"]),
        ("number", "1.234", "1.234", ["number_ambiguous"]),
        ("number", "0,125", "0.125", []),
        ("number", "-0", "0", []),
        ("number", "007", "7", []),
        ("number", "twelve", "twelve", ["not_a_number"]),
        ("number", "1e9", "1e9", ["not_a_number"]),
        ("number", "1.23.456", "1.23.456", ["not_a_number"]),
        ("number", "9" * 16, "9" * 16, ["number_too_large"]),
        ("amount", "200 000 DH", "200000", []),
        ("amount", "٤٩٠٠٠ درهم", "49000", []),
        ("amount", "49.000,50 MAD", "49000.5", []),
        ("amount", "49.000", "49000", ["number_ambiguous"]),
        ("amount", "-5", "-5", ["negative"]),
        ("amount", "1,2345", "1,2345", ["too_many_decimals"]),
        ("email", " Nora@Exemple.MA ", "Nora@exemple.ma", []),
        ("email", "nora@exemple", "nora@exemple", ["not_an_email"]),
        ("email", "نورة@مثال.المغرب", "نورة@مثال.المغرب", []),
        ("email", "a" * 255 + "@x.ma", "a" * 255 + "@x.ma", ["too_long"]),
        ("phone", "06 12 34 56 78", "+212612345678", []),
        ("phone", "+212 (0)7 72-34.56.78", "+212772345678", []),
        ("phone", "00212 5 36 12 34 56", "+212536123456", []),
        ("phone", "٠٦١٢٣٤٥٦٧٨", "+212612345678", []),
        ("phone", "812345678", "+212812345678", []),
        ("phone", "+33 6 12 34 56 78", "+33612345678", ["phone_unlikely"]),
        ("phone", "call my sister", "call my sister", ["phone_unlikely"]),
        ("url", "exemple.ma/atelier", "https://exemple.ma/atelier", []),
        ("url", "http://exemple.ma?q=1", "http://exemple.ma?q=1", []),
        ("url", "javascript:alert(1)", "javascript:alert(1)", ["not_a_link"]),
        ("url", "javascript://exemple.ma/%0aalert(1)", "javascript://exemple.ma/%0aalert(1)", ["not_a_link"]),
        ("url", "my shop", "my shop", ["not_a_link"]),
        ("ice", "999999991000004", "999999991000004", []),
        ("ice", "999 999 992 000 074", "999999992000074", []),
        ("ice", "999999991000005", "999999991000005", ["ice_check"]),
        ("ice", "000000000000000", "000000000000000", ["ice_check"]),
        ("ice", "99999999", "99999999", ["ice_length"]),
        ("ice", "ABC", "ABC", ["ice_length"]),
        ("region", "ma-02", "MA-02", []),
        ("region", "MA-13", "MA-13", ["not_an_option"]),
        ("commune", "02.411.01.05", "02.411.01.05", []),
        ("commune", "Oujda", "Oujda", ["not_an_option"]),
        ("yes_no", "نعم", "true", []),
        ("yes_no", "Non", "false", []),
        ("yes_no", "peut-être", "peut-être", ["not_yes_or_no"]),
        ("consent", True, "true", []),
        ("choice", "b", "b", []),
        ("choice", "z", "z", ["not_an_option"]),
        ("choices", ["c", "a", "c", ""], ("a", "c"), []),
        ("choices", ["z", "a"], ("a", "z"), ["not_an_option"]),
        ("choices", None, (), []),
        ("short_text", None, "", []),
        ("short_text", ["first", "last"], "last", []),
        ("file", "anything", "anything", []),
    ],
)
def test_each_type_reads(kind: str, raw: object, value: object, codes: list[str]) -> None:
    assert read(kind, raw) == (value, codes)


def test_a_spreadsheet_ate_the_zeroes_of_an_ice() -> None:
    whole = next(f"{n:015d}" for n in range(1_561_191_000_000, 1_561_191_000_097) if n % 97 == 0)
    assert read("ice", whole.lstrip("0")) == (whole, ["ice_padded"])


def test_too_long_says_by_how_much_and_keeps_the_text() -> None:
    found = normalise(one("long_text", max_length=10), "é" * 12)
    assert found.value == "é" * 12
    assert found.errors[0].params == {"max": 10, "count": 12, "over": 2}


def test_a_decomposed_accent_counts_once() -> None:
    assert read("short_text", "e\u0301" * 10, max_length=10) == ("é" * 10, [])


def test_errors_block_and_warnings_do_not() -> None:
    question = one("date")
    assert [problem.level for problem in normalise(question, "?").problems] == [Level.ERROR]
    assert [problem.level for problem in normalise(question, "01/01/1800").problems] == [Level.WARNING]
    assert frozenset() == ERROR_CODES & WARNING_CODES


KINDS = st.sampled_from(list(QuestionType))
TYPED = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩.,-+/ ٫٬()DH"),
    st.lists(st.text() | st.sampled_from("abc"), max_size=4),
    st.dates().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
)


# The first run on a machine builds the tables of Unicode, which the health check takes for slowness.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, TYPED)
def test_reading_never_raises_and_twice_is_once(kind: QuestionType, raw: object) -> None:
    question = one(kind.value)
    once = normalise(question, raw)
    twice = normalise(question, once.value)
    assert twice.value == once.value
    assert twice.errors == once.errors
    assert {problem.code for problem in once.problems} <= ERROR_CODES | WARNING_CODES


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, st.text())
def test_nothing_harmful_is_kept(kind: QuestionType, raw: str) -> None:
    value = normalise(one(kind.value), f"{RLO}{raw}\x00").value
    assert all(character not in f"{RLO}\x00\u2066\u2069\x1b" for character in "".join(value))
    "".join(value).encode()
