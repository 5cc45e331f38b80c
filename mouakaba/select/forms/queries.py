"""Forms and answers as the product reads them: the kernel's reading, plus the official places."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mouakaba.base.places.queries import commune_rows, region_names
from mouakaba.kernel import forms as kernel
from mouakaba.kernel.forms import FormDefinition, Normalised, Problem, Question, QuestionType
from mouakaba.kernel.text import fold

COMMUNES_SHOWN = 20


def form_of(content: Mapping[str, Any]) -> FormDefinition:
    """The form of a frozen version's content. Its words were proved complete when it was published."""
    return kernel.parse_form({key: content[key] for key in ("sections", "questions")}, languages=())


def read(question: Question, raw: object) -> Normalised:
    """The kernel's reading of an answer, and whether the region or commune exists."""
    found = kernel.normalise(question, raw)
    if place_exists(question, found):
        return found
    wrong = Problem(question.code, "not_an_option", {"value": str(found.value)})
    return Normalised(found.value, (*found.problems, wrong))


def place_exists(question: Question, found: Normalised) -> bool:
    """Whether a readable answer to a question of place names one that exists; True for any other question."""
    known = _places(question.type)
    return known is None or not found.value or bool(found.errors) or found.value in known


def _places(kind: QuestionType) -> Collection[str] | None:
    if kind is QuestionType.REGION:
        return region_names()
    return commune_rows() if kind is QuestionType.COMMUNE else None


def problems_of(form: FormDefinition, answers: Mapping[str, Any], files: Collection[str] = ()) -> tuple[Problem, ...]:
    """What keeps the answers from being sent, and what is only worth saying, in the form's order."""
    found = list(kernel.complete(form, answers, files))
    known = {(problem.question, problem.code) for problem in found}
    for question in kernel.visible_questions(form, answers):
        found += [p for p in read(question, answers.get(question.code)).problems if (p.question, p.code) not in known]
    order = {question.code: rank for rank, question in enumerate(form.questions)}
    return tuple(sorted(found, key=lambda problem: order[problem.question]))


def facts_of(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules read: the answers' facts, and what the official places add to a commune.

    ``project.commune`` gives ``project.milieu`` (urban or rural, RGPH 2024), ``project.province`` and, if not
    asked, ``project.region``; the same for any other prefix.
    """
    given: dict[str, Any] = dict(kernel.facts(form, answers))
    for name in [name for name in given if name.endswith(".commune")]:
        row = commune_rows().get(str(given[name]))
        if row:
            prefix = name.removesuffix(".commune")
            given.setdefault(f"{prefix}.milieu", row["milieu"])
            given.setdefault(f"{prefix}.region", row["region"])
    return given


def kept_answers(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the questions shown, normalised, as JSON keeps them: what a submission freezes."""
    kept: dict[str, Any] = {}
    for question in kernel.visible_questions(form, answers):
        value = as_json(kernel.normalise(question, answers.get(question.code)).value)
        if value not in ("", []):
            kept[question.code] = value
    return kept


def as_json(value: object) -> Any:
    """An answer as JSON keeps it: text, or a list of texts."""
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class CommuneFound:
    """A commune that answers a search."""

    code: str
    name: Mapping[str, str]
    province: Mapping[str, str]
    region: str


def communes_named(text: str, *, region: str = "") -> list[CommuneFound]:
    """At most twenty communes whose name in any language contains the text; those of ``region`` first."""
    wanted = fold(text)
    if len(wanted) < 2:
        return []
    hits = [code for code, names in _folded_communes() if wanted in names]
    rows = commune_rows()
    hits.sort(key=lambda code: (rows[code]["region"] != region, not _begins(code, wanted), code))
    return [commune(code) for code in hits[:COMMUNES_SHOWN]]


def commune(code: str) -> CommuneFound:
    """One commune. Raises KeyError for an unknown code."""
    row: dict[str, Any] = dict(commune_rows()[code])
    return CommuneFound(code, row["name"], row["province"], row["region"])


def _begins(code: str, wanted: str) -> bool:
    return f"|{wanted}" in dict(_folded_communes())[code]


@lru_cache(maxsize=1)
def _folded_communes() -> tuple[tuple[str, str], ...]:
    rows: dict[str, dict[str, Any]] = dict(commune_rows())
    return tuple((code, "".join(f"|{fold(name)}" for name in row["name"].values())) for code, row in rows.items())
