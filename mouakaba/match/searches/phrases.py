"""The letter that tells what saved searches have found."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from mouakaba.base.people.models import Person
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.match.finding.phrases import in_words, market_names
from mouakaba.match.listings.models import Opening
from mouakaba.match.searches.models import SavedSearch
from mouakaba.match.searches.queries import Find, is_for_people
from mouakaba.match.searches.rules import MOST_NAMED

TOPIC_LABEL = gettext_lazy("What my saved searches found")


def news_letter(reader: Person, news: Sequence[tuple[SavedSearch, Sequence[Find]]]) -> tuple[str, str]:
    """One letter for all searches with something new.

    What is public is named. Of people it says how many: a letter cannot be taken back when somebody withdraws.
    """
    with override(reader.language):
        lines = [_("Your saved searches have found something new.")]
        lines += [_about(search, found) for search, found in news]
        return _("New in your saved searches"), "\n\n".join(lines)


def _about(search: SavedSearch, found: Sequence[Find]) -> str:
    if is_for_people(search):
        counted = ngettext("%(name)s: %(n)s new person", "%(name)s: %(n)s new people", len(found))
    else:
        counted = ngettext("%(name)s: %(n)s new find", "%(name)s: %(n)s new finds", len(found))
    lines = [counted % {"name": search.name, "n": len(found)}]
    lines += [f"- {name}" for one in found[:MOST_NAMED] if (name := _named(one))]
    page = reverse("office_search" if search.organisation_id else "my_search", args=[search.pk])
    return "\n".join([*lines, f"{settings.PUBLIC_URL}{page}"])


def _named(one: Find) -> str:
    """A title, and whose it is where that is known; nothing of people."""
    if one.opening:
        title, owner = one.opening.title, said(one.opening.owner_name)
    elif one.listed:
        title, owner = in_words(one.listed.title), said(one.listed.organisation)
    else:
        return ""
    return f"{title} ({owner})" if owner else title


def market_of(search: SavedSearch) -> str:
    """The market, the side and the region that a search over all markets is narrowed to."""
    names, regions = market_names(), region_names()
    parts = [
        names.get(search.kind_code, "") if search.kind_code else _("all markets"),
        str(Opening.Side(search.side).label) if search.side else "",
        *(said(regions[code]) for code in search.regions if code in regions),
    ]
    return " · ".join(part for part in parts if part)
