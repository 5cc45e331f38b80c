"""Runs side by side: who comes in, who goes out, the total and what it costs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.phrases import sentences as words
from mouakaba.select.selection.queries.board import FileRow, QuotaRow, changes_in_words, file_rows, quota_rows
from mouakaba.select.selection.queries.inputs import quotas_of, read_rules


@dataclass(frozen=True, slots=True)
class Column:
    """One run beside the first."""

    run: SelectionRun
    changes: list[str]
    total: float | None
    difference: str  # to the total of the first run, in words
    coming: list[FileRow]
    going: list[FileRow]
    quotas: list[QuotaRow]
    other_files: bool  # the runs were not computed from the same files
    conflict: str


def columns(runs: Sequence[SelectionRun], content: Mapping[str, Any], *, hidden: Collection[str] = ()) -> list[Column]:
    """Each run compared with the first of them, without the files in ``hidden`` (one query a run)."""
    return [_column(run, runs[0], content, hidden) for run in runs]


def _column(run: SelectionRun, first: SelectionRun, content: Mapping[str, Any], hidden: Collection[str]) -> Column:
    rules = read_rules(run.rules_file)
    before, after = first.result.get("chosen", []), run.result.get("chosen", [])
    coming, going = [id_ for id_ in after if id_ not in before], [id_ for id_ in before if id_ not in after]
    both = first.status == run.status == "optimal" and run.pk != first.pk
    shown = [id_ for id_ in (*coming, *going) if id_ not in hidden] if both else []
    rows = {row.number: row for row in file_rows(run, shown, content)} if shown else {}
    total = run.result.get("objective")
    return Column(
        run=run,
        changes=changes_in_words(run, content),
        total=total,
        difference=words.difference(total - first.result["objective"]) if both else "",
        coming=[rows[id_] for id_ in coming if id_ in rows],
        going=[rows[id_] for id_ in going if id_ in rows],
        quotas=quota_rows(run, content, rules),
        other_files=run.scored != first.scored,
        conflict=conflict_of(run, content),
    )


def conflict_of(run: SelectionRun, content: Mapping[str, Any]) -> str:
    """Why a run found no choice, in a sentence; empty when it found one."""
    if run.status != "infeasible":
        return ""
    return words.conflict(content, run.result["conflict"], read_rules(run.rules_file).call.places or 0)


@dataclass(frozen=True, slots=True)
class WayOut:
    """The smallest change of bounds that makes a choice possible."""

    sentences: list[str]
    bounds: list[tuple[str, int | None]]  # names and values of the what-if form's fields


def way_out(run: SelectionRun, content: Mapping[str, Any]) -> WayOut | None:
    """For a run without a choice, all bounds of its quotas with the smallest change applied."""
    changes = run.result.get("relaxation")
    if not changes:
        return None
    bounds: dict[str, int | None] = {}
    for quota in quotas_of(run.rules_file):
        bounds[f"min_{quota.code}"], bounds[f"max_{quota.code}"] = quota.min, quota.max
    for one in changes:
        bounds[f"{one['bound']}_{one['code']}"] = one["to"]
    return WayOut([words.change(content, one) for one in changes], list(bounds.items()))
