"""A whole draft read at once: the call file it gives, and every problem on the way."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.kernel.callfile import CallFile, CallFileError, parse, write
from mouakaba.kernel.selection import Quota
from mouakaba.kernel.text import content_hash
from mouakaba.select import registry
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries.criteria_check import read_criteria
from mouakaba.select.calls.queries.drafts import LISTS, Draft, draft_of
from mouakaba.select.calls.queries.facts import facts_of_form
from mouakaba.select.calls.queries.feasibility import check_feasible
from mouakaba.select.calls.queries.findings import Findings, Problem, blocking
from mouakaba.select.calls.queries.form_check import read_form
from mouakaba.select.calls.queries.header import read_header
from mouakaba.select.calls.queries.quotas_check import read_quotas
from mouakaba.select.calls.queries.rules_check import read_rules
from mouakaba.select.calls.queries.shape import content_flaws, rules_flaws
from mouakaba.select.calls.queries.texts import read_texts


@dataclass(frozen=True, slots=True)
class DraftRead:
    """What a draft amounts to. `rules_file` is empty while something blocks."""

    problems: tuple[Problem, ...]
    rules_file: str
    content: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The digest the version would have; empty while something blocks."""
        return digest_of(self.rules_file, self.content) if self.rules_file else ""

    def of_step(self, step: str) -> list[Problem]:
        """The problems of one step."""
        return [problem for problem in self.problems if problem.step == step]


def digest_of(rules_file: str, content: Mapping[str, Any]) -> str:
    """SHA-256 of the call file and its content, as `CallVersion.digest` keeps it."""
    return content_hash({"rules": rules_file, "content": content})


def read_draft(call: Call, draft: Draft | None = None) -> DraftRead:
    """The call's draft (or the one given) read whole."""
    draft = draft or draft_of(call)
    if flaws := [*rules_flaws(draft.rules, ""), *content_flaws(draft.content, "")]:
        return DraftRead(tuple(Problem("check", "", flaw) for flaw in flaws), "", draft.content)
    steps = {step: Findings(step) for step in ("texts", "dates", "form", "rules", "criteria", "quotas")}
    read_texts(draft, steps["texts"])
    read_form(draft, steps["form"])
    callfile = _callfile(call, draft, steps)
    problems = [problem for findings in steps.values() for problem in findings.problems]
    rules_file = "" if blocking(problems) else write(callfile)
    if rules_file and (fault := _fault(rules_file)):
        return DraftRead((*problems, fault), "", draft.content)
    return DraftRead(tuple(problems), rules_file, frozen_content(draft))


def draft_problems(call: Call) -> list[Problem]:
    """Everything wrong with the call's draft, and what is only worth a look, step by step."""
    return list(read_draft(call).problems)


def _callfile(call: Call, draft: Draft, steps: Mapping[str, Findings]) -> CallFile:
    header = read_header(call, draft, steps["dates"])
    rules = read_rules(draft, steps["rules"])
    criteria = read_criteria(draft, steps["criteria"])
    quotas: list[Quota] = read_quotas(draft, steps["quotas"], header.places)
    check_feasible(
        quotas,
        facts_of_form(draft.content),
        rules,
        places=header.places,
        labels=draft.labels("quotas"),
        found=steps["quotas"],
    )
    return CallFile(header, tuple(rules), tuple(criteria), tuple(quotas))


def _fault(rules_file: str) -> Problem | None:
    """The kernel reads what it wrote: what is published is what the offline tools accept."""
    kinds = [kind.code for kind in registry.kinds()]
    try:
        parse(rules_file, source="call.toml", known_kinds=kinds)
    except CallFileError as error:
        text = _("The call file could not be read back: %(fault)s.")
        return Problem("check", "", text % {"fault": error.message})
    return None


_QUESTION: dict[str, Any] = {
    "code": "",
    "section": "",
    "type": "",
    "label": {},
    "help": {},
    "required": False,
    "max_length": None,
    "options": [],
    "fact": None,
    "condition": None,
    "hidden_from_jury": False,
}


def frozen_content(draft: Draft) -> dict[str, Any]:
    """The content as published: every key of a question, labels only of what the call file holds."""
    content = copy.deepcopy(draft.content)
    content["sections"] = [{"code": "", "title": {}, "help": {}} | _filled(s) for s in content.get("sections") or []]
    content["questions"] = [_QUESTION | _filled(question) for question in content.get("questions") or []]
    labels = content.get("labels") or {}
    content["labels"] = {
        section: {item.get("code"): labels.get(section, {}).get(item.get("code"), {}) for item in draft.items(step)}
        for step, section in LISTS.items()
    }
    return content


def _filled(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value is not None}
