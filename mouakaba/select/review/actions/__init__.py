"""Everything that changes a jury. Views fetch what they pass here through the queries that authorise."""

from mouakaba.select.review.actions.assignment import SpreadReport, assign, spread_evenly, unassign
from mouakaba.select.review.actions.closing import close_marks, reopen_marks
from mouakaba.select.review.actions.conflicts import clear_tie, declare_conflict, enter_conflict, lift_conflict
from mouakaba.select.review.actions.live import (
    end_pitch,
    hide_ranking,
    move_pitch,
    order_pitches,
    reveal,
    set_minutes,
    start_pitch,
)
from mouakaba.select.review.actions.marking import Saved, finish_review, save_marks
from mouakaba.select.review.actions.personal import erase_seats, export_seats
from mouakaba.select.review.actions.reminding import remind_jurors, set_marks_deadline
from mouakaba.select.review.actions.seats import change_juror, invite_again, invite_juror, remove_juror

__all__ = [
    "Saved",
    "SpreadReport",
    "assign",
    "change_juror",
    "clear_tie",
    "close_marks",
    "declare_conflict",
    "end_pitch",
    "enter_conflict",
    "erase_seats",
    "export_seats",
    "finish_review",
    "hide_ranking",
    "invite_again",
    "invite_juror",
    "lift_conflict",
    "move_pitch",
    "order_pitches",
    "remind_jurors",
    "remove_juror",
    "reopen_marks",
    "reveal",
    "save_marks",
    "set_marks_deadline",
    "set_minutes",
    "spread_evenly",
    "start_pitch",
    "unassign",
]
