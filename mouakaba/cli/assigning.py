"""`mouakaba assign`: which juror reads which file."""

import argparse
from collections.abc import Callable, Mapping
from json import JSONDecoder
from json.decoder import WHITESPACE, scanstring  # type: ignore[attr-defined]
from typing import IO, Any, NoReturn

from mouakaba.cli.rows import parse_json, read_text
from mouakaba.cli.tool import InputError, Tool, write_json

_KEYS = ("reviews_per_file", "files", "jurors", "kept")
_MOST_LOAD = 1_000_000_000
Place = tuple[str | int, ...]  # of a part in the file: ("files", 3, "languages")


def run_assign(options: argparse.Namespace, out: IO[bytes]) -> None:
    """One JSON object."""
    from mouakaba.kernel.assignment.panel import assign  # the solver takes long to load: only this tool pays

    jury = _Jury(options.jury)
    files, jurors, kept = jury.files(), jury.jurors(), jury.kept()
    try:
        found = assign(files, jurors, reviews_per_file=jury.reviews(), kept=kept)
    except ValueError as error:
        raise InputError(options.jury, 1, str(error)) from None
    if found.feasible:
        told: dict[str, object] = {
            "status": "optimal",
            "pairs": found.pairs,
            "total": found.total,
            "best_total": found.best_total,
            "worst_file": found.worst_file,
            "loads": found.loads,
        }
    else:
        short = [{"id": one.id, "can_get": one.can_get, "because": one.because} for one in found.short]
        told = {"status": "infeasible", "short": short}
        if found.idle:
            told["idle"] = [{"id": juror, "can_get": number} for juror, number in found.idle]
    write_json(out, told)


