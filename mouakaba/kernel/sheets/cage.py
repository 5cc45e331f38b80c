"""The process that reads a workbook: `python -m mouakaba.kernel.sheets.cage FILE [SHEET]`.

It holds itself to so much memory and processor time, so that a hostile workbook ends this process and nothing
else. Prints JSON Lines: about the sheet, then its rows; or one text, the code of a SheetError.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 90
_MOST_CELLS = 6_000_000


def main(path: str, sheet: str = "") -> None:
    """Prints the sheet."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in _told(path, sheet):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _told(path: str, sheet: str) -> Iterator[Any]:
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = [
            about.name
            for about in workbook.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible
        ]
        if not names:
            yield "empty"
            return
        found = workbook.get_sheet_by_name(sheet or names[0])
    except PasswordError:
        yield "password"
    except WorksheetNotFound:
        yield "no_such_sheet"
    except CalamineError:
        yield "not_a_sheet"
    else:
        yield from _sheet(found, names)


def _sheet(sheet: CalamineSheet, names: list[str]) -> Iterator[Any]:
    start = sheet.start
    # calamine lays the used rectangle out whole: two far cells make a large one.
    if start and sheet.height * sheet.width > _MOST_CELLS:
        yield "too_large"
        return
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    yield {"sheet": sheet.name, "sheets": names, "height": height, "width": width, "merged": merged}
    before = [""] * (start[1] if start else 0)
    for cells in sheet.iter_rows() if start else ():
        yield before + [_stored(cell) for cell in cells]


def _stored(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"m": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time):
        return {"t": cell.isoformat()}
    if isinstance(cell, str | int | float | bool):
        return cell
    return str(cell)  # a duration


if __name__ == "__main__":
    main(*sys.argv[1:])
