"""A call as files: the call file alone, or a zip of the call file, its content and a line saying which version."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.kernel.callfile import CallFileError, parse
from mouakaba.kernel.callfile.positions import find_lines
from mouakaba.select.calls.queries.shape import content_flaws, rules_flaws
from mouakaba.select.calls.queries.values import storable

RULES, CONTENT, README = "call.toml", "content.json", "README.txt"
MOST_BYTES = 2 * 1024 * 1024  # of an upload, and of all that a zip unpacks to
MOST_ENTRIES = 10
MOST_FAULTS = 50
_ZIP = b"PK"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # equal calls give equal zips


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, and where; `line` is 0 where no line can be named.

    `technical`: the words of the call file's own reader, which speaks English to all.
    """

    file: str
    line: int
    sentence: str
    technical: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """An uploaded call. `content` is None where the file carries rules alone."""

    rules: dict[str, Any] = field(default_factory=dict)
    content: dict[str, Any] | None = None
    faults: tuple[Fault, ...] = ()


def write_bundle(*, rules_file: str, content: Mapping[str, Any], readme: str) -> bytes:
    """The whole call as a zip."""
    parts = {
        RULES: rules_file,
        CONTENT: json.dumps(content, ensure_ascii=False, indent=1) + "\n",
        README: readme + "\n",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return packed.getvalue()


def read_bundle(data: bytes, *, kinds: Iterable[str]) -> Bundle:
    """What an upload holds, or every fault found in it. Never raises for bad input."""
    if not data.strip():
        return _refused("", _("The file is empty. Choose a call file (.toml) or a whole call (.zip)."))
    if len(data) > MOST_BYTES:
        return _refused("", _("The file is too large: a call is at most 2 MB."))
    if not data.startswith(_ZIP):
        return _read({RULES: data}, kinds)
    parts, fault = _unpacked(data)
    return Bundle(faults=(fault,)) if fault else _read(parts, kinds)


def _refused(file: str, sentence: str, line: int = 0) -> Bundle:
    return Bundle(faults=(Fault(file, line, sentence),))


def _unpacked(data: bytes) -> tuple[dict[str, bytes], Fault | None]:
    """The known members of a zip; sizes are counted while unpacking, for a header may lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if fault := _strange(archive.infolist()):
                return {}, fault
            return _members(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return {}, Fault("", 0, _("This zip is damaged or locked. Export the call again and send that file."))
    except Exception as error:  # zlib and lzma have their own errors
        if type(error).__module__ not in ("zlib", "_lzma", "lzma", "bz2"):
            raise
        return {}, Fault("", 0, _("This zip is damaged or locked. Export the call again and send that file."))


def _strange(entries: list[zipfile.ZipInfo]) -> Fault | None:
    if len(entries) > MOST_ENTRIES:
        return Fault("", 0, _("This zip holds too many files. A call holds call.toml, content.json and README.txt."))
    names = [entry.filename for entry in entries]
    for name in names:
        if name not in (RULES, CONTENT, README):
            shown = "".join(ch for ch in name if ch.isprintable())[:60]
            text = _("This zip holds “%(name)s”, which no call holds: only call.toml, content.json and README.txt.")
            return Fault("", 0, text % {"name": shown})
    if len(names) > len(set(names)):
        return Fault("", 0, _("This zip holds the same file twice. Export the call again and send that file."))
    return None if RULES in names else Fault("", 0, _("This zip holds no call.toml: it is not a call."))


def _members(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], Fault | None]:
    parts: dict[str, bytes] = {}
    left = MOST_BYTES
    for name in archive.namelist():
        with archive.open(name) as member:
            parts[name] = member.read(left + 1)
        left -= len(parts[name])
        if left < 0:
            return {}, Fault("", 0, _("This zip unpacks to more than 2 MB, which no call does. It was not read."))
    return parts, None


def _read(parts: Mapping[str, bytes], kinds: Iterable[str]) -> Bundle:
    texts: dict[str, str] = {}
    for name in (RULES, CONTENT):
        if name in parts:
            try:
                texts[name] = parts[name].decode("utf-8-sig")
            except UnicodeDecodeError as error:
                line = parts[name].count(b"\n", 0, error.start) + 1
                return _refused(name, _("This is not UTF-8 text. Save the file as UTF-8 and send it again."), line)
    rules, faults = _read_rules(texts[RULES], list(kinds))
    content, more = _read_content(texts[CONTENT]) if CONTENT in texts else (None, [])
    return Bundle(rules, content, (*faults, *more))


def _read_rules(text: str, kinds: list[str]) -> tuple[dict[str, Any], list[Fault]]:
    faults = [Fault(RULES, line, message, technical=True) for line, message in call_file_faults(text, kinds)]
    if faults:
        return {}, faults
    rules: dict[str, Any] = storable(tomllib.loads(text))
    return rules, [Fault(RULES, 0, flaw) for flaw in rules_flaws(rules, "")]


def call_file_faults(text: str, kinds: list[str]) -> list[tuple[int, str]]:
    """Every fault of a call file with its line: the reader stops at the first, so that is blanked, and read on."""
    faults: list[tuple[int, str]] = []
    lines = text.split("\n")
    while len(faults) < MOST_FAULTS:
        try:
            parse("\n".join(lines), source=RULES, known_kinds=kinds)
        except CallFileError as error:
            faults.append((error.line, error.message))
            if not _blank(lines, error.line):
                break
        else:
            break
    return sorted(faults)


def _blank(lines: list[str], line: int) -> bool:
    """Empties the entry that holds this line: one key of [call], or one whole rule, criterion or quota."""
    starts = _entries("\n".join(lines))
    before = [start for start in starts if start <= line]
    if not before:
        return False
    start = max(before)
    end = min((other for other in starts if other > start), default=len(lines) + 1)
    if lines[start - 1].strip() in ("", "[call]"):
        return False
    lines[start - 1 : end - 1] = [""] * (end - start)
    return True


def _entries(text: str) -> set[int]:
    """The lines at which entries begin; empty for a text that is not TOML at all."""
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return set()
    found = find_lines(text)
    return {line for path, line in found.items() if len(path) == 1 or (len(path) == 2 and _entry(path))}


def _entry(path: tuple[str | int, ...]) -> bool:
    return path[0] == "call" or isinstance(path[1], int)


def _read_content(text: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    try:
        content = storable(json.loads(text))
    except json.JSONDecodeError as error:
        sentence = _("This is not valid JSON: %(fault)s.") % {"fault": error.msg}
        return None, [Fault(CONTENT, error.lineno, sentence)]
    except RecursionError:
        return None, [Fault(CONTENT, 1, _("Lists or objects are nested too deeply."))]
    flaws = [Fault(CONTENT, 0, flaw) for flaw in content_flaws(content, "")]
    return (None if flaws else content), flaws[:MOST_FAULTS]
