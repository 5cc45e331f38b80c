"""Pages of the choice: the office's, the applicant's answer, the public cohort."""

from mouakaba.select.selection.views.board import (
    selection_export,
    selection_file,
    selection_files,
    selection_office,
)
from mouakaba.select.selection.views.deciding import selection_freeze, selection_publish, selection_unfreeze
from mouakaba.select.selection.views.documents import selection_minutes, selection_package
from mouakaba.select.selection.views.places import place_answer, selection_places, selection_withdraw
from mouakaba.select.selection.views.public import call_cohort
from mouakaba.select.selection.views.running import selection_compare, selection_run, selection_what_if

__all__ = [
    "call_cohort",
    "place_answer",
    "selection_compare",
    "selection_export",
    "selection_file",
    "selection_files",
    "selection_freeze",
    "selection_minutes",
    "selection_office",
    "selection_package",
    "selection_places",
    "selection_publish",
    "selection_run",
    "selection_unfreeze",
    "selection_what_if",
    "selection_withdraw",
]
