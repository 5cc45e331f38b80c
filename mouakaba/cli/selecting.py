"""`mouakaba check` and `mouakaba choose`: who may take part, and who is chosen."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import IO

from mouakaba.cli.rows import Row, read_call, read_rows
from mouakaba.cli.tool import Tool, write_json
from mouakaba.kernel.eligibility import LANGUAGES, RuleOutcome, check, sentence

_SMALLEST, _LARGEST = 1e-100, 1e100  # sizes of score that the choice takes


def run_check(options: argparse.Namespace, out: IO[bytes]) -> None:
    """`mouakaba check`: a verdict a line, in the order read; memory grows with the ids alone."""
    rules = read_call(options.call).eligibility
    for row in read_rows(options.facts, keys=("id", "facts")):
        verdict = check(rules, _facts(row))
        outcomes = [_told(outcome) for outcome in verdict.rules]
        write_json(out, {"id": row.values["id"], "verdict": verdict.verdict, "rules": outcomes})


def _told(outcome: RuleOutcome) -> dict[str, object]:
    return {
        "code": outcome.code,
        "answer": outcome.answer,
        "missing": outcome.missing,
        "text": {language: sentence(outcome, language=language) for language in LANGUAGES},
    }


def run_choose(options: argparse.Namespace, out: IO[bytes]) -> None:
    """`mouakaba choose`: one JSON object."""
    from mouakaba.kernel.selection import (
        Candidate,
        choose,
    )  # the solver takes long to load: only this tool pays

    call = read_call(options.call, required=("places",))
    candidates = [
        Candidate(row.values["id"], _score(row), _instant(row), _facts(row))
        for row in read_rows(options.scored, keys=("id", "score", "submitted_at", "facts"), also=("exact",))
    ]
    places = call.call.places or 0
    selection = choose(
        candidates,
        places=places,
        quotas=call.quotas,
        reserve=call.call.reserve,
        explain=not options.no_explanations,
    )
    write_json(out, selection.as_dict())


def _facts(row: Row) -> Mapping[str, object]:
    facts = row.values["facts"]
    if not isinstance(facts, dict):
        row.fail("facts must be an object: names of facts and their values")
    return facts


def _score(row: Row) -> float | Fraction:
    from mouakaba.kernel.selection import read_score

    score = row.values["score"]
    if isinstance(score, bool) or not isinstance(score, int | float):
        row.fail("score must be a number")
    if score and not _SMALLEST <= abs(score) <= _LARGEST:
        row.fail(f"score must be 0 or a number from {_SMALLEST} to {_LARGEST} in size")
    try:
        return read_score(float(score), row.values.get("exact"))
    except ValueError as error:
        row.fail(str(error))


def _instant(row: Row) -> str:
    """When the file was submitted, as UTC text: ties are by instant, whatever the offsets it came with."""
    wanted = "submitted_at must be a date and hour with its offset, as 2024-03-02T10:00:00Z"
    given = row.values["submitted_at"]
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else None
        if moment is None or moment.tzinfo is None:
            row.fail(wanted)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        row.fail(wanted)


def _choose_flags(parser: argparse.ArgumentParser) -> None:
    words = "leave out prices (null) and explanations (empty), which take minutes for tens of thousands of files"
    parser.add_argument("--no-explanations", action="store_true", help=words)


CHECK = Tool(
    "check",
    "Check facts against a call's eligibility rules.",
    """echo '{"id": "A1", "facts": {"holder.birth_date": "1998-05-02"}}' > facts.jsonl
mouakaba check call.toml facts.jsonl""",
    (("call", "the call file (TOML)"), ("facts", "JSON Lines: id, facts; - for standard input")),
    run_check,
)

CHOOSE = Tool(
    "choose",
    "Choose the best files under a call's quotas, with proof and reasons.",
    """head -1 scored.jsonl
{"id": "A1", "score": 17.25, "submitted_at": "2024-03-02T10:00:00Z", "facts": {"project.region": "MA-02"}}
mouakaba choose call.toml scored.jsonl""",
    (
        ("call", "the call file (TOML)"),
        (
            "scored",
            "JSON Lines: id, score, submitted_at, facts, and perhaps exact, the score as 181/3; - for standard input",
        ),
    ),
    run_choose,
    _choose_flags,
)
