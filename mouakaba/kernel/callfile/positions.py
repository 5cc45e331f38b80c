"""Where each key and each list element of a TOML text stands, so that a complaint can name its line.

`tomllib` gives values without positions. This scanner reads the same text, which tomllib has already
accepted, so it need not check the grammar.
"""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_SKIPPED = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_SCALAR = re.compile(r"[^,\]}#\n]+")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def find_lines(text: str) -> Mapping[Path, int]:
    """The line (from 1) of every key and list element, by path: ("quotas", 0, "min")."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}  # tables of each array of tables met so far
        self._line, self._counted = 1, 0

    def document(self) -> None:
        table: Path = ()
        self.skip()
        while self.at < len(self.text):
            table = self.header() if self.peek("[") else self.pair(table)
            self.skip()

    def header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        line = self.line()
        self.at += 2 if many else 1
        path = self.placed(self.key())
        self.at = self.text.index("]", self.at) + (2 if many else 1)
        if many:
            self.lines.setdefault(path, line)
            self.counts[path] = self.counts.get(path, 0) + 1
            path = (*path, self.counts[path] - 1)
        self.lines.setdefault(path, line)
        return path

    def placed(self, keys: list[str]) -> Path:
        """The full path of a header: through an array of tables, it means the last table of the array."""
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            self.lines.setdefault(path, self.line())
            path = (*path, self.counts[path] - 1) if path in self.counts else path
        return (*path, keys[-1])

    def pair(self, table: Path) -> Path:
        line, path = self.line(), table
        for key in self.key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.skip()
        self.at += 1  # the equals sign
        self.value(path)
        return table

    def key(self) -> list[str]:
        self.skip()
        keys = [self.simple_key()]
        while dot := _DOT.match(self.text, self.at):
            self.at = dot.end()
            keys.append(self.simple_key())
        return keys

    def simple_key(self) -> str:
        found = _BARE_KEY.match(self.text, self.at) or _STRING.match(self.text, self.at)
        if found is None:
            raise ValueError(f"no key at line {self.line()}")
        self.at = found.end()
        return _unquoted(found.group())

    def value(self, path: Path) -> None:
        self.skip()
        if self.peek("["):
            self.array(path)
        elif self.peek("{"):
            self.inline_table(path)
        elif found := _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at):
            self.at = found.end()

    def array(self, path: Path) -> None:
        index = 0
        while not self.closes("]"):
            element = (*path, index)
            self.lines[element] = self.line()
            self.value(element)
            index += 1

    def inline_table(self, path: Path) -> None:
        while not self.closes("}"):
            self.pair(path)

    def closes(self, bracket: str) -> bool:
        """Step over the opening bracket or a comma; true once past the closing one."""
        self.skip()
        if not self.peek(bracket):
            self.at += 1
            self.skip()
        if not self.peek(bracket):
            return False
        self.at += 1
        return True

    def peek(self, sign: str) -> bool:
        return self.text.startswith(sign, self.at)

    def skip(self) -> None:
        found = _SKIPPED.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line


def _unquoted(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if not key.startswith('"'):
        return key
    return _ESCAPE.sub(_unescaped, key[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    code = found.group(1)
    return _SHORT[code] if code in _SHORT else chr(int(code[1:], 16))
