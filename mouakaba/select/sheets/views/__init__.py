"""Sheets in and out of the office."""

from mouakaba.select.sheets.views.bringing import sheet_columns, sheet_import, sheet_report
from mouakaba.select.sheets.views.exporting import sheet_export

__all__ = ["sheet_columns", "sheet_export", "sheet_import", "sheet_report"]