class _Jury:
    """The file of a jury, each part checked, each flaw told with its line."""

    def __init__(self, path: str) -> None:
        self.path, self.text = path, read_text(path)
        values = parse_json(self.text, source=path, line=1)
        self.values = values if isinstance(values, dict) else self.fail((), "must be one JSON object")
        self.known: dict[str, set[str]] = {}
        self._known((), self.values, _KEYS, _KEYS[:3])
        for name in ("files", "jurors"):
            self._ids(name)

    def fail(self, place: Place, message: str) -> NoReturn:
        """Raise InputError at the line where this part begins."""
        start = _start_of(self.text, place)
        raise InputError(self.path, self.text.count("\n", 0, start) + 1, message)

    def reviews(self) -> int:
        """Reviews of each file."""
        return self._whole(("reviews_per_file",), self.values["reviews_per_file"], 1)

    def files(self) -> "list[Any]":
        """The files, as the kernel takes them."""
        from mouakaba.kernel.assignment.panel import File

        return [
            File(row["id"], self._set(at, row, "languages"), self._set(at, row, "conflicts"), self._affinity(at, row))
            for at, row in self._rows("files", ("id", "languages", "conflicts", "affinity"))
        ]

    def jurors(self) -> "list[Any]":
        """The jurors, as the kernel takes them."""
        from mouakaba.kernel.assignment.panel import Juror

        return [
            Juror(row["id"], self._set(at, row, "languages"), *self._loads(at, row), self._set(at, row, "conflicts"))
            for at, row in self._rows("jurors", ("id", "languages", "min", "max", "conflicts"))
        ]

    def kept(self) -> list[tuple[str, str]]:
        """The pairs that stay."""
        rows = self.values.get("kept", [])
        if not isinstance(rows, list):
            self.fail(("kept",), "kept must be a list of pairs [file, juror]")
        counts: dict[str, int] = {}
        for number, row in enumerate(rows):
            if not isinstance(row, list) or len(row) != 2 or not all(isinstance(name, str) for name in row):
                self.fail(("kept", number), "a kept pair must be [file, juror]")
            self._named(("kept", number), "files", [row[0]])
            self._named(("kept", number), "jurors", [row[1]])
            if rows.index(row) == number:
                counts[row[0]] = counts.get(row[0], 0) + 1
            if counts[row[0]] > self.reviews():
                self.fail(("kept", number), f"{row[0]} keeps more pairs than reviews_per_file")
        return [(file, juror) for file, juror in rows]

    def _ids(self, name: str) -> None:
        rows = self.values[name]
        if not isinstance(rows, list):
            self.fail((name,), f"{name} must be a list of objects")
        seen: set[str] = set()
        for number, row in enumerate(rows):
            id_ = row.get("id") if isinstance(row, dict) else None
            if not isinstance(id_, str) or not id_.strip() or any("\ud800" <= ch <= "\udfff" for ch in id_):
                self.fail((name, number), f"each of {name} must be an object with an id, a text that is not empty")
            if id_ in seen:
                self.fail((name, number), f"the id {id_!r} appears twice")
            seen.add(id_)
        self.known[name] = seen

    def _rows(self, name: str, keys: tuple[str, ...]) -> list[tuple[Place, Mapping[str, Any]]]:
        rows: list[Mapping[str, Any]] = self.values[name]
        found: list[tuple[Place, Mapping[str, Any]]] = [((name, number), row) for number, row in enumerate(rows)]
        for at, row in found:
            self._known(at, row, keys, ("id", "languages"))
        return found

    def _known(self, at: Place, row: Mapping[str, Any], keys: tuple[str, ...], must: tuple[str, ...]) -> None:
        for key in row:
            if key not in keys:
                self.fail(at, f"unknown key {key!r}; known: {', '.join(keys)}")
        for key in must:
            if key not in row:
                self.fail(at, f"the key {key!r} is missing")

    def _set(self, at: Place, row: Mapping[str, Any], key: str) -> frozenset[str]:
        names = row.get(key, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.fail((*at, key), f"{key} must be a list of texts")
        if key == "conflicts":
            self._named((*at, key), "jurors" if at[0] == "files" else "files", names)
        return frozenset(names)

    def _named(self, at: Place, side: str, names: "list[str]") -> None:
        for name in names:
            if name not in self.known[side]:
                self.fail(at, f"{name!r} is not among the {side}")

    def _affinity(self, at: Place, row: Mapping[str, Any]) -> dict[str, float]:
        given = row.get("affinity", {})
        if not isinstance(given, dict):
            self.fail((*at, "affinity"), "affinity must be an object: jurors and numbers")
        self._named((*at, "affinity"), "jurors", list(given))
        for juror, value in given.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e9:
                self.fail((*at, "affinity", juror), f"the affinity with {juror} must be a number")
        return {juror: float(value) for juror, value in given.items()}

    def _loads(self, at: Place, row: Mapping[str, Any]) -> tuple[int, int | None]:
        least = self._whole((*at, "min"), row.get("min", 0), 0)
        most = row.get("max")
        if most is None:
            return least, None
        most = self._whole((*at, "max"), most, 0)
        if most < least:
            self.fail((*at, "max"), f"max {most} is below min {least}")
        return least, most

    def _whole(self, at: Place, value: object, least: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _MOST_LOAD:
            self.fail(at, f"{at[-1]} must be a whole number, {least} or more")
        return value


def _start_of(text: str, place: Place) -> int:
    """Where in the text of a JSON value the part at `place` begins; where its parent does when it is not there."""
    index = _skip(text, 0)
    for step in place:
        inside = _member(text, index, step) if text[index] in "{[" else None
        if inside is None:
            break
        index = inside
    return index


def _member(text: str, index: int, step: str | int) -> int | None:
    """Where the member of this name or number of the value at `index` begins; None without one."""
    named, decode = text[index] == "{", JSONDecoder().raw_decode
    index, number = _skip(text, index + 1), 0
    while text[index] not in "}]":
        key: str | int = number
        if named:
            key, index = scanstring(text, index + 1, True)
            index = _skip(text, _skip(text, index) + 1)
        if key == step:
            return index
        index = _skip(text, decode(text, index)[1])
        if text[index] == ",":
            index = _skip(text, index + 1)
        number += 1
    return None


def _skip(text: str, index: int) -> int:
    match: Callable[[str, int], Any] = WHITESPACE.match
    return int(match(text, index).end())


ASSIGN = Tool(
    "assign",
    "Assign files to jurors: languages, conflicts and loads hold, affinity is greatest, no file is left behind.",
    """cat jury.json
{"reviews_per_file": 1, "files": [{"id": "A1", "languages": ["ar"], "conflicts": [], "affinity": {"J1": 0.8}}],
 "jurors": [{"id": "J1", "languages": ["ar", "fr"], "min": 0, "max": 20, "conflicts": []}], "kept": []}
mouakaba assign jury.json""",
    (("jury", "JSON: reviews_per_file, files, jurors and, if there are any, kept; - for standard input"),),
    run_assign,
)
