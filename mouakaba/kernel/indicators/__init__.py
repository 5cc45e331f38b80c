"""Figures counted from records: what an indicator is, how cells are kept, and which small counts stay unsaid."""

from mouakaba.kernel.indicators.counting import PLACE, Cell, Margin, adds, contributions, counted, margins, parts_of
from mouakaba.kernel.indicators.model import (
    DIMENSIONS,
    Condition,
    Indicator,
    IndicatorError,
    Part,
    Record,
    age_band,
    indicator,
)
from mouakaba.kernel.indicators.protecting import LEAST, protected, too_small
from mouakaba.kernel.indicators.rates import Reading, read_out

__all__ = [
    "DIMENSIONS",
    "LEAST",
    "PLACE",
    "Cell",
    "Condition",
    "Indicator",
    "IndicatorError",
    "Margin",
    "Part",
    "Reading",
    "Record",
    "adds",
    "age_band",
    "contributions",
    "counted",
    "indicator",
    "margins",
    "parts_of",
    "protected",
    "read_out",
    "too_small",
]
