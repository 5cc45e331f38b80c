"""What the pages and the sheets say of a thing that was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.match import registry
from mouakaba.match.entries.rules import FUNDING, IDEAS
from mouakaba.match.finding.queries import Found
from mouakaba.match.finding.rules import sought
from mouakaba.match.listings.models import Opening


def in_words(words: Mapping[str, str] | object) -> str:
    """Words by language, or a text of its own, as the reader reads it."""
    return said(words) if isinstance(words, Mapping) else str(words)


def places(one: Found) -> str:
    """The regions of a thing that was found; none: nothing is said."""
    return " · ".join(said(region_names()[code]) for code in one.regions if code in region_names())


def market_names() -> dict[str, str]:
    """How the reader calls each market."""
    return {one.code: in_words(one.name) for one in sought()}


def market_page(code: str) -> str:
    """Where one market is read whole."""
    if code in (IDEAS, FUNDING):
        return reverse({IDEAS: "ideas", FUNDING: "funding"}[code])
    return reverse("market", args=[code]) if registry.kind(code).trade else f"{reverse('openings')}?kind={code}"


def why(one: Found) -> str:
    """Which words it has, or that it is near in meaning."""
    if one.matched:
        return _("has: %(words)s") % {"words": " · ".join(one.matched)}
    return _("near in meaning")


def page_of(one: Found) -> str:
    """The address on which it is read."""
    name, arguments = one.route
    return reverse(name, args=arguments)


def cards(found: Sequence[Found]) -> list[tuple[Found, str, str, str]]:
    """Each with the name of its market, its page and its regions, as the pages show them."""
    names = market_names()
    return [(one, names[one.kind], page_of(one), places(one)) for one in found]


def headers() -> list[str]:
    """The first line of a sheet of results."""
    return [
        _("Market"), _("Side"), _("Title"), pgettext("that lists", "Organisation"), _("Regions"),
        _("Last day"), _("Why"), _("Page"),
    ]  # fmt: skip


def row_of(one: Found, names: Mapping[str, str], words: str) -> list[Any]:
    """A line of a sheet of results."""
    return [
        names[one.kind],
        str(Opening.Side(one.side).label) if one.side else "",
        in_words(one.title),
        said(one.organisation),
        places(one),
        one.closes_on,
        why(one) if words else "",
        f"{settings.PUBLIC_URL}{page_of(one)}",
    ]
