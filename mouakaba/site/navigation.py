"""The five entrances, the language links and the demonstration bar: what every page's head needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mouakaba.accompany import door as accompany
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.match import door as match
from mouakaba.select import door

SHORT = {"ar": "ع", "fr": "Fr", "en": "En"}


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page. Lists are lazy, so that a fragment pays for nothing."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "entrances": SimpleLazyObject(lambda: _entrances(request)),
        "office_links": SimpleLazyObject(lambda: _office_links(request)),
        "my_links": SimpleLazyObject(_my_links),
        "language_links": SimpleLazyObject(lambda: _language_links(request)),
        "demo_clock": SimpleLazyObject(now) if settings.DEMO else None,
    }


def _entrances(request: HttpRequest) -> list[dict[str, object]]:
    shown = [("public", _("Calls"), reverse("call_list"))]
    shown.append(("funding", _("Funding"), reverse("funding")))
    shown.append(("markets", _("Markets"), reverse("markets")))
    shown.append(("ideas", _("Projects to take up"), reverse("ideas")))
    shown.append(("agenda", _("Agenda"), reverse("agenda")))
    person = request.user if isinstance(request.user, Person) else None
    market = match.entrances_of(person)
    if market.openings:
        shown.append(("openings", _("Openings"), reverse("openings")))
    if person is not None:
        rooms = door.rooms_of(person)
        shown.append(("my", _("My space"), reverse("my")))
        if rooms.jury:
            shown.append(("jury", _("Jury"), reverse("jury")))
        if rooms.office or market.office:
            shown.append(("office", _("Office"), reverse("office")))
        if person.is_staff:
            shown.append(("admin", _("Administration"), reverse("admin:index")))
    here = _place(request.path)
    return [{"label": label, "url": url, "here": code == here} for code, label, url in shown]


def _office_links(request: HttpRequest) -> list[tuple[str, str]]:
    """What the front page of the office opens besides programmes: words and address."""
    person = request.user if isinstance(request.user, Person) else None
    if person is None or not accompany.has_cohorts(person):
        return []
    links = [
        (_("Cohorts"), reverse("cohorts")),
        (_("Sessions"), reverse("sessions")),
        (_("Fairs and markets"), reverse("office_fairs")),
    ]
    return [*links, (_("News"), reverse("office_news"))] if accompany.writes_news(person) else links


def _my_links() -> list[tuple[str, str]]:
    """What one's own space opens besides applications."""
    return [
        (_("My sessions"), reverse("my_sessions")),
        (_("My plans"), reverse("my_plans")),
        (_("Fairs of my projects"), reverse("my_fairs")),
    ]


def _place(path: str) -> str:
    """Which entrance a path belongs to."""
    parts = path.strip("/").split("/")
    first = parts[1] if len(parts) > 1 else ""
    return {
        "my": "my",
        "jury": "jury",
        "office": "office",
        "calls": "public",
        "openings": "openings",
        "funding": "funding",
        "markets": "markets",
        "ideas": "ideas",
        "cooperative": "ideas",
        "sessions": "agenda",
        "plans": "my",
        "coaching": "my",
        "fairs": "agenda",
        "news": "agenda",
    }.get(first, "")


def _language_links(request: HttpRequest) -> list[dict[str, object]]:
    here = (get_language() or "ar")[:2]
    path = request.get_full_path()
    return [
        {"code": code, "name": name, "short": SHORT[code], "url": translate_url(path, code), "here": code == here}
        for code, name in settings.LANGUAGES
    ]
