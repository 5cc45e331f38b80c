"""The sentences of sheets that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SHEET_ERRORS = {
    "not_a_sheet": _(
        "This is not a sheet we can read. Open it in your spreadsheet program and save it as Excel workbook (.xlsx) "
        "or CSV."
    ),
    "password": _("This sheet is protected by a password. Save it without one and send it again."),
    "empty": _("This sheet is empty. Choose the one that holds the rows."),
    "bomb": _("This file would unpack to far more than a sheet holds. It is not opened."),
    "too_many_rows": _("This sheet has %(found)s rows; the most is %(most)s. Cut it in parts."),
    "too_many_columns": _("This sheet has %(found)s columns; the most is %(most)s. Remove the others."),
    "too_large": _(
        "This sheet is too large to be read. Keep only the rows and columns needed, in a new sheet, and send that."
    ),
    "no_such_sheet": _("This workbook has no such sheet. Choose another."),
    "not_text": _("This is not a text table we can read. Save it again as CSV in UTF-8, or as Excel workbook (.xlsx)."),
    "cell_too_long": _(
        "A cell near line %(row)s does not end: a quotation mark is open. Correct it, or save the sheet as .xlsx."
    ),
}


def say_sheet_error(code: str, params: Mapping[str, Any]) -> str:
    """Why a sheet cannot be read, and what to do."""
    return str(SHEET_ERRORS[code]) % dict(params)
