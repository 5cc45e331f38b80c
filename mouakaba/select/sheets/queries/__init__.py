"""Named reads of sheets: opened, matched with a form, checked row by row."""

from mouakaba.select.sheets.queries.access import imports_run_by, is_stalled
from mouakaba.select.sheets.queries.dry_run import Report, drafts_of
from mouakaba.select.sheets.queries.known import Known, known_files
from mouakaba.select.sheets.queries.opening import opened, peek
from mouakaba.select.sheets.queries.plan import Gap, Plan, PlanFlaw, first_plan, flaws_of, gaps_of
from mouakaba.select.sheets.queries.rows import Draft, Finding, RowReader

__all__ = [
    "Draft",
    "Finding",
    "Gap",
    "Known",
    "Plan",
    "PlanFlaw",
    "Report",
    "RowReader",
    "drafts_of",
    "first_plan",
    "flaws_of",
    "gaps_of",
    "imports_run_by",
    "is_stalled",
    "known_files",
    "opened",
    "peek",
]
