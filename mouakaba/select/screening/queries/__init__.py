"""Named reads of files to screen."""

from mouakaba.select.screening.queries.access import calls_to_screen, files_of_call, files_run_by
from mouakaba.select.screening.queries.file import (
    Rule,
    jury_has_begun,
    missing_questions,
    next_to_decide,
    paper_of,
    rules_of,
    stamp_of,
    unmet_of,
)
from mouakaba.select.screening.queries.listing import (
    SORTS,
    Filters,
    Group,
    count_by_state,
    filtered,
    unmet_groups,
    with_unmet,
)
from mouakaba.select.screening.queries.words import (
    facts_in_words,
    facts_shown,
    region_fact,
    rule_choices,
    version_of,
)

__all__ = [
    "SORTS",
    "Filters",
    "Group",
    "Rule",
    "calls_to_screen",
    "count_by_state",
    "facts_in_words",
    "facts_shown",
    "files_of_call",
    "files_run_by",
    "filtered",
    "jury_has_begun",
    "missing_questions",
    "next_to_decide",
    "paper_of",
    "region_fact",
    "rule_choices",
    "rules_of",
    "stamp_of",
    "unmet_groups",
    "unmet_of",
    "version_of",
    "with_unmet",
]
