"""Opening a sheet of either kind, with the bounds that keep a hostile one from harm."""

from pathlib import Path

from mouakaba.kernel.sheets import delimited, workbook
from mouakaba.kernel.sheets.model import SheetError, Table

MAX_ROWS = 50_000
MAX_COLUMNS = 300


def open_sheet(path: Path, *, sheet: str = "", encoding: str = "", separator: str = "") -> Table:
    """The table in an .xlsx or .csv file, told apart by content.

    `sheet` chooses one of a workbook (the first visible by default); `encoding` and `separator` overrule what is
    found in a csv. Raises SheetError, here or while rows are read.
    """
    with path.open("rb") as handle:
        head = handle.read(8)
    if head.startswith(b"PK\x03\x04"):
        table = workbook.open_workbook(path, sheet)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):  # the container of old .xls files and of encrypted .xlsx files
        raise SheetError("not_a_sheet")
    else:
        table = delimited.open_delimited(path, encoding=encoding, separator=separator)
    return _bounded(table)


def _bounded(table: Table) -> Table:
    if not table.height or not table.width:
        raise SheetError("empty")
    if table.height > MAX_ROWS:
        raise SheetError("too_many_rows", found=table.height, most=MAX_ROWS)
    if table.width > MAX_COLUMNS:
        raise SheetError("too_many_columns", found=table.width, most=MAX_COLUMNS)
    return table
