"""`mouakaba calibrate`: marks corrected for the severity of jurors."""

import argparse
import csv
import io
import math
from collections.abc import Iterator
from typing import IO

from mouakaba.cli.rows import read_text
from mouakaba.cli.tool import InputError, Tool, count, tell
from mouakaba.kernel.calibration import Calibrated, Mark, calibrate

_COLUMNS = ("file", "juror", "mark")
_OUT = ("file", "marks", "raw_mean", "calibrated", "low", "high", "chance", "rank")
_DECIMALS = 6


def run_calibrate(options: argparse.Namespace, out: IO[bytes]) -> None:
    """A row a file, best first; what jurors do not share enough for is said on standard error."""
    found = calibrate(list(_marks(options.marks)), places=options.places)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_OUT)
    writer.writerows(_told(file) for file in found.files)
    out.write(text.getvalue().encode())
    if not found.overlap.enough:
        groups = len(found.overlap.trust)
        parted = f"they form {groups} groups that share no file, and groups are not compared; " if groups > 1 else ""
        tell(f"mouakaba: jurors share too few files to be compared: {parted}marks are drawn toward their raw mean")


def _told(file: Calibrated) -> tuple[object, ...]:
    numbers = (file.raw_mean, file.calibrated, file.low, file.high)
    chance = "" if file.chance is None else _rounded(file.chance)
    return (file.file, file.marks, *map(_rounded, numbers), chance, file.rank)


def _rounded(value: float) -> float:
    return round(value, _DECIMALS) + 0.0  # not -0.0


def _marks(path: str) -> Iterator[Mark]:
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    columns: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if columns is None and any(cells):
                columns = _header(path, line, cells)
            elif any(cells):
                yield _mark(path, line, dict(zip(columns or [], cells, strict=False)), len(columns or []) - len(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(path, reader.line_num, f"not valid CSV: {error}") from None
    if columns is None:
        raise InputError(path, 1, "the first line must name the columns file, juror and mark")


def _header(path: str, line: int, cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    for name in names:
        if name not in (*_COLUMNS, "criterion"):
            raise InputError(path, line, f"unknown column {name!r}; known: file, juror, mark, criterion")
        if names.count(name) > 1:
            raise InputError(path, line, f"the column {name!r} appears twice")
    if lacking := next((name for name in _COLUMNS if name not in names), None):
        raise InputError(path, line, f"the column {lacking!r} is missing")
    return names


def _mark(path: str, line: int, row: dict[str, str], lacking: int) -> Mark:
    if lacking:
        raise InputError(path, line, "a row must have as many cells as there are columns; put commas between quotes")
    for name in ("file", "juror"):
        if not row[name].strip():
            raise InputError(path, line, f"{name} is empty")
    try:
        value = float(row["mark"])
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > 1e100:
        raise InputError(path, line, f"mark must be a number with a decimal point, not {row['mark']!r}")
    return Mark(row["file"].strip(), row["juror"].strip(), value)


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--places", type=count, metavar="N", help="say the chance of being among the N best; without it that is empty"
    )


CALIBRATE = Tool(
    "calibrate",
    "Correct marks for the severity of jurors: an interval, a rank and the chance of a place for each file.",
    """head -2 marks.csv
file,juror,mark
A1,J1,14.5
mouakaba calibrate marks.csv --places 24""",
    (("marks", "CSV: file, juror, mark and, if known, criterion; - for standard input"),),
    run_calibrate,
    _flags,
)
