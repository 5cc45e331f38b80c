"""Loads the demonstration through the product's own actions. Each step is done once, whole or not at all."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from mouakaba.base.audit.actions import recorded
from mouakaba.base.audit.models import AuditLine
from mouakaba.base.clock.actions import set_clock
from mouakaba.base.clock.queries import moment
from mouakaba.base.organisations.actions import join_organisation, record_organisation
from mouakaba.base.organisations.models import LegalForm, Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places, region_names
from mouakaba.match import door as match
from mouakaba.select import door
from mouakaba.site.demo import fair, hosting
from mouakaba.site.demo.aftermath import load_aftermath
from mouakaba.site.demo.agreements import load_agreements
from mouakaba.site.demo.cohorts import cohort_logins, load_cohorts
from mouakaba.site.demo.cooperatives import load_cooperatives
from mouakaba.site.demo.definitions import SLUGS, definition
from mouakaba.site.demo.figures import load_figures
from mouakaba.site.demo.house import house_logins, load_house
from mouakaba.site.demo.ideas import load_ideas
from mouakaba.site.demo.judging import admit_eligible, ask_papers, judge, seat_jury
from mouakaba.site.demo.jury import jurors
from mouakaba.site.demo.logins import CAST, Login, juror_logins, open_logins
from mouakaba.site.demo.markets import load_markets, market_logins
from mouakaba.site.demo.orders import load_orders
from mouakaba.site.demo.receiving import add_applications, next_number
from mouakaba.site.demo.records import cohort1, organisations
from mouakaba.site.demo.sites import load_sites, site_logins
from mouakaba.site.demo.small_calls import SmallCall, announce, choose
from mouakaba.site.demo.talents import load_talents, talent_logins

SEED = 2026  # with it the quotas on women, on rural projects and on a region all bind
ZONE = "Africa/Casablanca"
# Kawaliss 3 and the ideathon are open then; Kawaliss 2 is marked and waits for its choice.
STANDS_AT = datetime(2025, 4, 1, 10, 0)
SIZES = {"kawaliss-2": 670, "kawaliss-3": 60, "ideathon-oujda": 26}
PROGRAMMES = {"kawaliss-2": "kawaliss", "kawaliss-3": "kawaliss", "ideathon-oujda": "cooperative-projects"}
OFFICERS = {
    "kawaliss": "officer@demo.example",
    "cooperative-projects": "odco@demo.example",
    "technopark-hosting": "sites@demo.example",
}
PANEL = (1, 3, 12)  # jurors of the ideathon, and of the small calls
LEGAL_FORMS = {
    "association": LegalForm.ASSOCIATION,
    "company": LegalForm.COMPANY,
    "foundation": LegalForm.FOUNDATION,
    "local_authority": LegalForm.PUBLIC,
    "public_office": LegalForm.PUBLIC,
}


def logins() -> tuple[Login, ...]:
    """Everybody who can log in to the demonstration."""
    others = (talent_logins, market_logins, house_logins, cohort_logins, site_logins)
    return (*CAST, *juror_logins(jurors(SEED)), *(login for of in others for login in of()))


def load(folder: Path, sizes: Mapping[str, int] = SIZES) -> list[str]:
    """Loads what is missing and returns the steps done now. The logins' file lies in ``folder``.

    ``sizes``: how many applications by call; those the clock has not reached are left out.
    Raises PermissionDenied outside a demonstration.
    """
    people = open_logins(logins(), folder)
    return [name for name, step in _steps(people, sizes) if _once(name, step)]


def _once(name: str, step: Callable[[], object]) -> bool:
    """Runs a step unless it was done; a step that fails leaves nothing behind."""
    if AuditLine.objects.filter(act="load_demonstration", why=name).exists():
        return False
    with recorded("load_demonstration", by=None, why=name):
        step()
    return True


def _steps(people: Mapping[str, Person], sizes: Mapping[str, int]) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "places", _load_places
    yield "organisations", _load_organisations
    yield "programmes", partial(_load_programmes, people)
    for slug in SLUGS:
        yield f"call {slug}", partial(_load_call, slug, _officer(slug, people))
        yield f"applications {slug}", partial(_load_applications, slug, sizes[slug])
    yield "screening kawaliss-2", partial(_screen, _officer("kawaliss-2", people))
    yield "jury kawaliss-2", partial(_seat, people)
    yield "marks kawaliss-2", partial(_mark, _officer("kawaliss-2", people))
    yield "panel ideathon-oujda", partial(_seat_panel, _officer("ideathon-oujda", people))
    yield "skills", partial(_load_talents, people)
    yield "funding", _load_instruments
    yield "markets", partial(_load_markets, people)
    yield "orders", partial(_load_orders, people)
    yield "fair", partial(_load_fair, people)
    yield "ideas", partial(_load_ideas, people)
    yield "house", partial(_load_house, people)
    yield "cooperatives", partial(_load_cooperatives, people)
    yield "cohorts", partial(_load_cohorts, people)
    yield "sites", partial(_load_sites, people)
    yield "hosting", partial(_load_hosting, people)
    yield "agreements", partial(_load_agreements, people)
    yield "aftermath", partial(_load_aftermath, people)
    yield "figures", _load_figures
    yield "saved search", partial(_load_saved_search, people)
    yield "search", _load_index
    yield "clock", partial(set_clock, stands_at=moment(STANDS_AT, ZONE))


def _officer(slug: str, people: Mapping[str, Person]) -> Person:
    return people[OFFICERS[PROGRAMMES[slug]]]


@contextmanager
def _standing_at(year: int, month: int, day: int) -> Iterator[None]:
    """The product's clock at ten in the morning of a day, so that what is done carries the date it would have had."""
    set_clock(stands_at=moment(datetime(year, month, day, 10), ZONE))
    yield
    set_clock(stands_at=None)


