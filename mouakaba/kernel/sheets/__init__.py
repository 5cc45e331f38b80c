"""Sheets from other tools: read safely, columns recognised, cells read as answers; and cells written safely."""

from mouakaba.kernel.sheets.cells import Cell, cell_text, serial_day
from mouakaba.kernel.sheets.guessing import SPECIAL, Target, guess_columns, guess_header
from mouakaba.kernel.sheets.lexicon import Lexicon, lexicon_of, place_lexicon
from mouakaba.kernel.sheets.model import Row, SheetError, Table
from mouakaba.kernel.sheets.opening import open_sheet
from mouakaba.kernel.sheets.reading import Reading, read_cell, read_moment
from mouakaba.kernel.sheets.safety import harmless

__all__ = [
    "SPECIAL",
    "Cell",
    "Lexicon",
    "Reading",
    "Row",
    "SheetError",
    "Table",
    "Target",
    "cell_text",
    "guess_columns",
    "guess_header",
    "harmless",
    "lexicon_of",
    "open_sheet",
    "place_lexicon",
    "read_cell",
    "read_moment",
    "serial_day",
]
