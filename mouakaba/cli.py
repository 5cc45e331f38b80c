"""The offline tools: files in, standard output out, no database. See `mouakaba --help`.

Exit 0: done. Exit 2: bad input, told in one line `FILE:LINE: what is wrong` on standard error (LINE 1 where a
file cannot be read at all), and nothing on standard output. Exit 1: the output could not be written.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, NoReturn

from mouakaba.kernel.callfile import CallFile, CallFileError, parse
from mouakaba.kernel.eligibility import LANGUAGES, RuleOutcome, check, sentence

_SMALLEST, _LARGEST = 1e-100, 1e100  # sizes of score that the choice takes
_SPOOLED = 4_000_000  # bytes of output held in memory before a temporary file takes over


class InputError(Exception):
    """Input that cannot be used: `FILE:LINE: what is wrong`."""

    def __init__(self, source: str, line: int, message: str) -> None:
        super().__init__(f"{source}:{line}: {message}")


@dataclass(frozen=True, slots=True)
class Tool:
    """One subcommand. `run` writes bytes to what it is given; they are shown only if it ends well."""

    name: str
    summary: str
    example: str
    files: tuple[tuple[str, str], ...]
    run: Callable[[argparse.Namespace, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a JSON Lines file, and where it stood."""

    source: str
    line: int
    values: Mapping[str, Any]

    def fail(self, message: str) -> NoReturn:
        """Raise InputError at this row."""
        raise InputError(self.source, self.line, message)


def run_check(options: argparse.Namespace, out: IO[bytes]) -> None:
    """`mouakaba check`: a verdict a line, in the order read; memory grows with the ids alone."""
    rules = read_call(options.call).eligibility
    for row in read_rows(options.facts, keys=("id", "facts")):
        verdict = check(rules, _facts(row))
        outcomes = [_told(outcome) for outcome in verdict.rules]
        _write_json(out, {"id": row.values["id"], "verdict": verdict.verdict, "rules": outcomes})


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
        for row in read_rows(options.scored, keys=("id", "score", "submitted_at", "facts"))
    ]
    places = call.call.places or 0
    selection = choose(candidates, places=places, quotas=call.quotas, reserve=call.call.reserve)
    _write_json(out, selection.as_dict())


TOOLS = (
    Tool(
        "check",
        "Check facts against a call's eligibility rules.",
        """echo '{"id": "A1", "facts": {"holder.birth_date": "1998-05-02"}}' > facts.jsonl
  mouakaba check call.toml facts.jsonl""",
        (("call", "the call file (TOML)"), ("facts", "JSON Lines: id, facts; - for standard input")),
        run_check,
    ),
    Tool(
        "choose",
        "Choose the best files under a call's quotas, with proof and reasons.",
        """head -1 scored.jsonl
  {"id": "A1", "score": 17.25, "submitted_at": "2024-03-02T10:00:00Z", "facts": {"project.region": "MA-02"}}
  mouakaba choose call.toml scored.jsonl""",
        (
            ("call", "the call file (TOML)"),
            ("scored", "JSON Lines: id, score, submitted_at, facts; - for standard input"),
        ),
        run_choose,
    ),
)


def main(arguments: list[str] | None = None) -> int:
    """Run a tool; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["demo"]:
        return run_demo(arguments)
    options = build_parser().parse_args(arguments)
    try:
        with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as out:
            options.tool.run(options, out)
            out.seek(0)
            _show(out)
    except (InputError, CallFileError) as error:
        _complain(str(error))
        return 2
    except OSError as error:  # a full disk, a closed terminal
        _complain(f"mouakaba: the output could not be written: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run_demo(arguments: list[str]) -> int:
    """`mouakaba demo …`: the one tool that needs the instance and its database; Django's command does the work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    from django.core.management import execute_from_command_line  # the offline tools never wait for Django

    execute_from_command_line(["mouakaba", *arguments])
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _complain(f"{self.prog}: {message} (see {self.prog} --help)")
        raise SystemExit(2)


