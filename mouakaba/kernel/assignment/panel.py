"""Which juror reads which file: loads and conflicts hold, who knows the subject reads it, no file is left behind.

First the greatest total affinity (a minimum-cost flow, exact). Then, among assignments within a hundredth of it, the
one whose worst-served file is served best: exact by a mixed integer program where the arcs are few; else by raising the
least affinity a pair may have, and then by programs around the worst files until none helps. What comes is the greatest
total that serves the worst file so well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mouakaba.kernel.assignment.even import Pair
from mouakaba.kernel.assignment.fairness import fairer
from mouakaba.kernel.assignment.flow import FlowError, Ints, Network, cheapest_flow
from mouakaba.kernel.assignment.seats import Seats

_MOST_COST = 1 << 59  # of all arcs together with the number of nodes, as the solver multiplies them
_DECIMALS = 9
MOST_ARCS = 60_000_000  # some 6 GB in the solver


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read: one shared language is enough; `affinity` by juror, 0 where nothing is said."""

    id: str
    languages: frozenset[str]
    conflicts: frozenset[str] = frozenset()
    affinity: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Juror:
    """One who reads at least `min` and at most `max` files (None: any number)."""

    id: str
    languages: frozenset[str]
    min: int = 0
    max: int | None = None
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unserved:
    """A file that gets fewer reviews than asked, and what keeps the others from it: language, conflict, load."""

    id: str
    can_get: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assigned:
    """`pairs` by file and juror in the order given; `total` and `worst_file` are sums of affinity over pairs.

    Without an assignment `short` names the files that cannot be served; `idle` the jurors whose least load cannot be
    reached, with what they can get.
    """

    pairs: tuple[Pair, ...] = ()
    total: float = 0.0
    best_total: float = 0.0
    worst_file: float = 0.0
    loads: dict[str, int] = field(default_factory=dict)
    short: tuple[Unserved, ...] = ()
    idle: tuple[tuple[str, int], ...] = ()

    @property
    def feasible(self) -> bool:
        """Whether the hard rules can be kept."""
        return not self.short and not self.idle


def assign(
    files: Sequence[File], jurors: Sequence[Juror], *, reviews_per_file: int, kept: Iterable[Pair] = ()
) -> Assigned:
    """The assignment of every file to `reviews_per_file` jurors; the same files and jurors in any order give the same.

    Raises ValueError for reviews below 1, an id that appears twice or is not known, a least load above the greatest,
    an affinity that is no number, more kept pairs of a file than reviews, or more pairs possible than MOST_ARCS.
    """
    table = _Table(files, jurors, reviews_per_file, set(kept))
    if found := table.contradictions():
        return Assigned(short=found)
    seats = table.seats()
    best = _greatest(seats)
    if best is None:
        return _why_not(table, seats)
    chosen = fairer(seats, best, solve=_greatest)
    return table.told(seats, best, chosen)


