"""Unit: sheets as other tools write them, and sheets made to harm."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from mouakaba.kernel.sheets import SheetError, Table, open_sheet


def workbook(path: Path, fill, **options) -> Path:
    """A workbook whose one sheet `fill(worksheet, book)` writes."""
    book = xlsxwriter.Workbook(path, options)
    fill(book.add_worksheet("Feuil1"), book)
    book.close()
    return path


def cells(table: Table) -> list[tuple]:
    return [row.cells for row in table.rows()]


def test_numbers_days_and_words_of_a_workbook(tmp_path: Path) -> None:
    def fill(sheet, book) -> None:
        sheet.write_row(0, 0, ["ICE", "Né le", "Formule", "Erreur", "Oui"])
        sheet.write_number(1, 0, 1525678000067)
        sheet.write_datetime(1, 1, datetime(2000, 5, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_formula(1, 2, "=20+1", None, 21)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_boolean(1, 4, True)

    table = open_sheet(workbook(tmp_path / "a.xlsx", fill))
    assert (table.kind, table.sheet, table.height, table.width) == ("xlsx", "Feuil1", 2, 5)
    assert cells(table)[1] == (1525678000067.0, date(2000, 5, 2), 21.0, "", True)


@pytest.mark.parametrize("since_1904", [True, False])
def test_days_are_read_in_the_date_system_of_the_workbook(tmp_path: Path, since_1904: bool) -> None:
    def fill(sheet, book) -> None:
        sheet.write_datetime(0, 0, datetime(2000, 5, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(0, 1, datetime(2024, 3, 2, 10, 30), book.add_format({"num_format": "dd/mm/yy hh:mm"}))

    table = open_sheet(workbook(tmp_path / "a.xlsx", fill, date_1904=since_1904))
    assert table.date_1904 is since_1904
    assert cells(table) == [(date(2000, 5, 2), datetime(2024, 3, 2, 10, 30))]


def test_a_merged_cell_speaks_for_every_row_it_covers(tmp_path: Path) -> None:
    def fill(sheet, book) -> None:
        sheet.write_row(0, 0, ["Région", "Projet"])
        sheet.merge_range(1, 0, 3, 0, "Oriental")
        sheet.write_column(1, 1, ["Un", "Deux", "Trois", "Quatre"])
        sheet.merge_range(6, 0, 6, 1, "across one row only")

    rows = list(open_sheet(workbook(tmp_path / "a.xlsx", fill)).rows())
    assert [row.cells for row in rows[1:5]] == [
        ("Oriental", "Un"),
        ("Oriental", "Deux"),
        ("Oriental", "Trois"),
        ("", "Quatre"),
    ]
    assert [row.filled for row in rows[1:5]] == [frozenset(), {0}, {0}, frozenset()]
    assert rows[6].cells == ("across one row only", "")


def test_a_row_with_nothing_but_a_merged_value_is_empty(tmp_path: Path) -> None:
    def fill(sheet, book) -> None:
        sheet.merge_range(0, 0, 2, 0, "Oriental")
        sheet.write(0, 1, "Un")
        sheet.write(2, 1, "  ")

    rows = list(open_sheet(workbook(tmp_path / "a.xlsx", fill)).rows())
    assert [row.is_empty for row in rows] == [False, True, True]


def test_rows_keep_the_numbers_the_program_shows(tmp_path: Path) -> None:
    def fill(sheet, book) -> None:
        sheet.write(2, 3, "far from the corner")

    rows = list(open_sheet(workbook(tmp_path / "a.xlsx", fill)).rows())
    assert [(row.number, row.cell(3)) for row in rows] == [(1, ""), (2, ""), (3, "far from the corner")]
    assert rows[2].cell(9) == ""


def test_the_sheet_asked_for_is_read_and_hidden_ones_are_not_offered(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("Un").write(0, 0, "first")
    book.add_worksheet("Deux").write(0, 0, "second")
    secret = book.add_worksheet("Caché")
    secret.hide()
    book.close()
    table = open_sheet(tmp_path / "a.xlsx", sheet="Deux")
    assert (table.sheets, cells(table)) == (("Un", "Deux"), [("second",)])
    with pytest.raises(SheetError, match="no_such_sheet"):
        open_sheet(tmp_path / "a.xlsx", sheet="Trois")


def test_twenty_thousand_rows(tmp_path: Path) -> None:
    def fill(sheet, book) -> None:
        for row in range(20_000):
            sheet.write_row(row, 0, [f"DEMO {row}", row])

    table = open_sheet(workbook(tmp_path / "a.xlsx", fill, constant_memory=True))
    count = sum(1 for row in table.rows() if row.cells == (f"DEMO {row.number - 1}", row.number - 1))
    assert (table.height, count) == (20_000, 20_000)


def test_a_reading_given_up_early_leaves_nothing_running(tmp_path: Path) -> None:
    def fill(sheet, book) -> None:
        sheet.write_column(0, 0, [f"DEMO {row}" for row in range(30_000)])

    rows = open_sheet(workbook(tmp_path / "a.xlsx", fill)).rows()
    assert next(rows).cells == ("DEMO 0",)
    rows.close()
    assert list(rows) == []


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "الاسم;الجهة\r\nفاطمة;الشرق\r\n"),
        ("utf-8", "Nom;Région\nAïcha;Fès-Meknès\n"),
        ("utf-16", "الاسم;الجهة\nفاطمة;الشرق\n"),
        ("cp1256", "الاسم;الجهة\nفاطمة;الشرق\n"),
        ("cp1252", "Nom;Région\nAïcha;Fès-Meknès\n"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    table = open_sheet(path)
    assert cells(table) == [tuple(line.split(";")) for line in text.splitlines()]
    assert table.details["separator"] == ";"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_among_texts_that_hold_others(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.csv"
    rows = [["nom", "texte", "ville"], ["DEMO", '"a, b; c\td | e, f; g"', "Fès"], ["DEMO 2", '"x, y\nz"', "Oujda"]]
    path.write_text("\n".join(separator.join(row) for row in rows), encoding="utf-8")
    table = open_sheet(path)
    assert table.details["separator"] == separator
    assert cells(table)[1] == ("DEMO", "a, b; c\td | e, f; g", "Fès")
    assert (table.height, table.width) == (3, 3)


def test_a_person_may_overrule_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("é,b;c\n".encode("cp1252"))
    assert cells(open_sheet(path, encoding="cp1252", separator=",")) == [("é", "b;c")]


def test_the_line_that_names_the_separator_is_not_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\na|b;c;d;e\n", encoding="utf-8")
    assert cells(open_sheet(path)) == [("a", "b;c;d;e")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\0\1\2\3" * 100, "not_text"),
        (b"PK\x03\x04 no archive", "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old or encrypted", "not_a_sheet"),
        (b"", "empty"),
        (b'a;b\n"' + b"x" * 200_000, "cell_too_long"),
        (b"a\n" * 50_001, "too_many_rows"),
        (b";" * 301 + b"\n", "too_many_columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_code(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(SheetError, match=code):
        open_sheet(path)


def test_a_document_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(SheetError, match="not_a_sheet"):
        open_sheet(path)


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="empty"):
        open_sheet(workbook(tmp_path / "a.xlsx", lambda sheet, book: None))


def replaced(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one part put in the place of another, packed as tightly as can be."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == part else old.read(entry.filename))
    path.write_bytes(out.getvalue())
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda sheet, book: sheet.write(0, 0, "small"))
    with pytest.raises(SheetError, match="bomb"):
        open_sheet(replaced(path, SHEET, b" " * 20_000_000))


def test_two_far_cells_do_not_fill_the_memory(tmp_path: Path) -> None:
    def fill(sheet, book) -> None:
        sheet.write(0, 0, "near")
        sheet.write(1_048_575, 16_383, "far")

    with pytest.raises(SheetError, match=r"too_large|too_many"):
        open_sheet(workbook(tmp_path / "a.xlsx", fill))


def test_one_long_text_told_a_million_times_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda sheet, book: sheet.write(0, 0, "x" * 30_000))
    row = b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>'
    rows = b"".join(row % (number, number) for number in range(1, 120_001))
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with pytest.raises(SheetError, match=r"too_large|too_many_rows"):
        open_sheet(replaced(path, SHEET, start + rows + b"</sheetData></worksheet>"))


def test_a_torn_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda sheet, book: sheet.write(0, 0, "small"))
    with pytest.raises(SheetError, match=r"not_a_sheet|too_large|empty"):
        open_sheet(replaced(path, SHEET, b'<worksheet><sheetData><row><c r="A1"><v>1'))