def _load_talents(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_talents(people, door.programme_named("kawaliss").organisation)


def _load_markets(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_markets(people)


def _load_orders(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_orders(people)


def _load_fair(people: Mapping[str, Person]) -> None:
    officer = people[OFFICERS["cooperative-projects"]]
    call = _small_call(fair.fair_call(), officer, fair.ANNOUNCED, fair.CHOSEN)
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        fair.give_stands(call, officer)


def _load_hosting(people: Mapping[str, Person]) -> None:
    officer = people[OFFICERS["technopark-hosting"]]
    call = _small_call(hosting.hosting_call(), officer, hosting.ANNOUNCED, hosting.CHOSEN)
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        hosting.lead_to_site(call, officer)


def _small_call(small: SmallCall, officer: Person, announced: date, chosen: date) -> door.Call:
    """Announced on one day, its results published on another."""
    with _standing_at(announced.year, announced.month, announced.day):
        call = announce(small, officer)
    with _standing_at(chosen.year, chosen.month, chosen.day):
        choose(call, small, [juror for juror in jurors(SEED) if juror.number in PANEL], officer)
    return call


def _load_ideas(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_ideas(people)


def _load_house(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_house(people)


def _load_cooperatives(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_cooperatives(people)


def _load_cohorts(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_cohorts(people)


def _load_sites(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_sites(people, SEED)


def _load_agreements(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_agreements(people)


def _load_figures() -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_figures()


def _load_saved_search(people: Mapping[str, Person]) -> None:
    """Saved before the index is read: what it finds is new on the page, and in tomorrow's letter."""
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        match.save_over_markets(
            search=None,
            name="تجفيف مرج الزيتون (DEMO)",
            words="مرج الزيتون",
            frequency="daily",
            by=people["holder@demo.example"],
        )


def _load_index() -> None:
    match.place_changed()
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        match.note_news()


def _load_aftermath(people: Mapping[str, Person]) -> None:
    with _standing_at(STANDS_AT.year, STANDS_AT.month, STANDS_AT.day):
        load_aftermath(people, STANDS_AT)


def _load_instruments() -> None:
    match.load_instruments(text=match.INSTRUMENTS.read_text(encoding="utf-8"), source=match.INSTRUMENTS.name, by=None)


def _load_places() -> None:
    load_places()
    forget_places()


def _load_organisations() -> None:
    for public in organisations():
        record_organisation(
            slug=public.code,
            name=public.name,
            other_names=public.alternative_names,
            by=None,
            legal_form=LEGAL_FORMS.get(public.kind, ""),
            region_id=public.region,
            source_url=public.source_url or "",
        )


def _load_programmes(people: Mapping[str, Person]) -> None:
    data = _read("programmes.toml")
    for entry in data["programme"]:
        operator = Organisation.objects.get(slug=entry["organisation"])
        programme = door.create_programme(
            organisation=operator,
            slug=entry["slug"],
            title=entry["title"],
            summary=entry["summary"],
            partners=Organisation.objects.filter(slug__in=entry["partners"]),
            is_demo=True,
            by=None,
        )
        join_organisation(person=people[OFFICERS[programme.slug]], organisation=operator, role="officer", by=None)
    kawaliss = door.programme_named("kawaliss")
    door.give_role(person=people["president@demo.example"], programme=kawaliss, role="president", by=None)
    _load_figure(data["figure"])


def _load_figure(entry: Mapping[str, Any]) -> None:
    cohort = cohort1()
    counts = Counter(project.region for project in cohort.projects)
    door.record_figure(
        programme=door.programme_named(entry["programme"]),
        code=entry["code"],
        label=entry["label"],
        note=entry["note"],
        stated=cohort.published_total,
        parts=[{"label": region_names()[region], "count": count} for region, count in sorted(counts.items())],
        source_url=cohort.source_url,
        by=None,
    )


def _load_call(slug: str, officer: Person) -> None:
    wanted = definition(slug)
    header = wanted.rules["call"]
    announced = header["opens_at"] - timedelta(days=7)
    with _standing_at(announced.year, announced.month, announced.day):
        call = door.create_call(
            programme=door.programme_named(PROGRAMMES[slug]),
            kind_code=header["kind"],
            slug=slug,
            title=header["title"],
            by=officer,
        )
        door.save_draft(call=call, rules=wanted.rules, content=wanted.content, by=officer)
        door.publish_call(call=call, by=officer)


def _load_applications(slug: str, size: int) -> None:
    call = door.call_named(slug)
    add_applications(call=call, count=size, seed=SEED, until=STANDS_AT)


def _screen(officer: Person) -> None:
    call = door.call_named("kawaliss-2")
    with _standing_at(2024, 4, 3):
        admit_eligible(call=call, by=officer)
        ask_papers(call=call, due=datetime(2024, 4, 12, 18), by=officer)


def _seat(people: Mapping[str, Person]) -> None:
    call, officer = door.call_named("kawaliss-2"), _officer("kawaliss-2", people)
    with _standing_at(2024, 4, 4):
        seat_jury(call=call, seats=jurors(SEED), by=officer)
        president = people["president@demo.example"]
        door.invite_juror(
            call=call, email=president.email, languages=("fr", "ar"), name=president.name, is_president=True, by=officer
        )


def _mark(officer: Person) -> None:
    call = door.call_named("kawaliss-2")
    with _standing_at(2024, 4, 19):
        judge(call=call, numbers=range(1, next_number(call)), seed=SEED, by=officer)


def _seat_panel(officer: Person) -> None:
    call = door.call_named("ideathon-oujda")
    with _standing_at(2025, 3, 31):
        seat_jury(call=call, seats=[juror for juror in jurors(SEED) if juror.number in PANEL], by=officer)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
