"""Every change of a choice."""

from mouakaba.select.selection.actions.freezing import FilesChangedError, freeze_run, unfreeze_run
from mouakaba.select.selection.actions.personal import erase_results, export_results
from mouakaba.select.selection.actions.places import (
    answer_place,
    call_anyway,
    leave_empty,
    withdraw_selected,
)
from mouakaba.select.selection.actions.publishing import publish_results, queue_letters
from mouakaba.select.selection.actions.running import RefusedError, compute_run, run_selection

__all__ = [
    "FilesChangedError",
    "RefusedError",
    "answer_place",
    "call_anyway",
    "compute_run",
    "erase_results",
    "export_results",
    "freeze_run",
    "leave_empty",
    "publish_results",
    "queue_letters",
    "run_selection",
    "unfreeze_run",
    "withdraw_selected",
]
