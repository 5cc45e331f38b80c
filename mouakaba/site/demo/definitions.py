"""The demonstration calls as plain data: rules (the call file) and content (words and form)."""

import copy
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CALLS_FOLDER = Path(__file__).parent / "calls"
SLUGS = ("kawaliss-2", "kawaliss-3", "ideathon-oujda")


@dataclass(frozen=True)
class CallDefinition:
    """One call: `rules` in the shape of the call file, `content` as read from its JSON."""

    slug: str
    rules: dict[str, Any]
    content: dict[str, Any]


def call_file(slug: str) -> Path:
    """Path of the call file, as the tools `check` and `choose` read it."""
    if slug not in SLUGS:
        raise ValueError(f"call: {slug!r} is not a demonstration call; choose one of {', '.join(SLUGS)}")
    return CALLS_FOLDER / f"{slug}.toml"


def definition(slug: str) -> CallDefinition:
    """The rules and the content of one demonstration call. ValueError for an unknown slug.

    The caller gets its own copy and may change it.
    """
    return copy.deepcopy(_read(slug))


@cache
def _read(slug: str) -> CallDefinition:
    rules = tomllib.loads(call_file(slug).read_text(encoding="utf-8"))
    return CallDefinition(slug=slug, rules=rules, content=_content(slug))


def _content(slug: str) -> dict[str, Any]:
    own = json.loads((CALLS_FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    if "base" not in own:
        return own
    base = _content(own.pop("base"))
    inserts = own.pop("insert_questions", [])
    return _merged(base, own) | {"questions": _with_inserts(base["questions"], inserts)}


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the keys of `own` over it, mapping by mapping."""
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _with_inserts(questions: list[dict[str, Any]], inserts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    after = {insert["after"]: insert["question"] for insert in inserts}
    result: list[dict[str, Any]] = []
    for question in questions:
        result.append(question)
        if question["code"] in after:
            result.append(after[question["code"]])
    return result
