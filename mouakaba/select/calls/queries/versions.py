"""Frozen versions, read."""

from __future__ import annotations

from functools import lru_cache

from mouakaba.kernel.callfile import CallFile, parse
from mouakaba.select import registry
from mouakaba.select.calls.models import Call, CallVersion
from mouakaba.select.calls.queries.reading import digest_of


def call_file(version: CallVersion) -> CallFile:
    """The version's call file, parsed; kept in memory, for a version never changes."""
    return parse_rules(version.rules_file)


@lru_cache(maxsize=64)
def parse_rules(rules_file: str) -> CallFile:
    """A call file this instance wrote. Raises CallFileError for another text."""
    return parse(rules_file, source="call.toml", known_kinds=[kind.code for kind in registry.kinds()])


def unpublished_changes(call: Call, digest: str) -> bool:
    """Whether the draft, whose digest is given, says something else than the published version."""
    return bool(call.version) and digest != digest_of(call.version.rules_file, call.version.content)
