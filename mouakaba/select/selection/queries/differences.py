"""What changed between a run and the files as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.queries.inputs import changes_of, inputs_of, read_scored


@dataclass(frozen=True, slots=True)
class Differences:
    """Numbers of the files that changed since a run was computed, by what changed."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    rescored: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    rules: bool = False

    def __bool__(self) -> bool:
        return any((self.added, self.gone, self.rescored, self.facts, self.rules))


def differences(run: SelectionRun) -> Differences:
    """What a computation of now would read differently from this run."""
    present = inputs_of(run.call, changes_of(run.changes))
    if present.digest == run.inputs_digest:
        return Differences()
    before = _by_id(run.scored, run.left_out)
    after = _by_id(present.scored, present.left_out)
    both = [id_ for id_ in after if id_ in before]
    return Differences(
        added=tuple(id_ for id_ in after if id_ not in before),
        gone=tuple(id_ for id_ in before if id_ not in after),
        rescored=tuple(id_ for id_ in both if before[id_][0] != after[id_][0]),
        facts=tuple(id_ for id_ in both if before[id_][1] != after[id_][1]),
        rules=present.rules_file != run.rules_file,
    )


def _by_id(scored: str, left_out: Iterable[dict[str, Any]]) -> dict[str, tuple[object, object]]:
    """For each file what ranks it, and what the quotas count. A file out of the choice has its criteria instead."""
    files = {file.id: ((file.score, file.submitted_at), file.facts) for file in read_scored(scored)}
    return {**files, **{one["id"]: (tuple(one["floors"]), None) for one in left_out}}
