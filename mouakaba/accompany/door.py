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
from mouakaba.accompany.expansion.actions import erase_notes, export_notes, note_potential, record_gdp, save_sheet
from mouakaba.accompany.sessions.actions import (
    add_person,
    erase_sessions,
    export_sessions,
    record_past,
    register,
    save_session,
    save_tour,
)
from mouakaba.accompany.sessions.models import Session
from mouakaba.accompany.sessions.queries import COUNTED, session_rows
from mouakaba.accompany.spaces.actions import (
    add_figure,
    add_waiting,
    end_stay,
    erase_members,
    export_members,
    let_space,
    move_stage,
    save_member,
    save_site,
    save_space,
    set_priority,
    take_in_chosen,
)
from mouakaba.accompany.spaces.models import Member, Site, Space
from mouakaba.accompany.spaces.queries import has_own_space, keeps_sites

__all__ = [
    "COUNTED",
    "DeviceScan",
    "Member",
    "Session",
    "Site",
    "Space",
    "add_figure",
    "add_milestone",
    "add_person",
    "add_project",
    "add_step",
    "add_waiting",
    "end_stay",
    "erase_badge",
    "erase_certificates",
    "erase_members",
    "erase_notes",
    "erase_plans",
    "erase_sessions",
    "erase_sheets",
    "export_badge",
    "export_certificates",
    "export_members",
    "export_notes",
    "export_plans",
    "export_sessions",
    "export_sheets",
    "finish_milestone",
    "follow_choice",
    "give_certificates",
    "has_cohorts",
    "has_own_space",
    "keeps_sites",
    "let_space",
    "make_badge",
    "move_stage",
    "note_potential",
    "project_rows",
    "record_gdp",
    "record_past",
    "register",
    "save_cohort",
    "save_member",
    "save_session",
    "save_sheet",
    "save_site",
    "save_space",
    "save_tour",
    "session_rows",
    "set_priority",
    "sign_sheet",
    "take_in_chosen",
    "take_scans",
    "take_sheet",
    "write_note",
    "write_sheet",
]
