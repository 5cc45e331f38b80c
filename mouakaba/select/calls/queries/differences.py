"""What differs between two versions of a call, as facts; `phrases` says them in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mouakaba.kernel.callfile import CallFile
from mouakaba.select.calls.models import CallVersion
from mouakaba.select.calls.queries.versions import parse_rules

TEXTS = ("summary", "for_whom", "given", "process", "source", "contact", "labels")
DATES = ("opens_at", "closes_at", "timezone", "grace_minutes")
PLACES = ("places", "reserve")


def changed_parts(version: CallVersion, *, rules_file: str, content: Mapping[str, Any]) -> list[str]:
    """Which parts of a call (`calls.rules.PARTS`) a new file and content change."""
    old, new = parse_rules(version.rules_file), parse_rules(rules_file)
    differ = {
        "texts": _differs(old, new, ("title", "languages")) or _content_differs(version.content, content, TEXTS),
        "dates": _differs(old, new, DATES),
        "places": _differs(old, new, PLACES),
        "form": _content_differs(version.content, content, ("sections", "questions")),
        "eligibility": old.eligibility != new.eligibility,
        "criteria": old.criteria != new.criteria,
        "quotas": old.quotas != new.quotas,
    }
    return [part for part, changed in differ.items() if changed]


def _differs(old: CallFile, new: CallFile, names: tuple[str, ...]) -> bool:
    return any(getattr(old.call, name) != getattr(new.call, name) for name in names)


def _content_differs(old: Mapping[str, Any], new: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(_bare(old.get(name)) != _bare(new.get(name)) for name in names)


def _bare(value: Any) -> Any:
    """Without what is empty: a key left out and an empty one say the same."""
    if isinstance(value, Mapping):
        kept = {key: _bare(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", False, {}, [])}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value
