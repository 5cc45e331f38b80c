"""Long sheets, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.select.sheets.actions import check_sheet, import_sheet


# Named in actions/uploading.py: the job is written in the transaction that asks for it.
@app.task(name="mouakaba.select.sheets.tasks.check", queue="sheets")
def check(sheet_id: str) -> None:
    """The dry run of an uploaded sheet."""
    check_sheet(sheet_id=sheet_id)


@app.task(name="mouakaba.select.sheets.tasks.bring_in", queue="sheets")
def bring_in(sheet_id: str) -> None:
    """The import of a checked sheet."""
    import_sheet(sheet_id=sheet_id)
