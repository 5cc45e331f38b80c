"""Words of the comparison of regions, on the page and in print."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mouakaba.accompany.expansion.queries import Study
from mouakaba.accompany.expansion.rules import REQUEST
from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.phrases import day_in_words, isolated, percent_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.comparing import Ranked, Unranked

CRITERION = {
    "potential": gettext_lazy("potential"),
    "gdp": gettext_lazy("share of GDP"),
    "partners": pgettext_lazy("expansion", "partners"),
}
_LACKS = {
    "potential": gettext_lazy("no mark of its potential is noted"),
    "gdp": gettext_lazy("its share of GDP is not published apart"),
}


def percent(share: Fraction | None) -> str:
    """A fraction as per cent, with one decimal."""
    if share is None:
        return "—"
    return percent_in_words(round(float(share) * 100, 1))


def why_unranked(row: Unranked) -> str:
    """Why a region has no rank."""
    told = [_("no request of the region is on file")] if REQUEST in row.fails else []
    return " · ".join([*told, *(str(_LACKS[name]) for name in row.missing)])


def share_in_words(study: Study, code: str) -> str:
    """The region's share with its year; a joint figure as what it is."""
    row = study.shares.get(code)
    if row is None:
        return _("not published")
    year, share = isolated(str(row.year)), percent_in_words(row.share.normalize())
    if row.joint and study.joint:
        told = {"share": share, "n": len(study.joint.regions), "year": year}
        return _("published only for %(n)s regions together: %(share)s (%(year)s)") % told
    return f"{share} ({year})"


def parts_in_words(row: Ranked) -> str:
    """What each criterion adds to a score."""
    return " · ".join(f"{CRITERION[name]} {percent(part)}" for name, part in row.parts.items())


def range_lines(study: Study) -> list[dict[str, str]]:
    """By criterion: its weight now, and between which weights the order stays."""
    total = sum(study.weights.values())
    lines = []
    for name, weight in study.weights.items():
        low, high = study.ranges.get(name, (None, None))
        lines.append(
            {
                "code": name,
                "name": str(CRITERION[name]),
                "weight": percent(Fraction(weight, total)),
                "low": percent(low),
                "high": percent(high),
            }
        )
    return lines


def paper_data(network: Organisation, study: Study, *, source: str) -> dict[str, Any]:
    """What the printed note says, in the active language."""
    names = region_names()
    heading = _("Where to open next")
    ranked = [
        [str(row.rank), said(names[row.code]), percent(row.score), parts_in_words(row), share_in_words(study, row.code)]
        for row in study.comparison.ranked
    ]
    rest = [
        [said(names[row.code]), why_unranked(row), share_in_words(study, row.code)] for row in study.comparison.unranked
    ]
    ranges = [[line["name"], line["weight"], _between(line)] for line in range_lines(study)]
    return {
        "title": heading,
        "heading": heading,
        "footer": " · ".join([str(settings.PRODUCT_NAME), day_in_words(today())]),
        "intro": [
            f"{said(network.name)} · {day_in_words(today())}",
            _("A region is compared only once its request is on file; then its potential, its share of GDP and its "
              "partners count, each with the weight below."),
        ],
        "ranked_title": _("Regions compared"),
        "ranked_columns": [_("Rank"), _("Region"), _("Score"), _("Made of"), _("Share of GDP")],
        "ranked": ranked,
        "rest_title": _("Without a rank"),
        "rest_columns": [_("Region"), _("Why"), _("Share of GDP")],
        "rest": rest,
        "ranges_title": _("How far each weight can change before the order does"),
        "ranges_columns": [_("Criterion"), _("Weight"), _("The order stays")],
        "ranges": ranges,
        "sources": _("Source of the shares: %(source)s") % {"source": source} if source else "",
    }  # fmt: skip


def _between(line: dict[str, str]) -> str:
    return _("from %(low)s to %(high)s") % {"low": line["low"], "high": line["high"]}
