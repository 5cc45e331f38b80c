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
from mouakaba.base.people.queries import me_if_any
from mouakaba.match import door as match
from mouakaba.observe import door as observe
from mouakaba.select import door

SHORT = {"ar": "ع", "fr": "Fr", "en": "En"}


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page. Lists are lazy, so that a fragment pays for nothing."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "entrances": SimpleLazyObject(lambda: _entrances(request)),
        "language_links": SimpleLazyObject(lambda: _language_links(request)),
        "footer_links": SimpleLazyObject(_footer_links),
        "office_links": SimpleLazyObject(lambda: _office_links(request)),
        "my_links": SimpleLazyObject(lambda: _my_links(request)),
        "demo_clock": SimpleLazyObject(now) if settings.DEMO else None,
    }


def _entrances(request: HttpRequest) -> list[dict[str, object]]:
    shown = [("public", _("Calls"), reverse("call_list"))]
    shown.append(("markets", _("Markets"), reverse("markets")))
    shown.append(("house", _("The House"), reverse("house")))
    shown.append(("figures", _("Figures"), reverse("figures")))
    person = me_if_any(request)
    if person is not None:
        rooms = door.rooms_of(person)
        shown.append(("my", _("My space"), reverse("my")))
        if rooms.jury:
            shown.append(("jury", _("Jury"), reverse("jury")))
        if rooms.office or match.states_needs(person):
            shown.append(("office", _("Office"), reverse("office")))
        if person.is_staff:
            shown.append(("admin", _("Administration"), reverse("admin:index")))
    here = _place(request.path)
    return [{"label": label, "url": url, "here": code == here} for code, label, url in shown]


def _footer_links() -> list[tuple[str, str]]:
    """What anybody may read, at the foot of every page."""
    return [
        (_("Agenda"), reverse("agenda")),
        (_("Sites"), reverse("sites")),
        (_("Public agreements"), reverse("public_agreements")),
        (_("Support to cooperatives"), reverse("public_support")),
    ]


def _office_links(request: HttpRequest) -> list[tuple[str, str]]:
    """What the office leads to beside its programmes, for whom it is of use."""
    if (person := me_if_any(request)) is None:
        return []
    offices = accompany.offices_of(person)
    links = []
    if offices.cohorts:
        links += [(_("Cohorts"), reverse("cohorts")), (_("Sessions"), reverse("sessions"))]
        links.append((_("Fairs and markets"), reverse("office_fairs")))
    if offices.sites:
        links.append((_("Sites, spaces and waiting lists"), reverse("office_sites")))
    if offices.agreements:
        links.append((_("Agreements"), reverse("agreements")))
    if offices.grants:
        links.append((_("Grants and support"), reverse("grants")))
        links.append((_("Cooperatives that keep their books here"), reverse("office_cooperatives")))
    if offices.news:
        links.append((_("News"), reverse("office_news")))
    if not offices.cohorts and observe.reads_networks(person):
        links.append((_("Figures of my organisation"), reverse("office_figures")))
    return links


def _my_links(request: HttpRequest) -> list[tuple[str, str]]:
    """What My space leads to beside one's applications."""
    person = me_if_any(request)
    shown = [(_("My sessions"), reverse("my_sessions")), (_("My plans"), reverse("my_plans"))]
    shown.append((_("Fairs of my projects"), reverse("my_fairs")))
    if person and accompany.has_own_space(person):
        shown.append((_("My space on a site"), reverse("my_stay")))
    if person and accompany.has_grants(person):
        shown.append((_("Grants of my organisation"), reverse("my_grants")))
    if person and accompany.has_cooperatives(person):
        shown.append((_("My cooperatives"), reverse("my_cooperatives")))
    return shown


def _place(path: str) -> str:
    """Which entrance a path belongs to."""
    parts = path.strip("/").split("/")
    first = parts[1] if len(parts) > 1 else ""
    return {
        "my": "my",
        "jury": "jury",
        "office": "office",
        "calls": "public",
        **dict.fromkeys(("openings", "funding", "markets", "logistics", "ideas", "cooperative"), "markets"),
        "house": "house",
        **dict.fromkeys(("figures", "data", "network"), "figures"),
        "sessions": "agenda",
        "plans": "my",
        "coaching": "my",
        "sites": "sites",
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