class _Table:
    """What was given, by number in the order of ids."""

    def __init__(self, files: Sequence[File], jurors: Sequence[Juror], reviews: int, kept: set[Pair]) -> None:
        if reviews < 1:
            raise ValueError(f"reviews_per_file must be 1 or more, not {reviews}")
        self.order = [file.id for file in files], [juror.id for juror in jurors]
        self.files = sorted(files, key=lambda file: file.id)
        self.jurors = sorted(jurors, key=lambda juror: juror.id)
        self.file = {file.id: number for number, file in enumerate(self.files)}
        self.juror = {juror.id: number for number, juror in enumerate(self.jurors)}
        self.reviews, self.kept = reviews, kept
        self._check()
        self.barred = {(f.id, j) for f in self.files for j in f.conflicts}
        self.barred |= {(f, j.id) for j in self.jurors for f in j.conflicts}

    def _check(self) -> None:
        if len(self.file) < len(self.files) or len(self.juror) < len(self.jurors):
            raise ValueError("an id appears twice")
        told = [(f.id, j) for f in self.files for j in (*f.conflicts, *f.affinity)]
        told += [(f, j.id) for j in self.jurors for f in j.conflicts]
        for file, juror in (*told, *sorted(self.kept)):
            if file not in self.file or juror not in self.juror:
                raise ValueError(f"{file} or {juror} is not known")
        if any(juror.min < 0 or (juror.max is not None and juror.max < juror.min) for juror in self.jurors):
            raise ValueError("a juror's least load is above the greatest, or below 0")
        counts = np.bincount([self.file[file] for file, _ in self.kept], minlength=1)
        if counts.max() > self.reviews:
            raise ValueError("a file keeps more pairs than it has reviews")
        values = [value for file in self.files for value in file.affinity.values()]
        if values and not np.isfinite(values).all():
            raise ValueError("an affinity is not a number")

    def shares_language(self, file: str, juror: str) -> bool:
        """Whether the two have a language in common."""
        return bool(self.files[self.file[file]].languages & self.jurors[self.juror[juror]].languages)

    def contradictions(self) -> tuple[Unserved, ...]:
        """Files whose kept pairs break a rule, or that have too few jurors whatever the loads."""
        found = []
        for file in self.files:
            bad = self._broken(file.id)
            can = len(self.open_to(file))
            if bad or can < self.reviews:
                because = bad or self._walls(file)
                found.append(Unserved(file.id, min(can, self.reviews), tuple(because)))
        return tuple(found)

    def _broken(self, file: str) -> list[str]:
        kept = [juror for one, juror in self.kept if one == file]
        broken = {
            "language": any(not self.shares_language(file, juror) for juror in kept),
            "conflict": any((file, juror) in self.barred for juror in kept),
        }
        return [code for code, holds in broken.items() if holds]

    def _walls(self, file: File) -> list[str]:
        """What keeps jurors from this file, whatever their loads; load where the jury is simply too small."""
        language = any(not self.shares_language(file.id, juror.id) for juror in self.jurors)
        conflict = any((file.id, juror.id) in self.barred for juror in self.jurors)
        walls = [code for code, holds in (("language", language), ("conflict", conflict)) if holds]
        return walls if len(self.jurors) >= self.reviews else [*walls, "load"]

    def open_to(self, file: File) -> list[int]:
        """The jurors who may read a file, by number."""
        return [n for n in self.readers[file.languages] if (file.id, self.jurors[n].id) not in self.barred]

    @property
    def readers(self) -> "_Readers":
        """Jurors by the languages of a file."""
        return _Readers(self.jurors)

    def seats(self) -> Seats:
        """The arcs and bounds of the flow, without the kept pairs."""
        readers = self.readers
        heads = [np.array(self._unkept(file, readers), np.int64) for file in self.files]
        if sum(map(len, heads)) > MOST_ARCS:
            raise ValueError(f"more than {MOST_ARCS} pairs are possible")
        lengths = [len(one) for one in heads]
        tails = np.repeat(np.arange(len(self.files)), lengths)
        ends = np.concatenate([np.zeros(0, np.int64), *heads])
        gains = self._gains(tails, ends)
        kept = [(self.file[file], self.juror[juror]) for file, juror in sorted(self.kept)]
        held = np.bincount([juror for _, juror in kept], minlength=len(self.jurors)).astype(np.int64)
        most = np.array([len(self.files) if j.max is None else j.max for j in self.jurors], np.int64)
        least = np.array([juror.min for juror in self.jurors], np.int64)
        given = np.bincount([file for file, _ in kept], minlength=len(self.files)).astype(np.int64)
        start = np.zeros(len(self.files), np.int64)
        for file, juror in kept:
            start[file] += self._scaled(self.files[file].affinity.get(self.jurors[juror].id, 0.0))
        return Seats(tails, ends, gains, self.reviews - given, np.maximum(least - held, 0), most - held, start)

    def _unkept(self, file: File, readers: "_Readers") -> list[int]:
        names = [(n, self.jurors[n].id) for n in readers[file.languages]]
        return [n for n, juror in names if (file.id, juror) not in self.barred and (file.id, juror) not in self.kept]

    def _gains(self, tails: Ints, heads: Ints) -> Ints:
        """Affinities as whole numbers: as many decimals as the solver has room for, nine at most."""
        values = [v for file in self.files for v in file.affinity.values()]
        size = max(map(abs, values), default=0.0) or 1.0
        nodes = len(self.files) + len(self.jurors) + 2
        self.scale: float = next(s for s in (10**d for d in range(_DECIMALS, -30, -1)) if size * s * nodes < _MOST_COST)
        table = np.zeros(len(tails), np.int64)
        first = np.searchsorted(tails, np.arange(len(self.files) + 1))
        for number, file in enumerate(self.files):
            mine = slice(first[number], first[number + 1])
            known = {self.juror[juror]: self._scaled(value) for juror, value in file.affinity.items()}
            if known:
                table[mine] = [known.get(juror, 0) for juror in heads[mine].tolist()]
        return table

    def _scaled(self, affinity: float) -> int:
        return round(affinity * self.scale)

    def told(self, seats: Seats, best: Ints, chosen: Ints) -> Assigned:
        """The answer in the caller's words and order."""
        pairs = self._pairs(seats, chosen)
        files, jurors = self.order
        place = (
            {name: number for number, name in enumerate(files)},
            {name: number for number, name in enumerate(jurors)},
        )
        sums = {file.id: 0.0 for file in self.files}
        for file, juror in pairs:
            sums[file] += self._affinity((file, juror))
        loads = dict.fromkeys(jurors, 0)
        for _, juror in pairs:
            loads[juror] += 1
        return Assigned(
            pairs=tuple(sorted(pairs, key=lambda pair: (place[0][pair[0]], place[1][pair[1]]))),
            total=self._total(pairs),
            best_total=self._total(self._pairs(seats, best)),
            worst_file=round(min(sums.values(), default=0.0), 9),
            loads=loads,
        )

    def _pairs(self, seats: Seats, taken: Ints) -> list[Pair]:
        arcs = np.flatnonzero(taken)
        told = [
            (self.files[f].id, self.jurors[j].id) for f, j in zip(seats.tails[arcs], seats.heads[arcs], strict=True)
        ]
        return sorted([*self.kept, *told])

    def _affinity(self, pair: Pair) -> float:
        return self.files[self.file[pair[0]]].affinity.get(pair[1], 0.0)

    def _total(self, pairs: Iterable[Pair]) -> float:
        return round(sum(sorted(map(self._affinity, pairs))), 9)


