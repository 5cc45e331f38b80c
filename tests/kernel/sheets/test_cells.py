"""Unit: cells as text, answers from cells, and cells that may not become formulas."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.forms import QuestionType, normalise
from mouakaba.kernel.sheets import cell_text, harmless, lexicon_of, place_lexicon, read_cell, read_moment, serial_day
from mouakaba.kernel.sheets.reading import Conventions
from tests.kernel.sheets.forms import question

OPTIONS = [
    ("crafts", {"ar": "الصناعة التقليدية", "fr": "Artisanat", "en": "Crafts"}),
    ("stage", {"ar": "المسرح", "fr": "Théâtre, danse et arts de rue", "en": "Stage"}),
    ("music", {"ar": "الموسيقى", "fr": "Musique", "en": "Music"}),
]
REGIONS = place_lexicon(
    {
        "MA-02": {"ar": "الشرق", "fr": "L'Oriental", "en": "Oriental"},
        "MA-03": {"ar": "فاس-مكناس", "fr": "Fès-Meknès", "en": "Fez-Meknes"},
    }
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1525678000067.0, "1525678000067"),
        (661123456.0, "661123456"),
        (12.5, "12.5"),
        (1e15, "1000000000000000"),
        (0.1, "0.1"),
        (-3.0, "-3"),
        (True, "true"),
        (date(2000, 5, 2), "2000-05-02"),
        (datetime(2000, 5, 2), "2000-05-02"),
        (datetime(2000, 5, 2, 10, 30), "2000-05-02 10:30"),
        (datetime(2000, 5, 2, 10, 30, 5), "2000-05-02 10:30:05"),
        (time(10, 30), "10:30:00"),
        ("  kept as it is ", "  kept as it is "),
        ("'+212661123456", "+212661123456"),
        ("'hier", "'hier"),
        (float("nan"), ""),
    ],
)
def test_a_cell_as_text(cell, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize("text", ["=1+1", "+212661123456", "-5", "@cmd", "\tx", "\rx", "\nx", "＝1"])
def test_a_sign_that_starts_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))  # no kept text has a NUL
def test_what_is_written_harmless_is_read_back_as_it_was(text: str) -> None:
    written = harmless(text)
    assert written[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    if written != text:
        assert cell_text(written) == text


@pytest.mark.parametrize(
    ("number", "since_1904", "day"), [(36648, False, date(2000, 5, 2)), (35186, True, date(2000, 5, 2))]
)
def test_a_bare_number_is_a_day_of_the_sheets_own_system(number: float, since_1904: bool, day: date) -> None:
    assert serial_day(number, date_1904=since_1904) == day
    reading = read_cell(
        question("born", QuestionType.DATE), float(number), conventions=Conventions(date_1904=since_1904)
    )
    assert (reading.answer, reading.notes) == (day.isoformat(), ("date_serial",))


@pytest.mark.parametrize("number", [-1.0, 9e9, 1e300, 75_000.0])
def test_a_number_that_is_no_day_stays_what_it_is(number: float) -> None:
    reading = read_cell(question("born", QuestionType.DATE), number)
    assert reading.notes == ()
    assert normalise(question("born", QuestionType.DATE), reading.answer).errors


@pytest.mark.parametrize(
    ("cell", "month_first", "kept"),
    [
        (datetime(2000, 5, 2, 13, 5), False, "2000-05-02"),
        ("02/05/2000", False, "2000-05-02"),
        ("5/2/2000", True, "2000-05-02"),
        ("٠٢/٠٥/٢٠٠٠", False, "2000-05-02"),
        ("2000-05-02T10:00:00", False, "2000-05-02"),
        ("02/05/2000 10:00", False, "2000-05-02"),
    ],
)
def test_days_in_many_spellings(cell, month_first: bool, kept: str) -> None:
    asked = question("born", QuestionType.DATE)
    reading = read_cell(asked, cell, conventions=Conventions(month_first=month_first))
    assert normalise(asked, reading.answer).value == kept


def test_the_zero_a_phone_lost_comes_back_and_is_said() -> None:
    asked = question("phone", QuestionType.PHONE)
    reading = read_cell(asked, 661123456.0)
    assert (reading.answer, reading.notes) == ("0661123456", ("zero_restored",))
    assert normalise(asked, reading.answer).value == "+212661123456"
    assert read_cell(asked, "0661123456").notes == ()
    assert read_cell(asked, 212661123456.0).notes == ()


def test_the_zeroes_an_ice_lost_come_back_where_the_check_proves_them() -> None:
    asked = question("ice", QuestionType.ICE)
    number = next(n for n in range(1525678000001, 1525678000200) if n % 97 == 0)
    kept = normalise(asked, read_cell(asked, float(number)).answer)
    assert kept.value == f"{number:015d}"
    assert [problem.code for problem in kept.problems] == ["ice_padded"]


@pytest.mark.parametrize("text", ["1,52568E+12", "1.52568e+12", " 6.61E+8 "])
def test_figures_lost_to_scientific_notation_are_not_guessed(text: str) -> None:
    for kind in (QuestionType.ICE, QuestionType.PHONE):
        assert read_cell(question("code", kind), text).notes == ("figures_lost",)


@pytest.mark.parametrize("cell", ["Artisanat", " artisanat ", "الصناعة التقليدية", "الصناعه التقليديه", "crafts"])
def test_an_option_is_known_by_any_of_its_labels(cell: str) -> None:
    asked = question("sector", QuestionType.CHOICE, OPTIONS)
    assert read_cell(asked, cell, lexicon=lexicon_of(asked)).answer == "crafts"


def test_a_word_two_options_share_stands_for_neither() -> None:
    asked = question("x", QuestionType.CHOICE, [("a", {"fr": "Autre"}), ("b", {"fr": "autre"})])
    assert read_cell(asked, "Autre", lexicon=lexicon_of(asked)).answer == "Autre"


@pytest.mark.parametrize(
    ("cell", "answers"),
    [
        ("Artisanat; Musique", ["crafts", "music"]),
        ("Artisanat, Théâtre, danse et arts de rue, Musique", ["crafts", "stage", "music"]),
        ("الصناعة التقليدية، الموسيقى", ["crafts", "music"]),
        ("Artisanat\nautre chose", ["crafts", "autre chose"]),
        ("", []),
    ],
)
def test_several_answers_in_one_cell(cell: str, answers: list[str]) -> None:
    asked = question("needs", QuestionType.CHOICES, OPTIONS)
    assert read_cell(asked, cell, lexicon=lexicon_of(asked)).answer == answers


@pytest.mark.parametrize(
    "cell", ["Oriental", "l'Oriental", "L’Oriental", "Région de l'Oriental", "جهة الشرق", "الشرق", "MA-02", "ma-02"]
)
def test_a_region_is_known_by_its_names(cell: str) -> None:
    asked = question("region", QuestionType.REGION)
    assert normalise(asked, read_cell(asked, cell, lexicon=REGIONS).answer).value == "MA-02"


def test_an_unknown_region_stays_as_typed() -> None:
    assert read_cell(question("region", QuestionType.REGION), "Atlantide", lexicon=REGIONS).answer == "Atlantide"


@pytest.mark.parametrize(
    "cell", ["J'accepte", "J’accepte", "أوافق", "x", "✓", "Oui", "نعم", True, 1.0, "I accept all terms"]
)
def test_an_agreement_in_the_words_of_form_tools(cell) -> None:
    asked = question("consent", QuestionType.CONSENT, label={"en": "I accept all terms"})
    assert normalise(asked, read_cell(asked, cell, lexicon=lexicon_of(asked)).answer).value == "true"


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        (datetime(2024, 3, 2, 10, 30), datetime(2024, 3, 2, 10, 30)),
        (date(2024, 3, 2), datetime(2024, 3, 2, 12)),
        ("02/03/2024 10:30:15", datetime(2024, 3, 2, 10, 30, 15)),
        ("2024-03-02T10:30:00Z", datetime(2024, 3, 2, 10, 30)),
        ("2024/03/02 10:30:00 PM GMT+1", datetime(2024, 3, 2, 22, 30)),
        ("٠٢/٠٣/٢٠٢٤ ١٠:٣٠", datetime(2024, 3, 2, 10, 30)),
        ("02/03/2024", datetime(2024, 3, 2, 12)),
        ("31/02/2024", None),
        ("hier", None),
        ("", None),
    ],
)
def test_a_time_stamp(cell, moment: datetime | None) -> None:
    assert read_moment(cell) == moment


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.datetimes(), st.dates(), st.times()))
def test_no_cell_breaks_the_reading(cell) -> None:
    for kind in QuestionType:
        asked = question("q", kind, OPTIONS if kind.has_options else [])
        reading = read_cell(asked, cell, lexicon=lexicon_of(asked))
        assert normalise(asked, reading.answer) is not None
