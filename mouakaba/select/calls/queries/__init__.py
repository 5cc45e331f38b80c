"""Named reads of calls, their drafts and their versions."""

from mouakaba.select.calls.queries.access import (
    calls_judged_by,
    calls_run_by,
    calls_seen_by,
    published,
)
from mouakaba.select.calls.queries.drafts import Draft, draft_of
from mouakaba.select.calls.queries.facts import fact_labels, facts_of_form, value_labels
from mouakaba.select.calls.queries.findings import Problem, blocking
from mouakaba.select.calls.queries.reading import DraftRead, draft_problems, read_draft
from mouakaba.select.calls.queries.versions import call_file

__all__ = [
    "Draft",
    "DraftRead",
    "Problem",
    "blocking",
    "call_file",
    "calls_judged_by",
    "calls_run_by",
    "calls_seen_by",
    "draft_of",
    "draft_problems",
    "fact_labels",
    "facts_of_form",
    "published",
    "read_draft",
    "value_labels",
]
