"""What the rest of the house may ask of ACCOMPANY."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, QuerySet, Value

from mouakaba.accompany.agreements.actions import (
    erase_records,
    export_records,
    record_done,
    save_agreement,
    save_commitment,
    set_parts,
)
from mouakaba.accompany.agreements.queries import agreement_rows, agreements_seen_by, keepers_of, party_rows
from mouakaba.accompany.agreements.rules import Ask, Counter, Evidence, register_counter
from mouakaba.accompany.attendance.actions import (
    DeviceScan,
    erase_badge,
    export_badge,
    make_badge,
    take_scans,
    take_sheet,
)
from mouakaba.accompany.certificates.actions import erase_certificates, export_certificates, give_certificates
from mouakaba.accompany.certificates.queries import certificate_rows
from mouakaba.accompany.coaching.actions import erase_sheets, export_sheets, sign_sheet, write_sheet
from mouakaba.accompany.coaching.queries import sheet_rows
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
from mouakaba.accompany.cohorts.queries import cohort_titles, project_rows
from mouakaba.accompany.cooperatives.actions import (
    add_cooperator,
    add_note,
    approve_minutes,
    begin_books,
    erase_cooperators,
    export_cooperators,
    move_shares,
    record_decision,
    record_leaving,
    save_assembly,
    save_date,
    send_notices,
    take_seats,
    write_minutes,
)
from mouakaba.accompany.cooperatives.phrases import ACTS as COOPERATIVE_ACTS
from mouakaba.accompany.cooperatives.phrases import HELPED_LABEL as COOPERATIVES_HELPED
from mouakaba.accompany.cooperatives.queries import has_cooperatives
from mouakaba.accompany.cooperatives.rules import HELPED as COOPERATIVE_PAGES
from mouakaba.accompany.expansion.actions import erase_notes, export_notes, note_potential, record_gdp, save_sheet
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
from mouakaba.accompany.followup.models import FollowUp, Matter
from mouakaba.accompany.followup.phrases import TOPIC as FOLLOWUP_TOPIC
from mouakaba.accompany.followup.queries import followup_rows
from mouakaba.accompany.funding.actions import (
    add_tranche,
    decide_proof,
    erase_proofs,
    export_proofs,
    give_proof,
    record_payment,
    save_grant,
    split_grant,
)
from mouakaba.accompany.funding.queries import grant_rows, grants_given, grants_of, payment_rows, supported_by
from mouakaba.accompany.news.actions import erase_news, export_news, publish_news, save_news
from mouakaba.accompany.news.phrases import TOPIC as NEWS_TOPIC
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
from mouakaba.accompany.sessions.queries import presence_rows, session_rows, sessions_held
from mouakaba.accompany.spaces.actions import (
    add_figure,
    add_waiting,
    end_stay,
    erase_members,
    export_members,
    let_space,
    link_call,
    move_stage,
    save_member,
    save_site,
    save_space,
    set_priority,
    take_in_chosen,
)
from mouakaba.accompany.spaces.models import Member, Site, Space
from mouakaba.accompany.spaces.queries import (
    has_own_space,
    member_rows,
    networks_of,
    site_names,
    sites_seen_by,
    space_rows,
    stay_rows,
    stays_given,
)
from mouakaba.base.helping.rules import Scope
from mouakaba.base.people.models import Person
from mouakaba.select.door import networks_run_by, programmes_seen_by

TOPICS = (FOLLOWUP_TOPIC, NEWS_TOPIC)
SCOPES = (Scope("cooperatives", COOPERATIVES_HELPED, "my_cooperatives", COOPERATIVE_PAGES, COOPERATIVE_ACTS),)

__all__ = [
    "SCOPES",
    "TOPICS",
    "Ask",
    "Counter",
    "DeviceScan",
    "Evidence",
    "FollowUp",
    "Matter",
    "Member",
    "Offices",
    "Session",
    "Site",
    "Space",
    "add_cooperator",
    "add_figure",
    "add_milestone",
    "add_note",
    "add_order",
    "add_person",
    "add_project",
    "add_step",
    "add_tranche",
    "add_waiting",
    "agreement_rows",
    "answer_by_link",
    "answer_by_phone",
    "approve_minutes",
    "begin_books",
    "certificate_rows",
    "confirm_visit",
    "decide_proof",
    "done_by",
    "edition_titles",
    "end_stay",
    "erase_badge",
    "erase_certificates",
    "erase_cooperators",
    "erase_fairs",
    "erase_followups",
    "erase_members",
    "erase_news",
    "erase_notes",
    "erase_plans",
    "erase_proofs",
    "erase_records",
    "erase_sessions",
    "erase_sheets",
    "export_badge",
    "export_certificates",
    "export_cooperators",
    "export_fairs",
    "export_followups",
    "export_members",
    "export_news",
    "export_notes",
    "export_plans",
    "export_proofs",
    "export_records",
    "export_sessions",
    "export_sheets",
    "fair_rows",
    "finish_milestone",
    "follow_choice",
    "follow_up",
    "followup_rows",
    "give_certificates",
    "give_proof",
    "grant_rows",
    "has_cooperatives",
    "has_grants",
    "has_own_space",
    "join_fair",
    "let_space",
    "link_call",
    "make_badge",
    "member_rows",
    "move_shares",
    "move_stage",
    "note_potential",
    "offices_of",
    "order_rows",
    "party_rows",
    "payment_rows",
    "presence_rows",
    "project_rows",
    "publish_news",
    "record_decision",
    "record_done",
    "record_gdp",
    "record_leaving",
    "record_past",
    "record_payment",
    "register",
    "register_counter",
    "save_agreement",
    "save_assembly",
    "save_cohort",
    "save_commitment",
    "save_date",
    "save_fair",
    "save_grant",
    "save_member",
    "save_news",
    "save_session",
    "save_sheet",
    "save_site",
    "save_space",
    "save_tour",
    "send_notices",
    "session_rows",
    "set_parts",
    "set_priority",
    "sheet_rows",
    "sign_sheet",
    "space_rows",
    "split_grant",
    "stay_rows",
    "take_in_chosen",
    "take_scans",
    "take_seats",
    "take_sheet",
    "tell_visit",
    "write_minutes",
    "write_note",
    "write_sheet",
]


@dataclass(frozen=True, slots=True)
class Offices:
    """What of ACCOMPANY is of use to a person in the office."""

    cohorts: bool
    sites: bool
    agreements: bool
    grants: bool
    news: bool


def offices_of(person: Person) -> Offices:
    """The rooms of the office open to this person, in one small query."""
    sites, agreements = sites_seen_by(person).order_by(), agreements_seen_by(person).order_by()
    asked = (
        programmes_seen_by(person),
        networks_of(person),
        sites,
        keepers_of(person),
        agreements,
        networks_run_by(person),
    )
    rows = Person.objects.filter(pk=person.pk).values_list(*map(Exists, asked))
    runs, network, site, keeps, read, writes = rows.get()
    return Offices(cohorts=runs, sites=network or site, agreements=keeps or read, grants=runs, news=writes)


_DONE = {"sessions": sessions_held, "stays": stays_given, "grants": grants_given, "cooperatives": supported_by}


def done_by(organisations: Collection[UUID], codes: Collection[str]) -> QuerySet[Any, dict[str, Any]]:
    """What these organisations did of what is asked (`sessions`, `stays`, `grants`, `cooperatives`), in one query.

    A dict each: `who`, `on` which day, its `label`, of which `sort`, and its `code`; nobody is named.
    """
    first, *others = (_DONE[code](organisations).annotate(code=Value(code)) for code in sorted(codes))
    found: QuerySet[Any, dict[str, Any]] = first.union(*others, all=True)
    return found


def has_grants(person: Person) -> bool:
    """Whether an organisation of this person was granted something."""
    return grants_of(person).exists()


def edition_titles() -> dict[str, Mapping[str, str]]:
    """Titles of cohorts and names of sites by code (two queries); a code that two of them share has none."""
    found: dict[str, Mapping[str, str]] = {}
    shared = set[str]()
    for code, title in (*cohort_titles(), *site_names()):
        if found.setdefault(code, title) != title:
            shared.add(code)
    return {code: title for code, title in found.items() if code not in shared}
