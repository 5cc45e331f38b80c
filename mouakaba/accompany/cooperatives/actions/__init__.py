"""Every write of a cooperative's books."""

from mouakaba.accompany.cooperatives.actions.dates import finish_date, remind_dates, save_date
from mouakaba.accompany.cooperatives.actions.importing import Report, import_cooperators
from mouakaba.accompany.cooperatives.actions.meeting import (
    add_note,
    approve_minutes,
    drop_decision,
    record_decision,
    save_assembly,
    send_notices,
    take_seats,
    write_minutes,
)
from mouakaba.accompany.cooperatives.actions.personal import erase_cooperators, export_cooperators
from mouakaba.accompany.cooperatives.actions.register import (
    add_cooperator,
    begin_books,
    change_cooperator,
    move_shares,
    record_leaving,
    save_statutes,
)

__all__ = [
    "Report",
    "add_cooperator",
    "add_note",
    "approve_minutes",
    "begin_books",
    "change_cooperator",
    "drop_decision",
    "erase_cooperators",
    "export_cooperators",
    "finish_date",
    "import_cooperators",
    "move_shares",
    "record_decision",
    "record_leaving",
    "remind_dates",
    "save_assembly",
    "save_date",
    "save_statutes",
    "send_notices",
    "take_seats",
    "write_minutes",
]
