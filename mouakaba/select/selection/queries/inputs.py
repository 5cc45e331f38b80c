"""What a choice is computed from: the exact call file and scored files that `mouakaba choose` reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from mouakaba.kernel import callfile
from mouakaba.kernel.callfile import CallFile
from mouakaba.kernel.selection import Candidate, Quota, Selection, read_score
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import call_file
from mouakaba.select.review.queries import excluded_by_floor, files_of_jury


@dataclass(frozen=True, slots=True)
class Change:
    """A quota bound moved for a what-if; ``to`` None takes the bound away."""

    code: str
    bound: str  # min or max
    to: int | None


@dataclass(frozen=True, slots=True)
class Inputs:
    """The two files of a run, and what could not enter them."""

    rules_file: str
    scored: str
    left_out: list[dict[str, Any]]  # below a floor, or without marks (no floors): [{"id", "floors"}]

    @property
    def digest(self) -> str:
        """Names the run: the same inputs give the same result and the same decisions."""
        whole = "\0".join((self.rules_file, self.scored, json.dumps(self.left_out)))
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def count(self) -> int:
        """How many files may be chosen."""
        return self.scored.count("\n")


def inputs_of(call: Call, changes: Sequence[Change] = ()) -> Inputs:
    """What the choice of this call would be computed from at this moment (three queries, whatever the files)."""
    if call.version is None:
        raise ValueError("a call that was never published has no files to choose from")
    rules = changed(call_file(call.version), changes)
    attributes = sorted({quota.attribute for quota in call_file(call.version).quotas})
    below = excluded_by_floor(call)
    files = list(files_of_jury(call).order_by("number"))
    in_choice = [file for file in files if file.pk not in below and file.score is not None]
    # Marks may be closed without some files having any, for a reason kept with the closing: those are out too.
    out = [file for file in files if file.pk in below or file.score is None]
    return Inputs(
        rules_file=callfile.write(rules),
        scored="".join(_line(file, attributes) for file in in_choice),
        left_out=[{"id": file.number, "floors": list(below.get(file.pk, ()))} for file in out],
    )


def _line(file: Application, attributes: Iterable[str]) -> str:
    """One scored file. Only the facts the quotas count: nothing else about a person leaves with the choice."""
    if file.submitted_at is None or file.score is None:
        raise ValueError(f"{file.number} has no score, or was never sent")
    row = {
        "id": file.number,
        "score": float(file.score),
        **({"exact": file.score_exact} if file.score_exact else {}),
        "submitted_at": instant(file.submitted_at),
        "facts": {name: file.facts[name] for name in attributes if file.facts.get(name) is not None},
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def instant(moment: datetime) -> str:
    """A moment as the tools compare it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def changed(rules: CallFile, changes: Sequence[Change]) -> CallFile:
    """The call file with quota bounds moved; a quota left without bounds goes. Unknown codes raise KeyError."""
    quotas = {quota.code: quota for quota in rules.quotas}
    for change in changes:
        before = quotas[change.code]
        quotas[change.code] = (
            replace(before, min=change.to) if change.bound == "min" else replace(before, max=change.to)
        )
    kept = tuple(quota for quota in quotas.values() if (quota.min, quota.max) != (None, None))
    return replace(rules, quotas=kept)


def as_data(rules: CallFile, changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The changes as a run keeps them, each beside what the call says; those that change nothing are dropped."""
    bounds = {quota.code: {"min": quota.min, "max": quota.max} for quota in rules.quotas}
    return [
        {"code": one.code, "bound": one.bound, "from": bounds[one.code][one.bound], "to": one.to}
        for one in changes
        if bounds[one.code][one.bound] != one.to
    ]


def changes_of(data: Iterable[Mapping[str, Any]]) -> list[Change]:
    """The reverse of ``as_data``."""
    return [Change(one["code"], one["bound"], one["to"]) for one in data]


def read_rules(rules_file: str) -> CallFile:
    """A run's call file, read. It was written by the product."""
    return callfile.parse(rules_file, source="call.toml")


def read_scored(scored: str) -> list[Candidate]:
    """A run's scored files, read as the tool reads them."""
    return [_candidate(json.loads(line)) for line in scored.split("\n") if line]


def _candidate(row: Mapping[str, Any]) -> Candidate:
    sent = datetime.fromisoformat(row["submitted_at"])
    return Candidate(row["id"], read_score(float(row["score"]), row.get("exact")), instant(sent), row["facts"])


def printed(selection: Selection) -> str:
    """The result exactly as `mouakaba choose` prints it."""
    return json.dumps(selection.as_dict(), ensure_ascii=False) + "\n"


def quotas_of(rules_file: str) -> tuple[Quota, ...]:
    """The quotas of a run."""
    return read_rules(rules_file).quotas
