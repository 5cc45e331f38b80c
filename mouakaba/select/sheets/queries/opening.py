"""Opening an uploaded sheet, and its first rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from mouakaba.kernel.sheets import SheetError, Table, cell_text, open_sheet
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.queries.plan import Plan
from mouakaba.select.sheets.rules import PREVIEW_ROWS


@contextmanager
def opened(sheet: SheetImport, plan: Plan | None = None) -> Iterator[Table]:
    """The table of an upload, as its plan says to read it. Raises SheetError, here or while rows are read."""
    if sheet.file is None:
        raise SheetError("gone")
    plan = plan or Plan.of(sheet.mapping)
    yield open_sheet(Path(sheet.file.content.path), sheet=plan.sheet, encoding=plan.encoding, separator=plan.separator)


def peek(table: Table) -> dict[str, Any]:
    """What the pages show of a table before it is read whole: its kind, its size, its first rows as text."""
    rows = [[cell_text(cell)[:200] for cell in row.cells] for row in islice(table.rows(), PREVIEW_ROWS)]
    return {
        "kind": table.kind,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "height": table.height,
        "width": table.width,
        **table.details,
        "rows": rows,
    }
