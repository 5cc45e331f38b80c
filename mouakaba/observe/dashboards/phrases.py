"""Words of dashboards and reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.base.places.queries import region_names
from mouakaba.base.words.phrases import isolated, moment_in_words, number_in_words
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.indicators import adds, parts_of, read_out
from mouakaba.observe.dashboards.models import Snapshot
from mouakaba.observe.dashboards.rules import BREAKDOWNS, lines_behind
from mouakaba.observe.indicators.phrases import DIMENSIONS, unit_name, value_in_words, value_name
from mouakaba.observe.indicators.rules import declared

# Where each region stands on the tile map: column and row, north above. The tiles show no border.
TILES = {
    "MA-01": (3, 0), "MA-04": (2, 1), "MA-03": (3, 1), "MA-02": (4, 1), "MA-06": (1, 2), "MA-05": (2, 2),
    "MA-08": (3, 2), "MA-07": (1, 3), "MA-09": (1, 4), "MA-10": (1, 5), "MA-11": (0, 5), "MA-12": (0, 6),
}  # fmt: skip
_WIDE, _HIGH = 88, 52
Titles = Mapping[str, Mapping[str, str]]  # of editions by code


def tiles(values: Mapping[str, int | None], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The twelve regions as tiles, darker where there is more; a hidden count has no shade."""
    most = max((value for value in values.values() if value), default=0)
    return [
        {
            "code": code,
            "x": column * _WIDE + 2,
            "y": row * _HIGH + 2,
            "middle": column * _WIDE + _WIDE // 2,
            "name_y": row * _HIGH + 20,
            "number_y": row * _HIGH + 40,
            "name": _short(said(region_names().get(code)) or code),
            "full": said(region_names().get(code)) or code,
            "text": texts.get(code, "0"),
            "level": _level(values.get(code, 0), most),
        }
        for code, (column, row) in TILES.items()
    ]


def _short(name: str) -> str:
    """The first town of a region's name."""
    return name.replace("–", "-").split("-")[0].strip()


def _level(value: int | None, most: int) -> int:
    return 0 if not value or not most else 1 + min(2, 3 * value // (most + 1))


def chapter(taken: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], editions: Titles) -> dict[str, Any]:
    """A frozen figure as the report prints it, in the active language."""
    one = declared().get(taken["code"])
    behind = lines_behind(one, lines) if one else []
    facts = [
        [_("Definition"), said(taken["definition"])],
        [_("Scope"), said(taken["scope"])],
        [_("Base"), said(taken["base"])],
        [_("Source"), said(taken["source"])],
        [_("Filter"), taken["filter"]],
        [_("Records"), number_in_words(taken["records"])],
        [_("Fingerprint of the records"), taken["records_digest"][:16]],
    ]
    if taken["response"] is not None:
        facts.insert(4, [_("Answered"), value_in_words(taken["response"], "per-cent")])
    return {
        "title": said(taken["title"]),
        "value": "—" if taken["value"] is None else value_in_words(taken["value"], taken["unit"]),
        "unit": "" if taken["unit"] in ("per-cent", "dirhams") else unit_name(taken["unit"]),
        "facts": facts,
        "tables": [table for name in BREAKDOWNS if (table := _table(taken["code"], name, behind, editions))],
    }


def _table(code: str, dimension: str, behind: Sequence[Mapping[str, Any]], editions: Titles) -> dict[str, Any] | None:
    """A frozen figure by one dimension; None where there is one value only."""
    one = declared()[code]
    sums: dict[str, Counter[str]] = {}
    for line in behind:
        for part in parts_of(one, line):
            sums.setdefault(str(line[dimension]), Counter())[part] += adds(one, part, line["records"], line["amount"])
    if len(sums) < 2:
        return None
    rows = [(value, read_out(one, parts)) for value, parts in sorted(sums.items())]
    return {
        "title": _("By %(dimension)s") % {"dimension": DIMENSIONS[dimension]},
        "rows": [
            [value_name(dimension, value, editions), "—" if got.value is None else value_in_words(got.value, one.unit)]
            for value, got in rows
        ],
    }


def report(snapshot: Snapshot, chapters: list[dict[str, Any]], editions: Titles) -> dict[str, Any]:
    """What the template of the report prints, in the active language."""
    of = [
        [_("Programme"), said(snapshot.programme.title)],
        [_("Run by"), said(snapshot.programme.organisation.name)],
        [_("Region"), said(region_names().get(snapshot.region)) or _("all regions")],
        [_("Year"), str(snapshot.year or _("all years"))],
        [_("Frozen on"), moment_in_words(snapshot.taken_at)],
        [_("Snapshot"), str(snapshot.pk)],
        [_("Fingerprint"), " ".join(snapshot.digest[start : start + 16] for start in range(0, 64, 16))],
    ]
    return {
        "title": snapshot.name,
        "subtitle": _("Report of figures"),
        "notice": _("Every figure was counted from the records frozen with it. The sheet that goes with this report "
                    "holds them, so that anybody can count again."),
        "of": of,
        "chapters": chapters,
        "annex": _("Records, like ones together"),
        "columns": [_("Edition"), _("Kind"), _("Region"), _("Sex"), _("Age"), _("Area"), _("Sector"), _("Year"),
                    _("Records")],
        "lines": [_printed(line, editions) for line in snapshot.records],
        "footer": f"\u2068{snapshot.name}\u2069 · {isolated(str(snapshot.pk)[:8])}",
        "language": current(),
    }  # fmt: skip


def _printed(line: Mapping[str, Any], editions: Titles) -> list[str]:
    named = ("edition", "kind", "region", "sex", "age_band", "area", "sector")
    values = [value_name(name, line[name], editions) if line[name] else "" for name in named]
    return [*values, str(line["year"] or ""), str(line["records"])]


def headings() -> dict[str, list[str]]:
    """The sheets of the export and their columns, in the active language."""
    codes = ["feed", "edition", "kind", "region", "sex", "age_band", "area", "sector", "year"]
    return {
        _("Figures"): [
            _("Code"), _("Figure"), _("Value"), _("Unit"), _("Records"), _("Answered (%)"), _("Definition"),
            _("Filter"), _("Scope"), _("Base"), _("Source"), _("Fingerprint of the records"), _("Snapshot"),
        ],
        _("Records"): [*codes, "records", "amount"],
    }  # fmt: skip
