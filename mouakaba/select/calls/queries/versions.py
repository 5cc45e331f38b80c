"""Frozen versions, read."""

from __future__ import annotations

from functools import lru_cache

from mouakaba.kernel.callfile import CallFile, parse
from mouakaba.select import registry
from mouakaba.select.calls.models import CallVersion


def call_file(version: CallVersion) -> CallFile:
    """The version's call file, parsed; kept in memory, for a version never changes."""
    return parse_rules(version.rules_file)


@lru_cache(maxsize=64)
def parse_rules(rules_file: str) -> CallFile:
    """A call file this instance wrote. Raises CallFileError for another text."""
    return parse(rules_file, source="call.toml", known_kinds=[kind.code for kind in registry.kinds()])
