"""Bringing a sheet in: uploaded, matched, checked, imported."""

from mouakaba.select.sheets.actions.importing import import_sheet, start_import
from mouakaba.select.sheets.actions.uploading import (
    StateError,
    check_sheet,
    discard_sheet,
    match_columns,
    start_again,
    upload_sheet,
)

__all__ = [
    "StateError",
    "check_sheet",
    "discard_sheet",
    "import_sheet",
    "match_columns",
    "start_again",
    "start_import",
    "upload_sheet",
]
