"""Going through a sheet without storing anything: every row read, every duplicate found, everything counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mouakaba.select.calls.models import Call
from mouakaba.select.forms.queries import form_of
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.queries.known import Known, known_files
from mouakaba.select.sheets.queries.opening import opened
from mouakaba.select.sheets.queries.plan import Plan
from mouakaba.select.sheets.queries.rows import Draft, Finding, RowReader
from mouakaba.select.sheets.rules import KEPT_PROBLEMS

Kind = tuple[int, str, str, str]  # column, code, level, question
_EVERY = 250  # rows between two signs of life


def drafts_of(sheet: SheetImport, call: Call, progress: Callable[[int, int], None]) -> Iterator[Draft]:
    """Every filled row under the header, with the findings of the form and the duplicates.

    ``progress`` is told rows done and rows in all. Raises SheetError when the sheet cannot be read to its end.
    """
    form, plan = form_of(sheet.version.content), Plan.of(sheet.mapping)
    known = known_files(call, form)
    with opened(sheet, plan) as table:
        reader = RowReader(form, plan, zone=call.zone, date_1904=table.date_1904)
        for row in table.rows():
            if row.number % _EVERY == 0:
                progress(row.number, table.height)
            if row.number > plan.header and not row.is_empty:
                draft = reader.read(row)
                find_double(draft, known)
                yield draft


def find_double(draft: Draft, known: Known) -> None:
    """Says when the row is in the call already, or earlier in the sheet; remembers it for the rows after."""
    number, row = known.file_with(draft.keys), known.row_with(draft.keys)
    if number is not None:
        code = "already_here" if number else "has_draft"
        draft.findings.append(Finding(draft.row, -1, code, "twice", params={"number": number}))
    elif row is not None:
        draft.findings.append(Finding(draft.row, -1, "twice_in_sheet", "twice", params={"row": row}))
    elif draft.good:  # a bad row is no reason to leave out its corrected copy
        known.rows.update(dict.fromkeys(draft.keys, draft.row))


@dataclass(slots=True)
class Report:
    """What a dry run found."""

    rows: int = 0
    good: int = 0
    warned: int = 0
    bad: int = 0
    twice: int = 0
    without_email: int = 0
    findings: list[Finding] = field(default_factory=list)  # what leaves rows out
    looks: list[Finding] = field(default_factory=list)  # what is only worth a look
    counts: Counter[Kind] = field(default_factory=Counter)
    examples: dict[Kind, Finding] = field(default_factory=dict)  # the first of each kind

    def add(self, draft: Draft) -> None:
        """Counts one row."""
        levels = {finding.level for finding in draft.findings}
        self.rows += 1
        self.good += draft.good
        self.warned += draft.good and bool(levels)
        self.bad += "error" in levels
        self.twice += "twice" in levels and "error" not in levels
        self.without_email += draft.good and not draft.email
        for finding in draft.findings:
            kind = (finding.column, finding.code, finding.level, finding.question)
            self.counts[kind] += 1
            self.examples.setdefault(kind, finding)
            kept = self.looks if finding.level == "warning" else self.findings
            if len(kept) < KEPT_PROBLEMS:
                kept.append(finding)

    def as_json(self) -> dict[str, Any]:
        """The report as it is stored: counts of everything, the first findings one by one."""
        names = ("rows", "good", "warned", "bad", "twice", "without_email")
        kinds = [{**self.examples[kind].as_json(), "count": count} for kind, count in self.counts.most_common()]
        kinds.sort(key=lambda kind: kind["level"] == "warning")  # errors first, each by how often
        told = [*self.findings, *self.looks]
        return {
            **{name: getattr(self, name) for name in names},
            "kinds": kinds,
            "findings": [finding.as_json() for finding in told],
            "more": sum(self.counts.values()) - len(told),
        }
