"""What a sheet of listings says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mouakaba.base.words.queries import said
from mouakaba.match.listings.models import Opening


def opening_rows(openings: Iterable[Opening]) -> tuple[list[str], list[list[Any]]]:
    """Headers, and a line for each opening or training; the price in dirhams."""
    headers = [
        _("Market"), _("Title"), _("Words"), pgettext("that lists", "Organisation"),
        _("Region"), _("First day"), _("Last day of it"),
        _("Places"), _("Price, in dirhams"), _("Shown until"), _("State"),
    ]  # fmt: skip
    return headers, [_row(one) for one in openings]


def _row(one: Opening) -> list[Any]:
    return [
        said(one.kind.words["many"]), one.title, one.text, said(one.owner_name),
        said(one.region.name) if one.region else "", one.starts_on, one.ends_on, one.seats, one.price, one.closes_on,
        one.get_state_display(),
    ]  # fmt: skip
