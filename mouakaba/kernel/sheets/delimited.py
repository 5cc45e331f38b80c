"""Text tables (.csv): which encoding, which separator, then rows."""

import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mouakaba.kernel.sheets.model import Row, SheetError, Table

ENCODINGS = ("utf-8-sig", "utf-16", "cp1256", "cp1252")
SEPARATORS = (";", ",", "\t", "|")
_SAMPLE = 60_000  # characters
_MOST_CELL = 100_000  # characters; more is a quote that was never closed


def open_delimited(path: Path, *, encoding: str = "", separator: str = "") -> Table:
    """The table of a text file. Raises SheetError: not_text, empty, cell_too_long."""
    data = path.read_bytes()
    encoding = encoding or guess_encoding(data)
    text = _decoded(data, encoding)
    told = text[4] if text[:4].lower() == "sep=" and len(text) > 4 else ""
    if told:  # a line some programs write for Excel
        text = text.partition("\n")[2]
    separator = separator or told or guess_separator(text)
    height, width = _size(text, separator)
    return Table(
        kind="csv",
        sheet="",
        sheets=(),
        height=height,
        width=width,
        date_1904=False,
        rows=lambda: _rows(text, separator),
        details={"encoding": encoding, "separator": separator},
    )


def guess_encoding(data: bytes) -> str:
    """UTF-8 if it can be; else UTF-16 by its mark; else Windows Arabic where high bytes run together, else Latin.

    Arabic words are runs of high bytes; in French one accent stands among plain letters.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        data.decode("utf-8-sig")
        return "utf-8-sig"
    except UnicodeDecodeError:
        pass
    high = sum(byte > 0x7F for byte in data)
    together = sum(first > 0x7F and second > 0x7F for first, second in pairwise(data))
    return "cp1256" if together * 3 > high else "cp1252"


def guess_separator(text: str) -> str:
    """The separator that cuts the first lines into the most columns, the same number in most lines."""
    lines = text[:_SAMPLE].splitlines()
    return max(SEPARATORS, key=lambda one: (_agreement(lines, one), -SEPARATORS.index(one)))


def _agreement(lines: list[str], separator: str) -> int:
    widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0
    usual = max(set(wide), key=lambda width: (wide.count(width), width))
    return wide.count(usual) * min(usual, 50)


def _decoded(data: bytes, encoding: str) -> str:
    if encoding not in ENCODINGS:
        raise SheetError("not_text")
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        # cp1252 leaves five bytes without a letter: a text that has them is none.
        raise SheetError("not_text") from None
    if "\0" in text:
        raise SheetError("not_text")
    return text


def _size(text: str, separator: str) -> tuple[int, int]:
    height = width = 0
    for row in _rows(text, separator):
        height, width = row.number, max(width, len(row.cells))
    return height, width


def _rows(text: str, separator: str) -> Iterator[Row]:
    csv.field_size_limit(_MOST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            yield Row(number, tuple(cells))
    except csv.Error:
        raise SheetError("cell_too_long", row=reader.line_num) from None
