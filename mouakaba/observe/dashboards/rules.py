"""What a frozen figure holds, and how anybody counts it again from the records frozen with it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mouakaba.kernel.indicators import Condition, Indicator, Reading, adds, parts_of, read_out

REPORT_PARTS = 1
BREAKDOWNS = ("region", "year", "edition", "kind", "sex", "age_band", "area", "sector")
# Of a line: what tells like records apart. `records` says how many they are, `amount` what they come to in dirhams.
LINE = ("feed", "edition", "kind", "region", "sex", "age_band", "area", "sector", "year")
Line = Mapping[str, Any]


def digest(data: object) -> str:
    """sha256 of canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def recount(one: Indicator, lines: Iterable[Line]) -> Reading:
    """The figure from lines of like records. What the product counts by its cells, counted the plain way."""
    sums: Counter[str] = Counter()
    for line in lines:
        for part in parts_of(one, line):
            sums[part] += adds(one, part, line["records"], line["amount"])
    return read_out(one, sums)


def lines_behind(one: Indicator, lines: Sequence[Line]) -> list[Line]:
    """Those a figure was counted from."""
    return [line for line in lines if parts_of(one, line)]


def frozen(one: Indicator, reading: Reading, lines: Sequence[Line]) -> dict[str, Any]:
    """A figure as a snapshot keeps it."""
    behind = lines_behind(one, lines)
    return {
        "code": one.code,
        "title": dict(one.title),
        "definition": dict(one.definition),
        "unit": one.unit,
        "scope": dict(one.scope),
        "base": dict(one.base_words),
        "source": dict(one.source),
        "filter": filter_text(one),
        "value": None if reading.value is None else str(reading.value),
        "records": sum(line["records"] for line in behind),
        "response": None if reading.response is None else str(reading.response),
        "records_digest": digest(behind),
    }


def filter_text(one: Indicator) -> str:
    """What is counted, as a filter that reads the same everywhere: ``feed=applications & kind=selected``."""
    text = " & ".join([f"feed={one.feed}", *map(_condition, one.of)])
    if one.among is None:
        return text if one.total == "records" else f"sum(amount): {text}"
    return f"{text} / {' & '.join([f'feed={one.feed}', *map(_condition, one.among)])}"


def _condition(condition: Condition) -> str:
    return f"{condition.field}={'|'.join(condition.values) or '*'}"
