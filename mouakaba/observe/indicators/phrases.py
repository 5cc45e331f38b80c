"""Words of figures: what values are called, units, and figures themselves."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.accompany.door import Matter
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.phrases import amount_in_words, isolated, number_in_words, percent_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.eligibility.labels import VALUES
from mouakaba.kernel.indicators import Indicator, Reading
from mouakaba.match.door import market_names, sector_names, weighed_names
from mouakaba.select.door import PublishedFigure

# Of what is counted here and nobody publishes yet there are more units.
UNITS: Mapping[str, object] = {
    **dict(PublishedFigure.Unit.choices),
    "presences": _("attendances"),
    "certificates": _("certificates"),
    "sheets": _("sheets"),
    "members": _("members"),
    "stays": _("stays"),
    "grants": _("grants"),
    "commitments": _("commitments"),
    "listings": _("listings"),
    "introductions": _("introductions"),
    "deals": _("requests"),
    "ideas": _("ideas"),
    "kilograms": _("kilograms"),
    "links": _("pairs of organisations"),
    "mentions": _("mentions"),
}
DIMENSIONS = {
    "region": _("region"),
    "year": _("year"),
    "edition": _("edition or call"),
    "kind": pgettext_lazy("dimension", "kind or state"),
    "sex": _("sex"),
    "age_band": _("age"),
    "area": _("rural or urban"),
    "sector": _("sector"),
}
COUNTED_FROM = {
    "records": _("counted from records"),
    "parts": _("added up from the published parts"),
    "": _("not counted here"),
}
_NAMES = {
    ("sex", "female"): _("women"),
    ("sex", "male"): _("men"),
    ("area", "rural"): _("rural"),
    ("area", "urban"): _("urban"),
    ("age_band", "0-17"): _("under 18"),
    ("age_band", "18-29"): _("18 to 29"),
    ("age_band", "30-44"): _("30 to 44"),
    ("age_band", "45-59"): _("45 to 59"),
    ("age_band", "60-plus"): _("60 and over"),
    ("age_band", "under-30"): _("under 30"),
    ("age_band", "30-more"): _("30 and over"),
    ("kind", "paused"): pgettext_lazy("activity", "is paused"),
    ("kind", "stopped"): pgettext_lazy("activity", "has stopped"),
    ("kind", "jobs_kept"): _("jobs kept"),
    ("kind", "jobs_created"): _("jobs created"),
    ("kind", "link_agreement"): _("an agreement signed together"),
    ("kind", "link_introduction"): _("an introduction both said yes to"),
    **{("kind", f"{sort}_{one.value}"): one.label for one in Matter for sort in ("helped", "needs")},
    ("kind", "submitted"): _("sent"),
    ("kind", "paper_asked"): _("a paper is missing"),
    ("kind", "admitted"): _("admitted, before the jury"),
    ("kind", "refused"): _("not eligible"),
    ("kind", "selected"): _("selected"),
    ("kind", "reserve"): _("on the reserve list"),
    ("kind", "not_selected"): _("not selected"),
    ("kind", "withdrawn"): _("withdrawn"),
    ("kind", "collective"): _("collective"),
    ("kind", "individual"): _("individual"),
    ("kind", "tour_training"): _("training of a tour"),
    ("kind", "tour_workshop"): _("workshop of a tour"),
    ("kind", "tour_visit"): _("visit or meeting of a tour"),
    ("kind", "tour_round_table"): _("round table of a tour"),
    ("kind", "workshop"): _("workshop"),
    ("kind", "visit"): _("visit"),
    ("kind", "meeting"): _("meeting"),
    ("kind", "round_table"): _("round table"),
    ("kind", "conference"): _("conference"),
    ("kind", "active"): _("under way"),
    ("kind", "completed"): _("completed"),
    ("kind", "left"): _("left"),
    ("kind", "sheet_queued"): pgettext_lazy("sheet", "to be signed"),
    ("kind", "sheet_started"): pgettext_lazy("sheet", "signed by one side"),
    ("kind", "sheet_done"): pgettext_lazy("sheet", "signed by both"),
    ("kind", "boost_up_lab"): "BOOST UP LAB",
    ("kind", "start"): "START",
    ("kind", "develop"): "DEVELOP",
    ("kind", "accelerate"): "ACCELERATE",
    ("kind", "let"): pgettext_lazy("space", "let"),
    ("kind", "free"): pgettext_lazy("space", "free"),
    ("kind", "grant_money"): pgettext_lazy("support", "money"),
    ("kind", "grant_in_kind"): pgettext_lazy("support", "equipment or premises, in kind"),
    ("kind", "grant_service"): pgettext_lazy("support", "training or service, in kind"),
    ("kind", "grant_fair"): pgettext_lazy("support", "place at a fair or market, in kind"),
    ("kind", "commitment_late"): pgettext_lazy("commitment", "late"),
    ("kind", "commitment_due_soon"): pgettext_lazy("commitment", "due soon"),
    ("kind", "commitment_no_record"): pgettext_lazy("commitment", "no record yet"),
    ("kind", "commitment_under_way"): pgettext_lazy("commitment", "under way"),
    ("kind", "commitment_done"): pgettext_lazy("commitment", "done"),
    ("kind", "idea_held"): pgettext_lazy("idea", "taken up"),
    ("kind", "idea_given_up"): pgettext_lazy("idea", "given up since"),
}


def value_name(dimension: str, value: str, editions: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """A value of a dimension in the reader's language; what was not said is said so."""
    if value in ("", "0"):
        return _now("not said")
    if dimension == "region":
        return said(region_names().get(value)) or value
    if dimension == "sector":
        return said(VALUES.get(f"project.sector={value}")) or sector_names().get(value, value)
    if dimension == "edition":
        return said((editions or {}).get(value)) or value
    if dimension == "kind" and value in market_names():
        return said(market_names()[value])
    if dimension == "kind" and value in weighed_names():
        return said(weighed_names()[value])
    return str(_NAMES.get((dimension, value), value))


def figure_in_words(indicator: Indicator, reading: Reading | None) -> str:
    """A figure with its sign: a share in per cent, a count as it is."""
    if reading is None or reading.value is None:
        return "—"
    return value_in_words(reading.value, indicator.unit)


def value_in_words(value: Decimal | str | int, unit: str) -> str:
    """A value of a unit; per cent and dirhams carry their sign."""
    number = isolated(number_in_words(Decimal(value)))
    if unit == "per-cent":
        return percent_in_words(Decimal(value))
    return amount_in_words(Decimal(value)) if unit == "dirhams" else number


def unit_name(unit: str) -> str:
    """A unit in the reader's language."""
    return str(UNITS.get(unit, unit))
