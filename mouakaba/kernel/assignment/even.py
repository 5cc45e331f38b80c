"""An even spread of files over jurors.

Hard rules: a shared language, no conflict, started reviews stay. Within them every file gets the reviews asked
for, or as many as it can, and the loads are as equal as they can be: no other assignment has a smaller sum of
squared loads. That is an optimal semi-matching (Harvey, Ladner, Lovász and Tamir 2006, "Semi-matchings for
bipartite graphs and load balancing"), reached when no chain of moves leads from a juror to one with at least
two files fewer.
"""

import hashlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[str, str]  # file, juror


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file: its languages (one shared with the juror is enough), and the jurors who have a tie with it."""

    id: str
    languages: frozenset[str]
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """A juror and the languages they read."""

    id: str
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """A file a juror already has. A started one is never moved."""

    file: str
    juror: str
    started: bool = False


@dataclass(frozen=True, slots=True)
class Short:
    """A file that gets fewer reviews than asked. `because`: language, conflict, jurors (too few on the jury)."""

    id: str
    can_get: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What changes against the files held before."""

    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class EvenSpread:
    """Every pair after the spread, what changed, the files each juror has, and the files that are short."""

    pairs: tuple[Pair, ...]
    move: Move
    loads: dict[str, int]
    short: tuple[Short, ...]


def spread(
    files: Sequence[ToRead], readers: Sequence[Reader], *, reviews_per_file: int, held: Sequence[Held] = ()
) -> EvenSpread:
    """Spread the files; the same input in any order gives the same result.

    A file that holds more reviews than asked keeps them. Held pairs that break a rule and are not started go;
    those of files or jurors not given here are left alone.
    Raises ValueError when `reviews_per_file` is less than 1.
    """
    if reviews_per_file < 1:
        raise ValueError(f"reviews_per_file must be at least 1, not {reviews_per_file}")
    table = _Table(files, readers, held)
    table.fill(reviews_per_file)
    table.level()
    before = {(one.file, one.juror) for one in held if one.file in table.given and one.juror in table.taken}
    pairs = {(file, juror) for file, jurors in table.given.items() for juror in jurors}
    return EvenSpread(
        pairs=tuple(sorted(pairs)),
        move=Move(tuple(sorted(pairs - before)), tuple(sorted(before - pairs))),
        loads=dict(sorted(table.loads.items())),
        short=tuple(
            short for file in sorted(files, key=lambda f: f.id) if (short := table.short(file, reviews_per_file))
        ),
    )


class _Table:
    """The assignment while it is made: jurors by file, files by juror."""

    def __init__(self, files: Sequence[ToRead], readers: Sequence[Reader], held: Sequence[Held]) -> None:
        self.readers = sorted(readers, key=lambda reader: reader.id)
        self.able = {file.id: self._able(file) for file in files}
        self.fixed = {(one.file, one.juror) for one in held if one.started}
        self.given: dict[str, set[str]] = {file.id: set() for file in files}
        self.taken: dict[str, set[str]] = {reader.id: set() for reader in readers}
        for one in held:
            if one.file in self.given and one.juror in self.taken and (one.started or one.juror in self.able[one.file]):
                self._give(one.file, one.juror)

    def _able(self, file: ToRead) -> frozenset[str]:
        return frozenset(
            reader.id
            for reader in self.readers
            if reader.languages & file.languages and reader.id not in file.conflicts
        )

    @property
    def loads(self) -> dict[str, int]:
        return {juror: len(files) for juror, files in self.taken.items()}

    def _give(self, file: str, juror: str) -> None:
        self.given[file].add(juror)
        self.taken[juror].add(file)

    def _take(self, file: str, juror: str) -> None:
        self.given[file].remove(juror)
        self.taken[juror].remove(file)

    def fill(self, wanted: int) -> None:
        """Give each file what it lacks, the files with the least choice first, to the least loaded juror."""
        for file in sorted(self.given, key=lambda file: (len(self.able[file]), file)):
            for _ in range(wanted - len(self.given[file])):
                free = self.able[file] - self.given[file]
                if not free:
                    break
                self._give(file, min((self._preference(file, juror), juror) for juror in free)[1])

    def _preference(self, file: str, juror: str) -> tuple[int, str]:
        """The least loaded; among equals a mixed but fixed order, so that the same jurors do not always meet."""
        return len(self.taken[juror]), hashlib.sha256(f"{file}|{juror}".encode()).hexdigest()

    def level(self) -> None:
        """Move files along chains from a juror to one with at least two fewer, until there is no such chain."""
        while chain := self._chain():
            for file, giver, taker in chain:
                self._take(file, giver)
                self._give(file, taker)

    def _chain(self) -> list[tuple[str, str, str]]:
        """A shortest chain of moves that evens two loads; empty when there is none."""
        least = min((len(files) for files in self.taken.values()), default=0)
        for start in sorted(self.taken, key=lambda juror: (-len(self.taken[juror]), juror)):
            if len(self.taken[start]) >= least + 2 and (chain := self._chain_from(start)):
                return chain
        return []

    def _chain_from(self, start: str) -> list[tuple[str, str, str]]:
        came: dict[str, tuple[str, str]] = {}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            if len(self.taken[giver]) <= len(self.taken[start]) - 2:
                return self._back(came, start, giver)
            for taker, file in sorted(self._moves(giver).items()):
                if taker != start and taker not in came:
                    came[taker] = (file, giver)
                    queue.append(taker)
        return []

    def _moves(self, giver: str) -> dict[str, str]:
        """To whom this juror could pass a file, and the first file that could go."""
        found: dict[str, str] = {}
        for file in sorted(self.taken[giver]):
            if (file, giver) not in self.fixed:
                for taker in self.able[file] - self.given[file]:
                    found.setdefault(taker, file)
        return found

    @staticmethod
    def _back(came: dict[str, tuple[str, str]], start: str, end: str) -> list[tuple[str, str, str]]:
        chain, taker = [], end
        while taker != start:
            file, giver = came[taker]
            chain.append((file, giver, taker))
            taker = giver
        return chain

    def short(self, file: ToRead, wanted: int) -> Short | None:
        """Why a file gets fewer reviews than asked; None when it gets them."""
        got = len(self.given[file.id])
        if got >= wanted:
            return None
        others = [reader for reader in self.readers if reader.id not in self.given[file.id]]
        reasons = {
            "language": any(not reader.languages & file.languages for reader in others),
            "conflict": any(reader.id in file.conflicts for reader in others),
            "jurors": len(self.readers) < wanted,
        }
        return Short(file.id, got, tuple(code for code, holds in reasons.items() if holds))
