"""Rules and dates as the public will read them, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mouakaba.base.clock.queries import moment
from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.phrases import deadline_in_words
from mouakaba.kernel.eligibility import Rule, evaluate_rule, sentence
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.facts import fact_labels, facts_of_form, value_labels
from mouakaba.select.calls.queries.findings import Findings
from mouakaba.select.calls.queries.header import zone_of
from mouakaba.select.calls.queries.moments import ClockChange, clock_changes, offset_minutes
from mouakaba.select.calls.queries.rules_check import read_rule
from mouakaba.select.calls.queries.values import wall


def rule_sentences(rule: Rule, content: Mapping[str, Any]) -> dict[str, str]:
    """What somebody who has answered nothing yet reads about a rule."""
    outcome = evaluate_rule(rule, {})
    facts, values = fact_labels(content), value_labels(content)
    return {
        language: sentence(outcome, language=language, fact_labels=facts, value_labels=values) for language in LANGUAGES
    }


def draft_rule_sentences(draft: Draft, item: Mapping[str, Any]) -> dict[str, str]:
    """The same for a rule of a draft; empty while it cannot be read."""
    found = Findings("rules", str(item.get("code") or ""))
    rule = read_rule(item, facts_of_form(draft.content), found)
    return rule_sentences(rule, draft.content) if rule else {}


@dataclass(frozen=True, slots=True)
class MomentRead:
    """A draft's moment: its sentence by language, the offset of that day in minutes, clock changes in its month."""

    name: str
    sentences: Mapping[str, str]
    offset: int
    instant: datetime
    changes: tuple[ClockChange, ...]


def draft_moments(draft: Draft) -> list[MomentRead]:
    """Opening and closing of a draft, where they can be read."""
    zone = zone_of(draft)
    found = []
    for name in ("opens_at", "closes_at"):
        typed = wall(draft.header.get(name))
        if typed:
            found.append(_moment_read(name, typed, zone))
    return found


def _moment_read(name: str, typed: datetime, zone: str) -> MomentRead:
    instant = moment(typed, zone)
    near = clock_changes(instant - timedelta(days=31), instant + timedelta(days=31), zone)
    said = {language: deadline_in_words(instant, zone, language) for language in LANGUAGES}
    return MomentRead(name, said, offset_minutes(instant, zone), instant, tuple(near))
