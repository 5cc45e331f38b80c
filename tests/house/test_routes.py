"""Every route has its right. A new route fails here until its sample is given, and is then asked by everybody."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from tests import factories
from tests.accompany.spaces.cast import make_site
from tests.select.selection import cast

LANGUAGES = ("ar", "fr", "en")
FOREIGN = ("account", "mfa", "admin", "django", "static", "api/")  # kept by their libraries, the API by its rooms
# Lists of one's own things: empty for a stranger, closed to anybody without an account.
OWN_LISTS = {
    "office", "jury", "my", "profile", "my_data", "export_data", "erase_data", "my_skills", "my_skills_begin",
    "my_introductions", "my_trainings", "my_schools", "my_searches", "my_search_new", "school_agreements",
    "funding_forget", "my_ideas", "my_idea_new", "trades_office", "listing_new",
    "my_tokens", "letter_pace",
    "my_help", "helping", "helping_new", "helping_take",
    "my_sessions", "my_calendar", "my_plans", "my_badge", "my_badge_picture", "my_certificates",
    "my_stay",
    "my_grants",
    "snapshots",
    "my_fairs",
    "my_cooperatives",
}  # fmt: skip
SCHOOL_PAGES = (
    "school_page", "school_agreement_edit", "school_agreement_renew", "school_agreement_end", "school_document",
    "school_remind",
)  # fmt: skip
CAPACITY_PAGES = ("capacity", "capacity_edit", "capacity_windows", "window_close", "fair_take")
SITE_PAGES = (
    "office_site", "office_site_edit", "office_site_call", "office_site_figure", "office_site_figure_remove",
    "site_spaces", "site_stays", "site_waiting", "site_occupancy", "site_page", "site_followup", "site_after",
)  # fmt: skip
NUMBERED = (
    "office_site_figure_remove", "office_space", "office_waiting", "office_waiting_allot", "office_waiting_priority",
    "office_waiting_leave",
)  # fmt: skip
SECRET = "DEMO project 1"


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    pattern: str

    @property
    def entrance(self) -> str:
        """public, my, jury or office, from the address itself."""
        first = self.pattern.split("/")[0]
        return first if first in {"my", "jury", "office"} else "public"


def routes() -> list[Route]:
    return sorted(set(_walk(get_resolver(), "")), key=lambda route: route.name)


def _walk(node: URLResolver | URLPattern, prefix: str) -> Iterator[Route]:
    for child in node.url_patterns:  # type: ignore[union-attr]
        path = prefix + str(child.pattern).removeprefix("ar/")
        if isinstance(child, URLResolver):
            if child.namespace != "admin":
                yield from _walk(child, path)
        elif child.name and not child.name.startswith(FOREIGN) and not path.startswith(FOREIGN):
            yield Route(child.name, path)


@pytest.fixture
def world(programme: Any, places: None, omar: Any, charlie: Any) -> SimpleNamespace:
    """A call with six marked files and a frozen choice, an ideathon, a sheet, and everybody who has to do with them."""
    from mouakaba.base.people.models import Membership
    from mouakaba.select.models import Juror, ProgrammeRole, PublishedFigure
    from mouakaba.select.selection.actions import freeze_run, run_selection

    call = cast.closed_call(programme, cast.SIX)
    live = factories.make_call(programme, "demo-live", kind_code="ideathon")
    run = run_selection(call=call, name="DEMO choice", by=omar)
    freeze_run(run=run, note="", by=omar)
    reader = factories.make_person("Reader")
    Membership.objects.create(person=reader, organisation=programme.organisation, role="viewer")
    president = factories.make_person("President")
    role = ProgrammeRole.objects.create(person=president, programme=programme, role="president")
    figure = PublishedFigure.objects.create(programme=programme, code="cohort-1", label=factories.words("c"), stated=18)
    make_site(programme.organisation)
    juror = Juror.objects.filter(call=call).select_related("person").get()
    application = cast.application(call, 1)
    everybody = {
        "anybody": None,
        "stranger": charlie,
        "applicant": application.applicant,
        "juror": juror.person,
        "reader": reader,
        "president": president,
        "officer": omar,
    }
    return SimpleNamespace(
        call=call, live=live, programme=programme, application=application, juror=juror, role=role, figure=figure,
        run=run, everybody=everybody,
    )  # fmt: skip


def sample(route: Route, world: SimpleNamespace) -> dict[str, Any]:
    """The arguments of a route in this world."""
    missing = "00000000-0000-4000-8000-000000000000"
    by_parameter: dict[str, Any] = {
        "profile": missing,
        "kind": "services",
        "side": "need",
        **dict.fromkeys(("proof", "part", "double", "record"), 1),
        "indicator": "applications",
        "snapshot_id": missing,
        "report_id": missing,
        "file_id": missing if "<uuid:file_id>" in route.pattern else 1,
        "request_id": 1,
        "run": str(world.run.pk),
        "language": "ar",
        "old": 1,
        "new": 1,
        "form": "call",
        "step": "texts",
        "listed": "criteria",
        "code": "project" if route.name == "application_section" else "viability",
        "number": world.application.number,
        "letter": "no-letter-of-ours",
        "ending": "xlsx",
        "token": "no-token-of-ours",
        "line": missing,
        "milestone": 1,
        "sheet": 1,
        "region": "MA-02",
        "secret": "no-secret-of-ours",
        "order": 1,
    }
    special: dict[tuple[str, str], Any] = {
        ("jury_juror", "pk"): world.juror.pk,
        ("programme_take_role", "pk"): world.role.pk,
        ("call_extension_withdraw", "pk"): 1,
        ("screening_paper", "pk"): missing,
        ("my_skills_remove", "pk"): 1,
        ("my_school_answer", "pk"): 1,
        ("my_want_off", "pk"): 1,
        ("cohort_step_remove", "step"): 1,
        **{(name, "pk"): 1 for name in (*SCHOOL_PAGES, *CAPACITY_PAGES, *NUMBERED)},
        **{(name, "slug"): "demo-site" for name in SITE_PAGES},
        ("office_step_remove", "step"): 1,
        ("expansion_sheet", "slug"): world.programme.organisation.slug,
        ("figure", "code"): world.figure.code,
        ("figure_remove", "code"): world.figure.code,
    }
    if "<int:number>" in route.pattern:
        by_parameter["number"] = 1
    by_parameter["slug"] = world.programme.slug if "programmes/<" in route.pattern else world.call.slug
    if route.name in {"live_office", "jury_live", "call_screen"}:
        by_parameter["slug"] = world.live.slug
    by_parameter["pk"] = world.application.pk
    wanted = [part.split(">")[0].split(":")[-1] for part in route.pattern.split("<")[1:]]
    return {name: special.get((route.name, name), by_parameter[name]) for name in wanted}


def ask(route: Route, world: SimpleNamespace, who: str, language: str = "fr", method: str = "get") -> Any:
    client = Client(raise_request_exception=True)
    if person := world.everybody[who]:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    with override(language):
        return getattr(client, method)(reverse(route.name, kwargs=sample(route, world)))


INSIDERS = {
    "public": {"anybody", "stranger", "applicant", "juror", "reader", "president", "officer"},
    "my": {"applicant"},
    "jury": {"juror"},
    "office": {"officer", "president", "reader"},
}


def shut(response: Any, who: str) -> bool:
    """Whether the door stayed closed, and nothing of the file came through."""
    if SECRET in getattr(response, "content", b"").decode(errors="replace"):
        return False
    if who == "anybody":
        return response.status_code in {401, 404, 405} or "/account/login/" in response.headers.get("Location", "")
    return response.status_code in {403, 404, 405}


@pytest.mark.django_db
def test_no_outsider_opens_any_route(world: SimpleNamespace) -> None:
    """Anonymous, stranger, applicant and juror against every address that is not theirs."""
    opened = [
        f"{who} opened {method} {route.name}: {response.status_code}"
        for route in routes()
        if route.entrance != "public" and route.name not in OWN_LISTS
        for who in world.everybody
        if who not in INSIDERS[route.entrance]
        for method in ("get", "post")
        for response in [ask(route, world, who, method=method)]
        if not shut(response, who)
    ]
    assert opened == []


@pytest.mark.django_db
def test_own_lists_ask_for_an_account(world: SimpleNamespace) -> None:
    for route in routes():
        if route.name in OWN_LISTS:
            assert shut(ask(route, world, "anybody"), "anybody"), route.name


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_route_breaks_for_those_it_is_for(world: SimpleNamespace, language: str) -> None:
    """Every address answers its insiders in every language: a page, a file, a way on, or a reason; never an error."""
    officer_for = {"office": "officer", "jury": "juror", "my": "applicant", "public": "anybody"}
    answers = {route.name: ask(route, world, officer_for[route.entrance], language).status_code for route in routes()}
    assert {name: status for name, status in answers.items() if status not in {200, 302, 404, 405}} == {}
    assert sum(status == 200 for status in answers.values()) > 40


def links(page: Any) -> set[str]:
    """The addresses of this product a page leads to."""
    text = page.content.decode() if "html" in page.headers.get("Content-Type", "") else ""
    found = {html.unescape(one).split("#")[0] for one in re.findall(r'<a [^>]*href="(/fr/[^"]+)"', text)}
    return {one for one in found if "/account/" not in one}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["reader", "president"])
def test_no_page_leads_where_its_reader_may_not_go(world: SimpleNamespace, who: str) -> None:
    """Every link a page of the office shows opens for whoever sees it."""
    client = Client(raise_request_exception=True)
    client.force_login(world.everybody[who], backend="django.contrib.auth.backends.ModelBackend")
    pages = [(route.name, ask(route, world, who)) for route in routes() if route.entrance == "office"]
    led = {link: name for name, page in pages if page.status_code == 200 for link in links(page)}
    assert len(led) > 20
    assert {link: name for link, name in led.items() if client.get(link).status_code >= 400} == {}