class _Readers(dict[frozenset[str], list[int]]):
    """Jurors who share a language with a set of languages, found once for each set."""

    def __init__(self, jurors: Sequence[Juror]) -> None:
        super().__init__()
        self._jurors = jurors

    def __missing__(self, languages: frozenset[str]) -> list[int]:
        self[languages] = [n for n, juror in enumerate(self._jurors) if juror.languages & languages]
        return self[languages]


def _greatest(seats: Seats) -> Ints | None:
    """The greatest total: 0 or 1 by arc; None when the bounds cannot be kept."""
    files, jurors = len(seats.wanted), len(seats.least)
    spare = seats.most - seats.least
    sink = files + jurors
    rest = int(seats.wanted.sum() - seats.least.sum())
    if rest < 0 or (spare < 0).any():
        return None
    network = Network(
        tails=np.concatenate([seats.tails, files + np.arange(jurors)]),
        heads=np.concatenate([files + seats.heads, np.full(jurors, sink)]),
        capacities=np.concatenate([np.ones(len(seats.tails), np.int64), spare]),
        costs=np.concatenate([-seats.gains, np.zeros(jurors, np.int64)]),
        supplies=np.concatenate([seats.wanted, -seats.least, [-rest]]),
    )
    flow = cheapest_flow(network)
    return None if flow is None else flow[: len(seats.tails)]


def _why_not(table: _Table, seats: Seats) -> Assigned:
    """Files short when as many reviews as possible are given, the least loads first left out of account."""
    served = _most_reviews(seats)
    got = np.bincount(seats.tails[served > 0], minlength=len(seats.wanted))
    short = [
        Unserved(file.id, int(table.reviews - seats.wanted[n] + got[n]), (*table._walls(file), "load"))
        for n, file in enumerate(table.files)
        if got[n] < seats.wanted[n]
    ]
    return Assigned(short=tuple(short), idle=() if short else _idle(table, seats))


def _most_reviews(seats: Seats) -> Ints:
    """As many reviews as the greatest loads allow: what cannot be given goes straight to the sink, at a price."""
    return _filled(seats, seats.wanted, np.maximum(seats.most, 0))


def _filled(seats: Seats, wanted: Ints, most: Ints) -> Ints:
    files, jurors = len(seats.wanted), len(seats.most)
    sink = files + jurors
    network = Network(
        tails=np.concatenate([seats.tails, files + np.arange(jurors), np.arange(files)]),
        heads=np.concatenate([files + seats.heads, np.full(jurors + files, sink)]),
        capacities=np.concatenate([np.ones(len(seats.tails), np.int64), most, wanted]),
        costs=np.concatenate([np.zeros(len(seats.tails) + jurors, np.int64), np.ones(files, np.int64)]),
        supplies=np.concatenate([wanted, np.zeros(jurors, np.int64), [-wanted.sum()]]),
    )
    flow = cheapest_flow(network)
    if flow is None:
        raise FlowError("a flow that always exists was not found")
    return flow[: len(seats.tails)]


def _idle(table: _Table, seats: Seats) -> tuple[tuple[str, int], ...]:
    """Jurors who cannot reach their least load while every file gets its reviews, in one fullest try."""
    taken = _filled(seats, seats.wanted, np.maximum(np.minimum(seats.least, seats.most), 0))
    got = np.bincount(seats.heads[taken > 0], minlength=len(seats.least))
    held = {juror: sum(1 for _, name in table.kept if name == juror) for juror in table.juror}
    return tuple(
        (juror.id, int(held[juror.id] + got[n])) for n, juror in enumerate(table.jurors) if got[n] < seats.least[n]
    )
