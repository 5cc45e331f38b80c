"""Invented jurors and their marks: a hidden quality for each file, a severity for each juror, noise and reasons."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random
from typing import Any

from mouakaba.site.demo.applications import Invented, latent_quality
from mouakaba.site.demo.definitions import definition
from mouakaba.site.demo.texts import WORDS_FOLDER

JUROR_LANGUAGES = (
    ("ar", "fr"),
    ("fr", "ar"),
    ("ar", "fr", "en"),
    ("ar",),
    ("fr", "en"),
    ("ar", "fr"),
    ("ar", "en"),
    ("fr", "ar"),
    ("en", "fr", "ar"),
    ("ar", "fr"),
    ("fr",),
    ("ar", "fr", "en"),
)
# Adds up to nothing, so that the whole jury is neither harsh nor kind.
STRICTNESS = (-0.8, -0.5, -0.35, -0.2, -0.1, 0.0, 0.0, 0.1, 0.2, 0.35, 0.5, 0.8)
CONFLICT_SHARE = 0.012
# Set by us so that the rural quota of the demonstration has something to do.
RURAL_HANDICAP = 0.25

Mark = dict[str, Any]


@dataclass(frozen=True, slots=True)
class InventedJuror:
    """`languages` read, best first; `strictness` is taken off each mark (in marks, below zero for a generous juror)."""

    number: int
    name: str
    email: str
    languages: tuple[str, ...]
    strictness: float


def jurors(seed: int) -> list[InventedJuror]:
    """The twelve invented jurors; the seed sets their strictness."""
    shuffled = Random(f"{seed}:jurors").sample(STRICTNESS, len(STRICTNESS))
    return [
        InventedJuror(
            number=number,
            name=f"DEMO Juror {number:02d}",
            email=f"demo-juror-{number:02d}@demo.example",
            languages=languages,
            strictness=strictness,
        )
        for number, (languages, strictness) in enumerate(zip(JUROR_LANGUAGES, shuffled, strict=True), start=1)
    ]


def conflicts(invented: Iterable[Invented], jurors: Sequence[InventedJuror], seed: int) -> Iterator[tuple[int, str]]:
    """Pairs (application number, juror e-mail) in which the juror declares a conflict."""
    for file in invented:
        for juror in jurors:
            if _in_conflict(file.number, juror, seed):
                yield file.number, juror.email


def marks(
    invented: Iterable[Invented], jurors: Sequence[InventedJuror], seed: int, reviews_per_file: int = 3
) -> Iterator[tuple[int, str, dict[str, Mark]]]:
    """Yield (application number, juror e-mail, {criterion: {"mark", "reason"}}), file after file.

    A file goes to jurors who read its language and have no conflict, the least loaded first; ValueError
    when there are too few of them. `reason` is empty where the call asks for none.
    """
    loads = {juror.email: 0 for juror in jurors}
    for file in invented:
        for juror in _readers(file, jurors, seed=seed, loads=loads, wanted=reviews_per_file):
            loads[juror.email] += 1
            yield file.number, juror.email, _marks_of(file, juror, seed)


def _readers(
    file: Invented, jurors: Sequence[InventedJuror], *, seed: int, loads: Mapping[str, int], wanted: int
) -> list[InventedJuror]:
    able = [
        juror for juror in jurors if file.language in juror.languages and not _in_conflict(file.number, juror, seed)
    ]
    if len(able) < wanted:
        raise ValueError(f"application {file.number}: {len(able)} jurors can read it; {wanted} are needed")
    # A turning order among equal loads keeps the same trios from meeting every time.
    return sorted(able, key=lambda juror: (loads[juror.email], (juror.number * 7 + file.number * 5) % 11))[:wanted]


def _in_conflict(number: int, juror: InventedJuror, seed: int) -> bool:
    return Random(f"{seed}:conflict:{number}:{juror.number}").random() < CONFLICT_SHARE


def _marks_of(file: Invented, juror: InventedJuror, seed: int) -> dict[str, Mark]:
    rng = Random(f"{seed}:mark:{file.call}:{file.number}:{juror.number}")
    return {
        criterion["code"]: _mark(rng, file, juror=juror, criterion=criterion, seed=seed)
        for criterion in _criteria(file.call)
    }


@cache
def _criteria(call: str) -> tuple[dict[str, Any], ...]:
    return tuple(definition(call).rules["criteria"])


def _mark(rng: Random, file: Invented, *, juror: InventedJuror, criterion: Mapping[str, Any], seed: int) -> Mark:
    low, high = criterion["scale"]
    facet = Random(f"{seed}:facet:{file.call}:{file.number}:{criterion['code']}").gauss(0, 0.4)
    handicap = RURAL_HANDICAP if file.answers.get("project_area") == "rural" else 0.0
    level = 3.1 + 0.75 * latent_quality(file.number, seed=seed, call=file.call) + facet - handicap - juror.strictness
    mark = min(high, max(low, round(level + rng.gauss(0, 0.45))))
    needed = mark in criterion.get("reason_required_at", ())
    return {"mark": mark, "reason": _reason(rng, mark, criterion["code"], juror.languages[0]) if needed else ""}


def _reason(rng: Random, mark: int, criterion: str, language: str) -> str:
    return str(rng.choice(reasons()[str(mark)][criterion][language]))


@lru_cache(maxsize=1)
def reasons() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Hand-written reasons by mark, criterion and language."""
    return tomllib.loads((WORDS_FOLDER / "reasons.toml").read_text(encoding="utf-8"))
