"""The letter that tells what saved searches have found."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.match.searches.models import SavedSearch
from mouakaba.match.searches.queries import Find
from mouakaba.match.searches.rules import MOST_NAMED

TOPIC_LABEL = gettext_lazy("What my saved searches found")


def news_letter(reader: Person, news: Sequence[tuple[SavedSearch, Sequence[Find]]]) -> tuple[str, str]:
    """One letter for all searches with something new.

    Openings are public and named. Of people it says how many: a letter cannot be taken back when somebody withdraws.
    """
    with override(reader.language):
        lines = [_("Your saved searches have found something new.")]
        lines += [_about(search, found) for search, found in news]
        return _("New in your saved searches"), "\n\n".join(lines)


def _about(search: SavedSearch, found: Sequence[Find]) -> str:
    if search.organisation_id:
        counted = ngettext("%(name)s: %(n)s new person", "%(name)s: %(n)s new people", len(found))
    else:
        counted = ngettext("%(name)s: %(n)s new find", "%(name)s: %(n)s new finds", len(found))
    lines = [counted % {"name": search.name, "n": len(found)}]
    lines += [f"- {one.opening.title} ({said(one.opening.owner_name)})" for one in found[:MOST_NAMED] if one.opening]
    page = reverse("office_search" if search.organisation_id else "my_search", args=[search.pk])
    return "\n".join([*lines, f"{settings.PUBLIC_URL}{page}"])