def build_parser() -> argparse.ArgumentParser:
    """The parser of every tool in TOOLS."""
    parser = _Parser(
        prog="mouakaba",
        description="Offline tools: files in, standard output out, no database.",
        epilog="With a database: mouakaba demo applications --count N adds invented applications, marked DEMO.",
    )
    subparsers = parser.add_subparsers(title="tools", metavar="TOOL", required=True)
    for tool in TOOLS:
        sub = subparsers.add_parser(
            tool.name,
            help=tool.summary,
            description=tool.summary,
            epilog=f"example:\n  {tool.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for name, meaning in tool.files:
            sub.add_argument(name, metavar=_metavar(name), help=meaning)
        sub.set_defaults(tool=tool)
    return parser


def _metavar(name: str) -> str:
    return "CALL.toml" if name == "call" else f"{name.upper()}.jsonl"


def read_call(path: str, *, required: Iterable[str] = ()) -> CallFile:
    """The call file at `path`; InputError or CallFileError when it cannot be used."""
    with _opened(path) as file:
        data = file.read()
    return parse(_text(data, source=path, line=1), source=path, required=required)


def read_rows(path: str, *, keys: tuple[str, ...]) -> Iterator[Row]:
    """The objects of a JSON Lines file, each with exactly these keys and its own id; blank lines skipped."""
    ids: set[str] = set()
    with _opened(path) as file:
        for line, data in enumerate(file, start=1):
            text = _text(data, source=path, line=line)
            if text.strip():
                row = Row(path, line, _object(text, source=path, line=line))
                _check_keys(row, keys)
                if row.values["id"] in ids:
                    row.fail(f"the id {row.values['id']!r} appears twice")
                ids.add(row.values["id"])
                yield row


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    try:
        if path == "-":
            yield sys.stdin.buffer
        else:
            with open(path, "rb") as file:
                yield file
    except OSError as error:
        raise InputError(path, 1, f"cannot be read: {error.strerror or error}") from None


def _text(data: bytes, *, source: str, line: int) -> str:
    """The bytes as text, without a byte order mark; the line of a bad byte is counted from `line`."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line += data.count(b"\n", 0, error.start)
        raise InputError(source, line, "not valid UTF-8; save the file as UTF-8") from None
    return text.removeprefix("\ufeff") if line == 1 else text


def _object(text: str, *, source: str, line: int) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise InputError(source, line, f"not valid JSON: {error.msg} at column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(source, line, f"not valid JSON: {reason}") from None
    if not isinstance(value, dict):
        raise InputError(source, line, "each line must be one JSON object")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {repeated!r} appears twice in one object")
    return values


def _check_keys(row: Row, keys: tuple[str, ...]) -> None:
    for key in row.values:
        if key not in keys:
            row.fail(f"unknown key {key!r}; known: {', '.join(keys)}")
    for key in keys:
        if key not in row.values:
            row.fail(f"the key {key!r} is missing")
    id_ = row.values["id"]
    if not isinstance(id_, str) or not id_.strip() or not _encodes(id_):
        row.fail("id must be a text that is not empty")


def _encodes(text: str) -> bool:
    """Whether the text can be written as UTF-8 (JSON lets half of a surrogate pair through)."""
    return not any("\ud800" <= ch <= "\udfff" for ch in text)


def _facts(row: Row) -> Mapping[str, object]:
    facts = row.values["facts"]
    if not isinstance(facts, dict):
        row.fail("facts must be an object: names of facts and their values")
    return facts


def _score(row: Row) -> float:
    score = row.values["score"]
    if isinstance(score, bool) or not isinstance(score, int | float):
        row.fail("score must be a number")
    if score and not _SMALLEST <= abs(score) <= _LARGEST:
        row.fail(f"score must be 0 or a number from {_SMALLEST} to {_LARGEST} in size")
    return float(score)


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


def _write_json(out: IO[bytes], value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")


def _show(out: IO[bytes]) -> None:
    try:
        while block := out.read(1 << 16):
            sys.stdout.buffer.write(block)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has had enough (`| head`). Python would complain at exit while flushing: give it a sink.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    """One line on standard error, in UTF-8 whatever the locale."""
    line = "".join(ch if ch.isprintable() or "\udc80" <= ch <= "\udcff" else " " for ch in message)
    sys.stderr.buffer.write(line.encode(errors="surrogateescape") + b"\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
