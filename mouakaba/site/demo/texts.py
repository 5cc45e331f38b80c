"""Project texts put together from hand-written parts, in Arabic, French and English."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

from mouakaba.site.demo.places import Place

WORDS_FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("ar", "fr", "en")
PARTS = ("title", "problem", "solution", "customers", "impact", "team")


@dataclass(frozen=True, slots=True)
class Idea:
    """A project idea: its sector and, by language and part of PARTS, its words."""

    sector: str
    words: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What one application is about."""

    idea: Idea
    brand: int
    place: Place
    language: str


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS_FOLDER / name).read_text(encoding="utf-8"))


def _ideas_in(name: str) -> list[Idea]:
    return [
        Idea(
            sector=entry.get("sector", ""),
            words={language: dict(zip(PARTS, entry[language], strict=False)) for language in LANGUAGES},
        )
        for entry in _read(name)["idea"]
    ]


@cache
def ideas(kind: str) -> tuple[Idea, ...]:
    """The ideas of one kind: "culture" (60), "outside" (not culture) or "ideathon" (cooperatives), in a fixed order."""
    if kind != "culture":
        return tuple(_ideas_in(f"{kind}.toml"))
    names = sorted(path.name for path in (WORDS_FOLDER / "ideas").glob("*.toml"))
    return tuple(idea for name in names for idea in _ideas_in(f"ideas/{name}"))


@lru_cache(maxsize=1)
def frames() -> dict[str, Any]:
    """Sentences set around ideas, by language and slot; also titles, organisation names and legal forms in words."""
    return _read("frames.toml")


@lru_cache(maxsize=1)
def brands() -> tuple[tuple[str, str], ...]:
    """Invented project names: (Arabic, Latin)."""
    return tuple((arabic, latin) for arabic, latin in _read("brands.toml")["names"])


def title(subject: Subject, pattern: int) -> str:
    """The title: project name, idea and commune, always ending with DEMO. `pattern` picks the wording."""
    arabic, latin = brands()[subject.brand % len(brands())]
    patterns = frames()["titles"][subject.language]
    words = patterns[pattern % len(patterns)].format(
        title=subject.idea.words[subject.language]["title"], commune=commune_name(subject.place, subject.language)
    )
    if subject.language == "ar":
        return f"«{arabic}»، {words} DEMO"
    return f"{latin} – {words} DEMO"


def project_texts(rng: Random, subject: Subject, richness: int) -> dict[str, str]:
    """The long answers about the project. `richness` 0 (terse) to 3 (long) adds sentences."""
    words = subject.idea.words[subject.language]
    few, some = max(1, richness - 1), min(1 + richness, 3)
    texts = {
        "project_problem": _joined(
            rng,
            subject,
            [_one(rng, subject, "problem_open"), words["problem"], *_more(rng, subject, "problem_more", richness)],
        )
    }
    texts["project_solution"] = _joined(
        rng,
        subject,
        [
            *_colour(rng, subject),
            words["solution"],
            *_more(rng, subject, "solution_more", some),
            *_plan(rng, subject, richness),
        ],
    )
    texts["customers"] = _joined(rng, subject, [words["customers"], *_more(rng, subject, "customers_more", few)])
    if "impact" in words:
        texts["impact"] = _joined(rng, subject, [words["impact"], *_more(rng, subject, "impact_more", few)])
        texts["team"] = _joined(rng, subject, [words["team"], *_more(rng, subject, "team_more", few)])
        texts["why_now"] = _joined(rng, subject, _more(rng, subject, "why_now", some))
    return texts


def organisation_name(rng: Random, subject: Subject, *, legal_form: str | None, number: int) -> str:
    """An invented organisation's name, ending with (DEMO); the number makes it unique."""
    pattern = rng.choice(frames()["organisations"][subject.language])
    kind = frames()["kinds"][legal_form or "unknown"][subject.language]
    return pattern.format(kind=kind, commune=commune_name(subject.place, subject.language), number=number)


def commune_name(place: Place, language: str) -> str:
    """The commune's official name: Arabic, or French for the two other languages."""
    return place.commune_ar if language == "ar" else place.commune_fr


def _one(rng: Random, subject: Subject, slot: str) -> str:
    return rng.choice(frames()[subject.language][slot])


def _more(rng: Random, subject: Subject, slot: str, count: int) -> list[str]:
    sentences = frames()[subject.language][slot]
    return rng.sample(sentences, min(count, len(sentences)))


def _plan(rng: Random, subject: Subject, richness: int) -> list[str]:
    """A plan of work, which the longest applications give; sentences stay in their order in time."""
    if richness < 3:
        return []
    sentences = frames()[subject.language]["plan"]
    return [sentences[index] for index in sorted(rng.sample(range(len(sentences)), rng.randint(3, 6)))]


def _colour(rng: Random, subject: Subject) -> list[str]:
    """Now and then a sentence in Darija or in mixed script, as people really write."""
    chance = rng.random()
    if chance < 0.07:
        return [_one(rng, subject, "darija")]
    return [_one(rng, subject, "mixed")] if chance < 0.15 else []


def _joined(rng: Random, subject: Subject, sentences: list[str]) -> str:
    return " ".join(_filled(rng, subject, sentence) for sentence in sentences if sentence)


def _filled(rng: Random, subject: Subject, sentence: str) -> str:
    if "{" not in sentence:
        return sentence
    return sentence.format(
        commune=commune_name(subject.place, subject.language),
        region=getattr(subject.place, f"region_{subject.language}"),
        few=rng.randint(3, 10),
        teens=rng.randint(11, 99),
        hours=rng.randint(11, 38),
        years=rng.randint(11, 29),
        hundreds=rng.randint(2, 9) * 100,
        thousands=rng.randint(11, 99) * 1000,
    )
