"""What the rest of the house may ask of ACCOMPANY."""

from __future__ import annotations

from mouakaba.accompany.attendance.actions import (
    DeviceScan,
    erase_badge,
    export_badge,
    make_badge,
    take_scans,
    take_sheet,
)
from mouakaba.accompany.certificates.actions import erase_certificates, export_certificates, give_certificates
from mouakaba.accompany.coaching.actions import erase_sheets, export_sheets, sign_sheet, write_sheet
from mouakaba.accompany.cohorts.actions import (
    add_milestone,
    add_project,
    add_step,
    erase_plans,
    export_plans,
    finish_milestone,
    follow_choice,
    save_cohort,
    write_note,
)
from mouakaba.accompany.cohorts.queries import has_cohorts, project_rows
from mouakaba.accompany.sessions.actions import (
    erase_sessions,
    export_sessions,
    record_past,
    register,
    save_session,
    save_tour,
)
from mouakaba.accompany.sessions.models import Session
from mouakaba.accompany.sessions.queries import COUNTED, session_rows

__all__ = [
    "COUNTED",
    "DeviceScan",
    "Session",
    "add_milestone",
    "add_project",
    "add_step",
    "erase_badge",
    "erase_certificates",
    "erase_plans",
    "erase_sessions",
    "erase_sheets",
    "export_badge",
    "export_certificates",
    "export_plans",
    "export_sessions",
    "export_sheets",
    "finish_milestone",
    "follow_choice",
    "give_certificates",
    "has_cohorts",
    "make_badge",
    "project_rows",
    "record_past",
    "register",
    "save_cohort",
    "save_session",
    "save_tour",
    "session_rows",
    "sign_sheet",
    "take_scans",
    "take_sheet",
    "write_note",
    "write_sheet",
]
