"""A value of the file that knows where it stands, so that every complaint names its line."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from mouakaba.kernel.callfile.model import CallFileError
from mouakaba.kernel.callfile.positions import Path


@dataclass(frozen=True, slots=True)
class Node:
    """A value, its path, the lines of all paths, and the name of the file."""

    value: Any
    path: Path
    lines: Mapping[Path, int]
    source: str

    @property
    def name(self) -> str:
        """The path a person reads: quotas.min."""
        return ".".join(part for part in self.path if isinstance(part, str))

    @property
    def line(self) -> int:
        """The line of this value or, when it is absent, of the table that should hold it."""
        above = (self.path[:depth] for depth in range(len(self.path), 0, -1))
        return next((self.lines[path] for path in above if path in self.lines), 1)

    def fail(self, message: str) -> NoReturn:
        """Raise CallFileError at this line, on one line whatever the message holds."""
        raise CallFileError(self.line, "".join(ch if ch.isprintable() else " " for ch in message), source=self.source)

    def wrong(self, wanted: str) -> NoReturn:
        """Complain that the value is not what is wanted."""
        self.fail(f"{self.name} must be {wanted}, not {shown(self.value)}")

    def has(self, key: str) -> bool:
        return key in self.value

    def child(self, key: str | int) -> "Node":
        inner = self.value[key] if isinstance(key, int) or key in self.value else None
        return Node(inner, (*self.path, key), self.lines, self.source)

    def table(self, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> "Node":
        """This node, once it is sure that it is a table with these keys and no other."""
        if not isinstance(self.value, dict):
            self.wrong("a table")
        known = required + optional
        for key in self.value:
            if key not in known:
                self.child(key).fail(f"unknown key {shown(key)} in {self.name}; known: {', '.join(known)}")
        for key in required:
            if key not in self.value:
                self.fail(f"{self.name} needs the key {key}")
        return self

    def elements(self) -> list["Node"]:
        """The elements of a list."""
        if not isinstance(self.value, list):
            self.wrong("a list")
        return [self.child(index) for index in range(len(self.value))]

    def tables(self, key: str) -> list["Node"]:
        """The tables of a section that may be absent: [[key]]."""
        if not self.has(key):
            return []
        section = self.child(key)
        if not isinstance(section.value, list):
            section.fail(f"{section.name} must be a list of tables: write [[{key}]] above each")
        return section.elements()

    def text(self) -> str:
        """A text that is not blank."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.wrong("a text that is not empty")
        return str(self.value)

    def number(self) -> int | float:
        """A finite number; booleans are not numbers."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.wrong("a number")
        if isinstance(self.value, float) and not math.isfinite(self.value):
            self.wrong("a finite number")
        return self.value

    def whole(self) -> int:
        """A whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.wrong("a whole number")
        return self.value

    def truth(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            self.wrong("true or false")
        return self.value

    def count(self) -> int:
        """A whole number, 0 or more."""
        if self.whole() < 0:
            self.wrong("0 or more")
        return self.whole()

    def moment(self) -> datetime:
        """A wall time: date and hour without offset."""
        if not isinstance(self.value, datetime):
            self.wrong("a date and hour, as 2024-03-31T23:59:59")
        if self.value.tzinfo is not None:
            self.wrong("a local time without offset (the key timezone says where)")
        return self.value


def shown(value: object) -> str:
    """A value as a complaint shows it: short, on one line."""
    text = str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
