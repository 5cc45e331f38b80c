"""The criteria of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.kernel.callfile import Criterion
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.findings import Findings
from mouakaba.select.calls.queries.rules_check import check_codes
from mouakaba.select.calls.queries.texts import absent_words, languages_of
from mouakaba.select.calls.queries.values import decimal, filled, lacking, whole

MOST_WEIGHT = 10_000
MOST_MARK = 100


def read_criteria(draft: Draft, found: Findings) -> list[Criterion]:
    """The criteria that can be read; problems for the others."""
    labels, languages = draft.labels("criteria"), languages_of(draft)
    criteria = []
    for typed in draft.items("criteria"):
        found.item = code = str(typed.get("code") or "")
        words = (labels.get(code) or {}).get("label")
        absent_words(found, "label", _("Name of the criterion"), lacking(words, languages))
        if criterion := read_criterion(typed, found):
            criteria.append(criterion)
    check_codes(draft.items("criteria"), found)
    if not draft.items("criteria"):
        found.absent("criteria", _("Add at least one criterion: the jury marks by criterion."))
    return criteria


def read_criterion(typed: Mapping[str, Any], found: Findings) -> Criterion | None:
    """One criterion, or None with problems."""
    weight, scale = decimal(typed.get("weight")), _scale(typed)
    if weight is None or not 0 < weight <= MOST_WEIGHT:
        found.wrong("weight", _("Weight: write a number above 0."))
    if scale is None:
        found.wrong(
            "scale", _("Scale: write two whole numbers from 0 to %(most)s, the smaller first.") % {"most": MOST_MARK}
        )
        return None
    floor, marks = _floor(typed, scale, found), _marks(typed, scale, found)
    if weight is None or weight <= 0 or floor is False or marks is None or not found.item:
        return None
    return Criterion(found.item, weight, scale, None if floor is None else floor, marks)


def _scale(typed: Mapping[str, Any]) -> tuple[int, int] | None:
    ends = typed.get("scale") or []
    low, high = (whole(end) for end in ends) if isinstance(ends, list) and len(ends) == 2 else (None, None)
    if low is None or high is None or not 0 <= low < high <= MOST_MARK:
        return None
    return low, high


def _floor(typed: Mapping[str, Any], scale: tuple[int, int], found: Findings) -> float | bool | None:
    """The floor; None where there is none; False where it cannot be read."""
    if not filled(typed.get("floor")) and typed.get("floor") != 0:
        return None
    floor = decimal(typed["floor"])
    if floor is None or not scale[0] <= floor <= scale[1]:
        found.wrong("floor", _off_scale(_("Floor"), scale))
        return False
    return floor


def _marks(typed: Mapping[str, Any], scale: tuple[int, int], found: Findings) -> tuple[int, ...] | None:
    read = [whole(mark) for mark in typed.get("reason_required_at") or []]
    if any(mark is None or not scale[0] <= mark <= scale[1] for mark in read):
        found.wrong("reason_required_at", _off_scale(_("Marks that need a reason"), scale))
        return None
    return tuple(sorted({mark for mark in read if mark is not None}))


def _off_scale(label: str, scale: tuple[int, int]) -> str:
    text = _("%(field)s: stay on the scale, from %(low)s to %(high)s.")
    return text % {"field": label, "low": scale[0], "high": scale[1]}


def shares(draft: Draft) -> dict[str, float]:
    """What part of the total mark each criterion makes, in percent; criteria without a weight are left out."""
    weights = {
        str(item.get("code")): weight
        for item in draft.items("criteria")
        if (weight := decimal(item.get("weight"))) and weight > 0
    }
    total = sum(weights.values())
    return {code: 100 * weight / total for code, weight in weights.items()}
