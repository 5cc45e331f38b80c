"""Words of the bank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mouakaba.base.places.queries import region_points
from mouakaba.base.words.phrases import amount_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.contacts import contacts
from mouakaba.kernel.money import dirhams
from mouakaba.kernel.text import isolate
from mouakaba.match.ideas.models import Idea
from mouakaba.match.ideas.rules import CORNER, DEGREE, NAMES_BELOW, NAMES_EAST

TEXT_LABELS = {
    "title": gettext_lazy("Title"),
    "problem": gettext_lazy("The problem it answers"),
    "model": gettext_lazy("How it would work"),
    "features": gettext_lazy("What the territory has for it"),
    "permits": gettext_lazy("Permits to ask for"),
    "partners": gettext_lazy("Possible partners"),
}
COST_LABELS = {
    "equipment": pgettext_lazy("cost", "equipment"),
    "works": pgettext_lazy("cost", "works on the place"),
    "papers": pgettext_lazy("cost", "papers and permits"),
    "training": pgettext_lazy("cost", "training"),
    "supplies": pgettext_lazy("cost", "raw material"),
    "packaging": pgettext_lazy("cost", "packaging"),
    "transport": pgettext_lazy("cost", "transport"),
    "wages": pgettext_lazy("cost", "wages and shares of work"),
    "rent": pgettext_lazy("cost", "rent"),
    "energy": pgettext_lazy("cost", "energy and water"),
    "selling": pgettext_lazy("cost", "selling and fairs"),
    "other": pgettext_lazy("cost", "other"),
}


def amount(centimes: int) -> str:
    """Centimes as an amount in dirhams, in words."""
    return amount_in_words(dirhams(centimes))


def say_contacts(text: str) -> str:
    """Why a text may not be public, with the words found in it; empty when it may."""
    found = list(dict.fromkeys(text[one.start : one.end].strip() for one in contacts(text)))
    if not found:
        return ""
    return _(
        "This text can be read by everybody: it holds no phone, e-mail or link. Take out: %(found)s. "
        "Nothing you wrote is lost."
    ) % {"found": " · ".join(isolate(words) for words in found)}


@dataclass(frozen=True, slots=True)
class Dot:
    """A region on the map: where it is drawn, how large, and what is said beside it."""

    code: str
    name: Mapping[str, str]
    count: int
    x: int
    y: int
    radius: int
    name_x: int
    name_y: int
    anchor: str  # of the name: it ends, begins or is centred there


def dots(regions: Iterable[tuple[str, Mapping[str, str], int]]) -> list[Dot]:
    """The map of the regions with their counts. Degrees are drawn true to scale at 30° north; no boundary is drawn."""
    points = region_points()
    found = []
    for code, name, count in regions:
        if point := points.get(code):
            x = (point.longitude - CORNER[1]) * DEGREE
            y = (CORNER[0] - point.latitude) * DEGREE / cos(radians(30))
            found.append(_dot(code, name, count, round(x), round(y)))
    return found


def _dot(code: str, name: Mapping[str, str], count: int, x: int, y: int) -> Dot:
    radius = 11 if count else 6
    if code in NAMES_BELOW:
        return Dot(code, name, count, x, y, radius, x, y + radius + 11, "middle")
    if code in NAMES_EAST:
        return Dot(code, name, count, x, y, radius, x + radius + 4, y + 4, "start")
    return Dot(code, name, count, x, y, radius, x - radius - 4, y + 4, "end")


def cost_band(idea: Idea) -> str:
    """What it costs to begin."""
    low, high = idea.cost_from, idea.cost_to
    if low is not None and high is not None and low != high:
        return _("%(low)s to %(high)s") % {"low": amount_in_words(low), "high": amount_in_words(high)}
    if low is not None or high is not None:
        return amount_in_words(low if low is not None else high or 0)
    return _("not known")


def _page(name: str, *arguments: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=arguments)}"


def published_letter(idea: Idea) -> tuple[str, str]:
    """To who proposed it: it is public."""
    body = _("Your idea “%(title)s” is now in the bank of projects, where everybody can read it and take it up.") % {
        "title": said(idea.title)
    }
    return _("Your idea is in the bank of projects"), f"{body}\n\n{_page('idea', idea.pk)}\n"


def declined_letter(idea: Idea) -> tuple[str, str]:
    """To who proposed it: why it was not kept, and what they can do."""
    body = _(
        "Your idea “%(title)s” was not kept in the bank of projects, for this reason:\n\n%(reason)s\n\n"
        "You can change it and propose it again."
    ) % {"title": said(idea.title), "reason": idea.reason}
    return _("Your idea was not kept"), f"{body}\n\n{_page('my_idea_edit', idea.pk)}\n"


def adopted_letter(idea: Idea) -> tuple[str, str]:
    """To who proposed it: somebody took it up; it does not say who."""
    body = _("Somebody took up the idea “%(title)s”. Its page tells the story.") % {"title": said(idea.title)}
    return _("Your idea was taken up"), f"{body}\n\n{_page('idea', idea.pk)}\n"
