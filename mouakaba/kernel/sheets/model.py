"""A sheet as the product reads it: numbered rows of cells, and what is wrong with one that cannot be read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from mouakaba.kernel.sheets.cells import Cell


class SheetError(ValueError):
    """A sheet that cannot be read: a code and the values its sentence may show.

    Codes: not_a_sheet, password, empty, bomb, too_many_rows, too_many_columns, too_large, no_such_sheet,
    not_text, cell_too_long.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` counts from 1 as a spreadsheet program shows it.

    `filled`: columns (from 0) whose value was taken from a merged cell that begins in an earlier row.
    """

    number: int
    cells: tuple[Cell, ...]
    filled: frozenset[int] = frozenset()

    def cell(self, column: int) -> Cell:
        """The cell of a column, empty where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def is_empty(self) -> bool:
        """No value of its own: only white space, or values taken from a merged cell above."""
        return not any(str(cell).strip() for column, cell in enumerate(self.cells) if column not in self.filled)


@dataclass(frozen=True, slots=True)
class Table:
    """An opened sheet. `rows()` starts a new reading each time; `height` counts rows up to the last used one."""

    kind: str  # "xlsx" or "csv"
    sheet: str
    sheets: tuple[str, ...]
    height: int
    width: int
    date_1904: bool
    rows: Callable[[], Iterator[Row]]
    details: Mapping[str, str] = field(default_factory=dict)  # of a csv: encoding, separator
