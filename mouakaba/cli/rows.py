"""Reading what people give: JSON Lines and call files, each flaw told by file and line."""

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import IO, Any, NoReturn

from mouakaba.cli.tool import InputError
from mouakaba.kernel.callfile import CallFile, parse


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a JSON Lines file, and where it stood."""

    source: str
    line: int
    values: Mapping[str, Any]

    def fail(self, message: str) -> NoReturn:
        """Raise InputError at this row."""
        raise InputError(self.source, self.line, message)


def read_call(path: str, *, required: Iterable[str] = ()) -> CallFile:
    """The call file at `path`; InputError or CallFileError when it cannot be used."""
    return parse(read_text(path), source=path, required=required)


def read_text(path: str) -> str:
    """The whole of a UTF-8 file; InputError when it cannot be read."""
    with _opened(path) as file:
        data = file.read()
    return _text(data, source=path, line=1)


def read_rows(path: str, *, keys: tuple[str, ...], also: tuple[str, ...] = ()) -> Iterator[Row]:
    """The objects of a JSON Lines file, each with these keys, some of `also`, and its own id; blank lines skipped."""
    with _opened(path) as file, closing(sqlite3.connect("")) as known:  # a database of its own, on disk when it grows
        known.execute("CREATE TABLE ids (id BLOB PRIMARY KEY) WITHOUT ROWID")
        for line, data in enumerate(file, start=1):
            text = _text(data, source=path, line=line)
            if text.strip():
                row = Row(path, line, _object(text, source=path, line=line))
                _check_keys(row, keys, also)
                new = known.execute("INSERT OR IGNORE INTO ids VALUES (?)", [row.values["id"].encode()])
                if not new.rowcount:
                    row.fail(f"the id {row.values['id']!r} appears twice")
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


def parse_json(text: str, *, source: str, line: int) -> Any:
    """The JSON value that begins at this line; InputError for what is none, or repeats a key."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise InputError(
            source, line + error.lineno - 1, f"not valid JSON: {error.msg} at column {error.colno}"
        ) from None
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(source, line, f"not valid JSON: {reason}") from None


def _object(text: str, *, source: str, line: int) -> dict[str, Any]:
    value = parse_json(text.rstrip("\r\n"), source=source, line=line)
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


def _check_keys(row: Row, keys: tuple[str, ...], also: tuple[str, ...]) -> None:
    for key in row.values:
        if key not in keys + also:
            row.fail(f"unknown key {key!r}; known: {', '.join(keys + also)}")
    for key in keys:
        if key not in row.values:
            row.fail(f"the key {key!r} is missing")
    id_ = row.values["id"]
    if not isinstance(id_, str) or not id_.strip() or not _encodes(id_):
        row.fail("id must be a text that is not empty")


def _encodes(text: str) -> bool:
    """Whether the text can be written as UTF-8 (JSON lets half of a surrogate pair through)."""
    return not any("\ud800" <= ch <= "\udfff" for ch in text)
