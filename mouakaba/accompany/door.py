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
from mouakaba.accompany.fairs.actions import (
    add_order,
    confirm_visit,
    erase_fairs,
    export_fairs,
    join_fair,
    save_fair,
    tell_visit,
)
from mouakaba.accompany.fairs.queries import fair_rows, order_rows
from mouakaba.accompany.followup.actions import (
    answer_by_link,
    answer_by_phone,
    erase_followups,
    export_followups,
    follow_up,
)
from mouakaba.accompany.followup.models import FollowUp
from mouakaba.accompany.followup.phrases import TOPIC as FOLLOWUP_TOPIC
from mouakaba.accompany.followup.queries import followup_rows
from mouakaba.accompany.news.actions import erase_news, export_news, publish_news, save_news
from mouakaba.accompany.news.phrases import TOPIC as NEWS_TOPIC
from mouakaba.accompany.news.queries import writes_news
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

TOPICS = (FOLLOWUP_TOPIC, NEWS_TOPIC)

__all__ = [
    "COUNTED",
    "TOPICS",
    "DeviceScan",
    "FollowUp",
    "Session",
    "add_milestone",
    "add_order",
    "add_person",
    "add_project",
    "add_step",
    "answer_by_link",
    "answer_by_phone",
    "confirm_visit",
    "erase_badge",
    "erase_certificates",
    "erase_fairs",
    "erase_followups",
    "erase_news",
    "erase_plans",
    "erase_sessions",
    "erase_sheets",
    "export_badge",
    "export_certificates",
    "export_fairs",
    "export_followups",
    "export_news",
    "export_plans",
    "export_sessions",
    "export_sheets",
    "fair_rows",
    "finish_milestone",
    "follow_choice",
    "follow_up",
    "followup_rows",
    "give_certificates",
    "has_cohorts",
    "join_fair",
    "make_badge",
    "order_rows",
    "project_rows",
    "publish_news",
    "record_past",
    "register",
    "save_cohort",
    "save_fair",
    "save_news",
    "save_session",
    "save_tour",
    "session_rows",
    "sign_sheet",
    "take_scans",
    "take_sheet",
    "tell_visit",
    "write_note",
    "write_sheet",
    "writes_news",
]
