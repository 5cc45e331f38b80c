"""Workbooks (.xlsx), read by another process that can neither eat the memory nor hang."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from mouakaba.kernel.sheets.cells import Cell
from mouakaba.kernel.sheets.model import Row, SheetError, Table

_MOST_ENTRIES = 3_000
_MOST_BYTES = 400_000_000  # of all parts, uncompressed
_MOST_RATIO = 200  # cells of text compress 10 to 60 times
_SMALL = 5_000_000
_READERS: dict[str, Callable[[str], Cell]] = {
    "d": date.fromisoformat,
    "m": datetime.fromisoformat,
    "t": time.fromisoformat,
}


def open_workbook(path: Path, sheet: str = "") -> Table:
    """One sheet of a workbook. Formulas give the value last computed; error cells are empty.

    Raises SheetError: bomb, not_a_sheet, password, no_such_sheet, too_large.
    """
    date_1904 = _inspect(path)
    with closing(_lines(path, sheet)) as lines:
        about = next(lines)
    merged = [tuple(span) for span in about["merged"]]
    return Table(
        kind="xlsx",
        sheet=about["sheet"],
        sheets=tuple(about["sheets"]),
        height=about["height"],
        width=about["width"],
        date_1904=date_1904,
        rows=lambda: _rows(path, about["sheet"], merged),
    )


def _inspect(path: Path) -> bool:
    """Refuses a bomb by what the archive says of itself; returns whether the workbook counts days from 1904.

    An archive that lies about its sizes is stopped by the bounds of the reading process.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_ENTRIES or sum(part.file_size for part in parts) > _MOST_BYTES:
                raise SheetError("bomb")
            if any(part.file_size > max(_SMALL, _MOST_RATIO * part.compress_size) for part in parts):
                raise SheetError("bomb")
            with archive.open("xl/workbook.xml") as handle:
                about = handle.read(1_000_000)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise SheetError("not_a_sheet") from None
    return bool(re.search(rb"""date1904\s*=\s*["'](1|true)["']""", about))


def _rows(path: Path, sheet: str, merged: list[tuple[int, ...]]) -> Iterator[Row]:
    lines = _lines(path, sheet)
    with closing(lines):
        next(lines)
        yield from _filled((tuple(map(_cell, cells)) for cells in lines), merged)


def _filled(rows: Iterator[tuple[Cell, ...]], merged: list[tuple[int, ...]]) -> Iterator[Row]:
    """A cell merged over several rows says its value in each of them."""
    spans = sorted(span for span in merged if span[2] > span[0])
    held: dict[int, tuple[int, Cell]] = {}  # column -> last row, value
    for index, cells in enumerate(rows):
        held = {column: kept for column, kept in held.items() if kept[0] >= index}
        filled = frozenset(held)
        whole = list(cells) + [""] * (max(filled, default=-1) + 1 - len(cells))
        for column, (_last, value) in held.items():
            whole[column] = value
        while spans and spans[0][0] <= index:
            first, column, last, _ = spans.pop(0)
            held[column] = (last, whole[column] if first == index and column < len(whole) else "")
        yield Row(index + 1, tuple(whole), filled)


def _cell(stored: Any) -> Cell:
    if isinstance(stored, dict):
        [(kind, text)] = stored.items()
        return _READERS[kind](text)
    kept: Cell = stored
    return kept


def _lines(path: Path, sheet: str) -> Generator[Any, None, None]:
    """What the reading process prints: first about the sheet, then a list of cells for each row."""
    command = [sys.executable, "-m", "mouakaba.kernel.sheets.cage", str(path), sheet]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")  # noqa: S603 - our own module, no shell
    try:
        yield from _decoded(process.stdout)
        if process.wait() != 0:
            raise SheetError("too_large")
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _decoded(stream: IO[str] | None) -> Iterator[Any]:
    for line in stream or ():
        if not line.endswith("\n"):  # cut off: the process was stopped
            raise SheetError("too_large")
        value = json.loads(line)
        if isinstance(value, str):
            raise SheetError(value)
        yield value
