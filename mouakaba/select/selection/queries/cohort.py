"""The cohort as the public sees it: counts from the records, and earlier totals beside what their parts count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.kernel.selection.replace import quota_counts
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import published
from mouakaba.select.programmes.models import Programme, PublishedFigure
from mouakaba.select.selection.models import Decision, SelectionRun
from mouakaba.select.selection.phrases.sentences import bounds, criterion_name, quota_name
from mouakaba.select.selection.queries.inputs import read_rules, read_scored
from mouakaba.select.selection.queries.results import weights

REGION = "project.region"


@dataclass(frozen=True, slots=True)
class Project:
    """A chosen project as the public reads it. The summary is there only with its author's consent."""

    title: str
    language: str
    summary: str


@dataclass(frozen=True, slots=True)
class Group:
    """The chosen projects of one region."""

    name: str
    projects: list[Project]


@dataclass(frozen=True, slots=True)
class QuotaMet:
    """What a quota asked, and what the cohort counts."""

    name: str
    bounds: str
    count: int
    met: bool


@dataclass(frozen=True, slots=True)
class PublicCohort:
    """The page of a cohort."""

    groups: list[Group]
    count: int
    received: int
    quotas: list[QuotaMet]
    criteria: list[tuple[str, int]]


def cohorts() -> QuerySet[Call]:
    """Calls whose results are published."""
    return published().exclude(decided_at=None).select_related("version", "programme__organisation")


def public_cohort(call: Call, run: SelectionRun) -> PublicCohort:
    """The present cohort, by region (three queries)."""
    content = call.version.content if call.version else {}
    rules = read_rules(run.rules_file)
    decisions = Decision.objects.filter(run=run, outcome=Decision.Outcome.SELECTED)
    files = list(
        Application.objects.filter(decision__in=decisions)
        .exclude(state=State.WITHDRAWN)
        .select_related("submission")
        .order_by("title", "number")
    )
    share = weights(rules.criteria)
    return PublicCohort(
        groups=_by_region(files, content),
        count=len(files),
        received=Application.objects.filter(call=call).exclude(number="").count(),
        quotas=_quotas(run, {file.number for file in files}, content),
        criteria=[(criterion_name(content, one.code), share[one.code]) for one in rules.criteria],
    )


def _by_region(files: list[Application], content: Mapping[str, Any]) -> list[Group]:
    names = region_names()
    groups: dict[str, list[Project]] = {}
    for file in files:
        region = str(file.facts.get(REGION) or "")
        groups.setdefault(region, []).append(_project(file, content))
    return [Group(said(names.get(code)) or code, groups[code]) for code in sorted(groups)]


def _project(file: Application, content: Mapping[str, Any]) -> Project:
    answers = file.submission.answers if file.submission else {}
    return Project(file.title, file.language, _summary(answers, content))


def _summary(answers: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """The answer whose question is coded ``…summary``, if a consent question coded ``publish…`` was ticked."""
    questions = content.get("questions") or []
    agreed = any(
        question["type"] == "consent" and question["code"].startswith("publish") and answers.get(question["code"])
        for question in questions
    )
    texts = [question for question in questions if question["type"] in ("short_text", "long_text")]
    codes = [question["code"] for question in texts if question["code"].endswith("summary")]
    return next((str(answers[code]) for code in codes if answers.get(code)), "") if agreed else ""


def _quotas(run: SelectionRun, numbers: set[str], content: Mapping[str, Any]) -> list[QuotaMet]:
    quotas = read_rules(run.rules_file).quotas
    counts = quota_counts([file for file in read_scored(run.scored) if file.id in numbers], quotas)
    return [
        QuotaMet(
            quota_name(content, quota.code),
            bounds(quota.min, quota.max),
            count,
            (quota.min is None or count >= quota.min) and (quota.max is None or count <= quota.max),
        )
        for quota, count in zip(quotas, counts, strict=True)
    ]


def figures_of(programme: Programme) -> list[PublishedFigure]:
    """Totals stated in public for a programme, with their parts."""
    return list(PublishedFigure.objects.filter(programme=programme).order_by("source_date", "code"))
