"""Points, quotas and distances in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from mouakaba.base.words.phrases import LRI, PDI
from mouakaba.base.words.queries import current, said

A_TRACE = Decimal("0.001")  # points; below it a distance is told in words, for no decimals help anybody
REMARK = re.compile(r"\s*\([^()]*\)\s*$")
JOIN = {"ar": " و", "fr": " et ", "en": " and "}
COMMA = {"ar": "، ", "fr": ", ", "en": ", "}
QUOTES = {"ar": ("«", "»"), "fr": ("«\u00a0", "\u00a0»"), "en": ("“", "”")}  # fmt: skip


def figure(value: float | Decimal, language: str = "") -> str:
    """A score or a distance: up to four decimals, no more than it has, Western digits, set apart."""
    language = language or current()
    text = format_decimal(Decimal(str(value)), format="#,##0.####", locale="en" if language == "en" else "fr")
    return f"{LRI}{text.replace(chr(0x202F), chr(0xA0))}{PDI}"


def points(value: float | Decimal, language: str = "") -> str:
    """``2.5 points``, with the plural of the language."""
    language = language or current()
    amount = Decimal(str(value))
    if language == "ar":
        return _points_ar(amount)
    single = amount == 1 if language == "en" else abs(amount) < 2
    return f"{figure(amount, language)} {'point' if single else 'points'}"


def _points_ar(amount: Decimal) -> str:
    """Genitive and accusative alike: the sentences say «بـ 2.5 نقطة»."""
    if amount == 1:
        return "نقطة واحدة"
    if amount == 2:
        return "نقطتين"
    whole = amount == amount.to_integral_value()
    return f"{figure(amount, 'ar')} {'نقاط' if whole and 3 <= amount % 100 <= 10 else 'نقطة'}"


def quoted(text: str, language: str = "") -> str:
    """A name between the quotation marks of the language."""
    before, after = QUOTES[language or current()]
    return f"{before}{text}{after}"


def joined(parts: Iterable[str], language: str = "") -> str:
    """``a, b and c``."""
    language, told = language or current(), list(parts)
    if len(told) < 2:
        return "".join(told)
    return COMMA[language].join(told[:-1]) + JOIN[language] + told[-1]


def quota_name(content: Mapping[str, Any], code: str, language: str = "") -> str:
    """The quota's words as the call published them, without bounds after a colon or a remark in brackets.

    Bounds are said beside the name, and may be those of a what-if. The code stands for a quota without words.
    """
    labels = (content.get("labels") or {}).get("quotas") or {}
    words = REMARK.sub("", said(labels.get(code), language).partition(":")[0])
    return words.strip() or code


def quota_names(content: Mapping[str, Any], codes: Iterable[str], language: str = "") -> str:
    """Several quotas, each between quotation marks."""
    return joined((quoted(quota_name(content, code, language), language) for code in codes), language)


def criterion_name(content: Mapping[str, Any], code: str, language: str = "") -> str:
    """The criterion's words as the call published them; its code without any."""
    labels = (content.get("labels") or {}).get("criteria") or {}
    return said((labels.get(code) or {}).get("label"), language) or code


def bounds(least: int | None, most: int | None) -> str:
    """What a quota asks, in words."""
    if least is not None and most is not None:
        if least == most:
            return _("exactly %(count)d") % {"count": least}
        return _("%(least)d to %(most)d") % {"least": least, "most": most}
    if least is not None:
        return _("at least %(count)d") % {"count": least}
    return _("at most %(count)d") % {"count": most} if most is not None else _("no bound")


def price(value: float | None) -> str:
    """What a quota cost, in a sentence."""
    if value is None:
        return ""
    if value == 0:
        return _("It costs nothing: without it the total would be the same.")
    return _("Without this quota the total would be %(points)s higher.") % {"points": points(value)}


def distance(short_by: Decimal | None) -> str:
    """How far a file is from being chosen."""
    if short_by is None:
        return _("No score would have been enough: the quotas leave no place for a file like this one.")
    if short_by == 0:
        return _(
            "It could have been chosen with the same total: between equals, the higher score goes first, then the file "
            "sent first."
        )
    if short_by < A_TRACE:
        return _("Less than a thousandth of a point more and it would have been chosen.")
    return _("%(points)s more and this file would have been chosen.") % {"points": points(short_by)}


def kept_out(content: Mapping[str, Any], codes: Iterable[str]) -> str:
    """Which quotas kept a file out although it scores more than a chosen one; empty when none did."""
    names = quota_names(content, codes)
    if not names:
        return ""
    return _("Its score is above that of a chosen file, but these quotas kept it out: %(quotas)s.") % {"quotas": names}


def below_floor(content: Mapping[str, Any], codes: Iterable[str]) -> str:
    """Which criteria put a file out of the choice; empty when none did."""
    names = joined(quoted(criterion_name(content, code)) for code in codes)
    return _("The mean mark is below the least required for: %(criteria)s.") % {"criteria": names} if names else ""


def change(content: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    """One moved bound of a what-if."""
    told = {"quota": quoted(quota_name(content, one["code"])), "before": one["from"], "after": one["to"]}
    least = one["bound"] == "min"
    if one["to"] is None:
        text = _("%(quota)s: no longer at least %(before)d") if least else _("%(quota)s: no longer at most %(before)d")
    elif one["from"] is None:
        text = _("%(quota)s: at least %(after)d, newly") if least else _("%(quota)s: at most %(after)d, newly")
    elif least:
        text = _("%(quota)s: at least %(after)d instead of %(before)d")
    else:
        text = _("%(quota)s: at most %(after)d instead of %(before)d")
    return text % told


def difference(points_more: float) -> str:
    """How a total compares with the first one."""
    amount = round(points_more, 6)
    if amount == 0:
        return _("the same total")
    if amount > 0:
        return _("%(points)s more") % {"points": points(amount)}
    return _("%(points)s less") % {"points": points(-amount)}


def conflict(content: Mapping[str, Any], codes: Iterable[str], places: int) -> str:
    """Which quotas cannot hold together."""
    told = list(codes)
    names = [quoted(quota_name(content, code)) for code in told if code != "places"]
    if "places" in told:
        names.append(_("the number of places (%(count)d)") % {"count": places})
    if len(names) == 1:
        return _("No choice can keep this: %(quotas)s.") % {"quotas": names[0]}
    return _("These cannot all hold together with the files at hand: %(quotas)s.") % {"quotas": joined(names)}
