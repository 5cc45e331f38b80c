"""The draft of a call: the mapping of its call file and its content, as typed, complete or not."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mouakaba.kernel.text import content_hash
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries.values import storable

LISTS = {"rules": "eligibility", "criteria": "criteria", "quotas": "quotas"}  # step -> section of the call file


@dataclass(frozen=True, slots=True)
class Draft:
    """`rules`: shape of the call file, dates as ISO text. `content`: words, labels, sections, questions."""

    rules: dict[str, Any]
    content: dict[str, Any]

    @property
    def header(self) -> dict[str, Any]:
        """The section [call]."""
        header: dict[str, Any] = self.rules.setdefault("call", {})
        return header

    def items(self, step: str) -> list[dict[str, Any]]:
        """The rules, criteria, quotas, questions or sections, in order. Changing the list changes the draft."""
        if step in LISTS:
            listed: list[dict[str, Any]] = self.rules.setdefault(LISTS[step], [])
        else:
            listed = self.content.setdefault(step, [])
        return listed

    def labels(self, section: str) -> dict[str, Any]:
        """Words by code of a section of the call file."""
        words: dict[str, Any] = self.content.setdefault("labels", {}).setdefault(section, {})
        return words

    @property
    def digest(self) -> str:
        """Tells whether the draft is still the one a page was made from. Ask a fresh copy: reading fills lists in."""
        return content_hash([self.rules, self.content])[:16]


def draft_of(call: Call) -> Draft:
    """A copy of the call's draft; of its published version where no draft was kept."""
    if not call.draft_rules and not call.draft_content and call.version:
        return Draft(storable(tomllib.loads(call.version.rules_file)), copy.deepcopy(call.version.content))
    return Draft(copy.deepcopy(call.draft_rules), copy.deepcopy(call.draft_content))


def tests_of(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tests of a rule, one of which is enough."""
    if rule.get("test") is not None:
        return [rule["test"]]
    return list(rule.get("any") or [])


def with_tests(rule: Mapping[str, Any], tests: list[dict[str, Any]]) -> dict[str, Any]:
    """The rule with these tests, written as the call file writes one or several."""
    kept = {key: value for key, value in rule.items() if key not in ("test", "any")}
    return kept | ({"test": tests[0]} if len(tests) == 1 else {"any": tests})


def shown_digest(shown: Mapping[str, Any]) -> str:
    """Tells whether what a page showed of a draft is still what the draft holds."""
    return content_hash(dict(shown))[:16]


def find_item(draft: Draft, step: str, code: str) -> dict[str, Any] | None:
    """The rule, criterion, quota, question or section with this code."""
    return next((item for item in draft.items(step) if str(item.get("code")) == code), None)
