"""Integration: a search over all markets is saved, and what comes later is told, once, of what anybody may read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mouakaba.base.notify.actions import stop_letters
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.entries.models import Entry
from mouakaba.match.finding.actions import place_changed
from mouakaba.match.listings.models import Opening
from mouakaba.match.searches.actions import delete_search, note_news, pause_search, save_over_markets, tell_searches
from mouakaba.match.searches.models import SavedSearch, SearchHit
from mouakaba.match.searches.queries import searches_of
from mouakaba.match.searches.rules import AT_ONCE, MOST_SEARCHES, NEAR
from mouakaba.match.skills.queries import is_installed, vectors
from tests import factories
from tests.match.conftest import TODAY, as_, make_opening, make_training
from tests.match.ideas.conftest import make_idea
from tests.match.searches.test_searches import letters, openings_search, url
from tests.match.trades.conftest import COACHING, NEED, make_listing, member
from tests.match.trades.test_persons import MENTOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(places: None, today: None) -> Any:
    """An organisation that lists."""
    return member("demo-house", "fr")[1]


def save(by: Any, **values: Any) -> SavedSearch:
    return save_over_markets(search=None, by=by, **{"name": "DEMO search", "frequency": "daily", **values})


def place() -> None:
    """What the workers do within minutes."""
    place_changed()
    note_news()
    cache.clear()


def fresh(search: SavedSearch) -> int:
    return searches_of(search.owner).get(pk=search.pk).fresh


def noted(search: SavedSearch) -> list[str]:
    rows = Entry.objects.filter(hits__search=search, hits__seen_at__isnull=True)
    return sorted(str(row.opening.title if row.opening else row.idea.title["fr"]) for row in rows)


# What is found


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"words": "soudure"}, ["Formation en soudure", "Soudeur"]),
        ({"words": "SOUDURES ateliers"}, ["Formation en soudure"]),
        ({"words": "soudure", "kind_code": "talent_openings"}, ["Soudeur"]),
        ({"kind_code": "services"}, ["Conseil ailleurs", "Conseil en gestion"]),
        ({"kind_code": "services", "region": "MA-05"}, ["Conseil ailleurs"]),
        ({"side": "offer"}, ["Conseil ailleurs", "Conseil en gestion"]),
        ({"side": "need"}, []),  # needs of this kind are shown to nobody
        ({"kind_code": "services", "side": "need"}, []),
        ({"words": "التمور"}, ["Séchage des dattes"]),
        ({"words": "dattes", "kind_code": "ideas", "region": "MA-02"}, ["Séchage des dattes"]),
        ({"words": "dattes", "kind_code": "ideas", "region": "MA-05"}, []),
        ({"words": "astronomie"}, []),
    ],
)
def test_news_are_found_by_words_market_side_and_region(
    sara: Any, alice: Any, house: Any, asked: Any, titles: list[str]
) -> None:
    search = save(sara, **asked)
    make_training(house, title="Formation en soudure", text="En atelier")
    make_opening(house, title="Soudeur", text="Soudure à l’arc")
    make_listing(house, "offer", COACHING, title="Conseil en gestion", text="-")
    make_listing(house, "offer", {**COACHING, "region": "MA-05"}, title="Conseil ailleurs", text="-")
    make_listing(house, "need", NEED, title="Besoin de soudure", text="atelier")
    make_idea(alice, title={"fr": "Séchage des dattes", "ar": "تجفيف التمور"})
    place()
    assert noted(search) == titles
    assert fresh(search) == len(titles)
    place()
    assert SearchHit.objects.filter(search=search).count() == len(titles)


def test_meaning_is_told_only_when_near(sara: Any, house: Any) -> None:
    """A letter goes less far than the page: what the page calls near may be noise in a letter."""
    assert is_installed(), "the list of skills is set up by script/test"
    search = save(sara, words="énergie solaire")
    make_opening(house, title="مهندس في الطاقة الشمسية", text="تركيب الألواح وصيانتها")
    make_opening(house, title="Installation de pompes solaires pour l’irrigation", text="Champs et oasis")
    make_opening(house, title="Comptable", text="Tenue des comptes")
    place()
    asked = vectors(["énergie solaire"])[0]
    away = {
        str(row.opening.title): 1 - float(asked @ _floats(row.vector))
        for row in Entry.objects.select_related("opening").exclude(vector=None)
        if row.opening
    }
    assert noted(search) == sorted(title for title, distance in away.items() if distance < NEAR)
    assert "مهندس في الطاقة الشمسية" in noted(search) and "Comptable" not in noted(search)


def _floats(text: str) -> Any:
    import numpy as np

    return np.array([float(one) for one in text.strip("[]").split(",")])


def test_what_was_there_and_ones_own_are_no_news(sara: Any, house: Any, boss: Any, startup: Any) -> None:
    make_training(house, title="Soudure avant")
    place()
    search, ours = save(sara, words="soudure"), save(boss, words="soudure", organisation=startup)
    assert (fresh(search), noted(ours)) == (0, [])
    make_training(startup, title="Soudure de la maison")
    make_listing(None, "offer", MENTOR, person=sara, kind_code="mentors", title="Soudure de Sara")
    Opening.objects.filter(title="Soudure avant").update(text="autre texte")
    place()
    assert (noted(search), noted(ours)) == (["Soudure de la maison"], ["Soudure de Sara"])


def test_a_draft_is_news_when_it_is_opened_and_a_changed_one_when_it_answers(sara: Any, house: Any) -> None:
    search = save(sara, words="soudure")
    row = make_training(house, title="Soudure", state="draft")
    other = make_training(house, title="Poterie")
    place()
    assert noted(search) == []
    Opening.objects.filter(pk=row.pk).update(state="open")
    place()
    assert noted(search) == ["Soudure"]
    Opening.objects.filter(pk=other.pk).update(title="Poterie et soudure")
    place()
    assert noted(search) == ["Poterie et soudure", "Soudure"]
    Opening.objects.filter(pk=other.pk).update(title="Poterie du sud")
    place()
    assert noted(search) == ["Soudure"]


def test_a_changed_search_begins_anew(sara: Any, house: Any) -> None:
    make_training(house, title="Poterie")
    search = save(sara, words="soudure")
    make_training(house, title="Soudure unique")
    place()
    assert fresh(search) == 1
    save_over_markets(search=search, words="poterie", name="DEMO", frequency="daily", by=sara)
    assert fresh(search) == 0
    make_training(house, title="Poterie du sud")
    make_training(house, title="Soudure")
    place()
    assert noted(search) == ["Poterie du sud"]


# Letters


def test_one_letter_tells_of_skills_and_markets_and_nothing_twice(sara: Any, house: Any, stand_at: Any) -> None:
    search = save(sara, words="soudure", name="DEMO markets")
    openings_search(sara, name="DEMO openings")
    row = make_training(house, title="DEMO Formation en soudure", closes_on=date(2026, 6, 1))
    make_opening(house, title="DEMO opening new", closes_on=date(2026, 6, 1))
    place()
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 1
    [letter] = letters(sara)
    for part in ("DEMO markets", "DEMO openings", "DEMO Formation en soudure", "DEMO opening new", "/ar/letters/stop/"):
        assert part in letter.body
    assert f"/ar/my/searches/{search.pk}/" in letter.body
    for state in ("closed", "open"):
        Opening.objects.filter(pk=row.pk).update(state=state)
        place()
    stand_at("2026-03-04 08:00:00")
    assert tell_searches() == 0
    assert fresh(search) == 1  # told, and still new on the page
    assert as_(sara).get(url("my_search", search.pk)).status_code == 200
    assert fresh(search) == 0


def test_what_comes_after_the_letter_of_the_day_is_told_tomorrow(sara: Any, house: Any, stand_at: Any) -> None:
    save(sara, words="soudure", name="DEMO one")
    save(sara, words="poterie", name="DEMO two")
    make_training(house, title="Soudure")
    place()
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 1
    make_training(house, title="Poterie")
    place()
    stand_at("2026-03-03 09:00:00")
    assert tell_searches() == 0
    stand_at("2026-03-04 08:00:00")
    assert tell_searches() == 1
    assert [("Soudure" in one.body, "Poterie" in one.body) for one in letters(sara)] == [(True, False), (False, True)]


@pytest.mark.parametrize("quiet", ["never", "paused", "stopped", "erased", "closed", "gone", "hidden", "seen", "left"])
def test_who_wants_no_letter_and_what_nobody_may_read(
    sara: Any, house: Any, startup: Any, stand_at: Any, quiet: str
) -> None:
    Membership.objects.create(person=sara, organisation=startup, role="owner")
    whose = startup if quiet == "left" else None
    search = save(sara, words="soudure", organisation=whose, frequency="never" if quiet == "never" else "daily")
    row = make_training(house, title="Soudure")
    place()
    acts = {
        "never": lambda: None,
        "paused": lambda: pause_search(search=search, paused=True, by=sara),
        "stopped": lambda: stop_letters(person=sara, topic="searches", by=sara),
        "erased": lambda: erase_person(person=sara, by=sara),
        "closed": lambda: Opening.objects.filter(pk=row.pk).update(state="closed"),
        "gone": lambda: Opening.objects.filter(pk=row.pk).delete(),
        "hidden": lambda: Opening.objects.filter(pk=row.pk).update(kind_code="services", side="need"),
        "seen": lambda: as_(sara).get(url("my_search", search.pk)),
        "left": lambda: Membership.objects.filter(person=sara).delete(),
    }
    acts[quiet]()
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 0
    assert not OutboxMessage.objects.filter(key__startswith="searches:").exists()
    if quiet in {"closed", "hidden"}:
        assert fresh(search) == 0


def test_a_weekly_letter_waits_a_week(sara: Any, house: Any, stand_at: Any) -> None:
    save(sara, words="soudure", frequency="weekly")
    make_training(house, title="Soudure")
    place()
    told = []
    for day in range(3, 10):
        stand_at(f"2026-03-0{day} 08:00:00")
        told.append(tell_searches())
    assert told == [0, 0, 0, 0, 0, 0, 1]


# What a member sees


def test_a_side_that_is_not_public_is_found_by_nobody(house: Any, sara: Any) -> None:
    """Neither by who listed it, nor by a colleague, a stranger or anybody: by page, sheet, API or saved search."""
    owner = Membership.objects.get(organisation=house).person
    colleague = factories.make_person("Colleague")
    Membership.objects.create(person=colleague, organisation=house, role="officer")
    searches = [save(person, words="grenade") for person in (owner, colleague, sara)]
    make_listing(house, "need", NEED, title="Besoin grenade", text="grenade")
    place()
    for person in (owner, colleague, sara, None):
        for address in (
            "/fr/markets/search/?q=grenade", "/fr/markets/search/?kind=services&side=need",
            "/fr/markets/search/?q=grenade&format=csv", "/api/v1/listings?q=grenade",
        ):  # fmt: skip
            page = as_(person).get(address)
            assert page.status_code == 200, address
            assert "Besoin grenade" not in page.content.decode(), address
    for search in searches:
        assert noted(search) == []
        assert "Besoin grenade" not in as_(search.owner).get(url("my_search", search.pk)).content.decode()


# Rights, bad input, data


def test_a_search_is_saved_from_its_page_in_ones_own_name_or_an_organisations(
    boss: Any, startup: Any, sara: Any, house: Any
) -> None:
    page = as_(boss).get("/fr/markets/search/?q=soudure&kind=trainings")
    assert "/fr/markets/search/save/?q=soudure&amp;kind=trainings" in page.content.decode()
    assert "/search/save/" not in as_(boss).get("/fr/markets/search/").content.decode()
    form = as_(boss).get("/fr/markets/search/save/?q=soudure&kind=trainings&side=x&region=MA-02").content.decode()
    assert 'value="soudure"' in form and 'value="MA-02" selected' in form
    sent = {"words": "soudure", "kind_code": "trainings", "region": "MA-02", "name": "DEMO", "frequency": "weekly"}
    made = as_(boss).post("/fr/markets/search/save/", {**sent, "organisation": startup.pk})
    search = SavedSearch.objects.get()
    assert made.headers["Location"] == f"/fr/office/searches/{search.pk}/"
    assert (search.organisation, search.regions, search.terms) == (startup, ["MA-02"], ["soudure"])
    assert "DEMO" in as_(boss).get("/fr/office/searches/").content.decode()
    made = as_(sara).post("/fr/markets/search/save/", sent)
    mine = SavedSearch.objects.get(owner=sara)
    assert made.headers["Location"] == f"/fr/my/searches/{mine.pk}/"
    html = as_(sara).get(made.headers["Location"]).content.decode()
    assert "/fr/markets/search/?q=soudure&amp;kind=trainings&amp;region=MA-02" in html
    changed = {**sent, "words": "poterie", "side": ""}
    assert as_(sara).post(f"/fr/my/searches/{mine.pk}/edit/", changed).status_code == 302
    mine.refresh_from_db()
    assert (mine.words, mine.terms, mine.over_markets) == ("poterie", ["poterie"], True)


def test_owner_colleague_stranger_and_nobody(boss: Any, startup: Any, sara: Any, charlie: Any, house: Any) -> None:
    colleague, viewer = factories.make_person("Colleague"), factories.make_person("Viewer")
    Membership.objects.create(person=colleague, organisation=startup, role="officer")
    Membership.objects.create(person=viewer, organisation=startup, role="viewer")
    mine, ours = save(sara, words="soudure"), save(boss, words="soudure", organisation=startup)
    for person in (boss, colleague):
        assert as_(person).get(url("office_search", ours.pk)).status_code == 200
    assert as_(sara).get(url("my_search", mine.pk)).status_code == 200
    for name in ("search", "search_edit", "search_state", "search_skills"):
        for person in (viewer, charlie, sara):
            assert as_(person).post(url(f"office_{name}", ours.pk), {"act": "delete"}).status_code == 404
        for person in (boss, charlie):
            assert as_(person).post(url(f"my_{name}", mine.pk), {"act": "delete"}).status_code == 404
    assert as_(None).get(url("my_search", mine.pk)).status_code == 302
    turned = as_(None).get("/fr/markets/search/save/?q=soudure")
    assert turned.status_code == 302 and "q%3Dsoudure" in turned.headers["Location"]
    sent = {"words": "x", "name": "DEMO", "frequency": "daily", "organisation": startup.pk}
    assert as_(viewer).post("/fr/markets/search/save/", sent).status_code == 302
    assert SavedSearch.objects.get(owner=viewer).organisation is None
    other = factories.make_organisation("demo-other")
    assert as_(boss).post("/fr/markets/search/save/", {**sent, "organisation": other.pk}).status_code == 422
    assert not SavedSearch.objects.filter(organisation=other).exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_bad_input_is_said_and_nothing_typed_is_lost(sara: Any, house: Any, language: str) -> None:
    client, address = as_(sara), f"/{language}/markets/search/save/"
    sent = {"words": "DEMO typed", "kind_code": "x", "side": "y", "region": "z", "name": "", "frequency": "hourly"}
    response = client.post(address, sent)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"kind_code", "side", "region", "name", "frequency"}
    assert "DEMO typed" in response.content.decode()
    for words in ("", "؟ !", "x\0y", "x" * 201):
        response = client.post(address, {"words": words, "name": "DEMO", "frequency": "daily"})
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"words"}), words
    for number in range(MOST_SEARCHES):
        save(sara, words="x", name=f"DEMO {number}")
    response = client.post(address, {"words": "DEMO typed", "name": "DEMO", "frequency": "daily"})
    assert response.status_code == 422 and "DEMO typed" in response.content.decode()


def test_searches_leave_with_the_data_and_are_erased_with_it(sara: Any, house: Any) -> None:
    search = save(sara, words="soudure", side="offer", region="MA-02")
    make_training(house, title="Soudure")
    place()
    [taken] = export_person(sara)["searches"]
    assert (taken["over_markets"], taken["words"], taken["side"], taken["regions"]) == (
        True, "soudure", "offer", ["MA-02"],
    )  # fmt: skip
    erase_person(person=sara, by=sara)
    assert not SavedSearch.objects.filter(pk=search.pk).exists()
    assert not SearchHit.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_open_in_each_language_within_the_budget(
    boss: Any, startup: Any, house: Any, alice: Any, language: str
) -> None:
    mine, ours = save(boss, words="soudure"), save(boss, side="offer", organisation=startup)
    for number in range(6):
        save(boss, words="soudure", name=f"DEMO {number}", organisation=startup)
    for number in range(25):
        make_training(house, title=f"Soudure {number}")
        make_listing(house, "offer", COACHING, title=f"Soudure offerte {number}")
    make_idea(alice, title={"fr": "Soudure à deux", "ar": "لحام"})
    place()
    client = as_(boss)
    for name, arguments in (
        ("my_searches", ()), ("office_searches", ()), ("market_search_save", ()),
        ("my_search_edit", (mine.pk,)), ("my_search", (mine.pk,)), ("my_search", (mine.pk,)),
        ("office_search", (ours.pk,)), ("office_search_edit", (ours.pk,)),
    ):  # fmt: skip
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            html = client.get(url(name, *arguments, language=language)).content.decode()
        assert f'lang="{language}"' in html
        assert len(queries) <= 12, (name, [query["sql"][:120] for query in queries])


def test_new_ones_come_first_and_are_marked(sara: Any, house: Any) -> None:
    for number in range(25):
        make_training(house, title=f"Soudure {number}")
    place()
    search = save(sara, words="soudure")
    make_training(house, title="Soudure nouvelle")
    place()
    page = as_(sara).get(url("my_search", search.pk))
    first, *rest = page.context["finds"]
    assert (first[0].title, first[-1], any(card[-1] for card in rest)) == ("Soudure nouvelle", True, False)
    assert page.context["page"].paginator.count == 26


# Many, and at once


def test_many_entries_and_many_searches_are_looked_up_in_few_statements(sara: Any, house: Any) -> None:
    """Statements are counted by the fifty of what is new, whatever the searches; an idle look asks one question."""
    words = [f"mot{number}" for number in range(300)]
    SavedSearch.objects.bulk_create(
        SavedSearch(
            over_markets=True, owner=sara, name=word, words=word, terms=[word], made_at=factories.at(TODAY),
            looked_on=date(2026, 3, 2), told_on=date(2026, 3, 2),
        )
        for word in words
    )  # fmt: skip
    for number in range(200):
        make_training(house, title=f"mot{number} mot{number + 1}")
    place_changed()
    with CaptureQueriesContext(connection) as queries:
        assert note_news() >= 200
    assert len(queries) <= 8 * (200 // AT_ONCE + 1)
    assert SearchHit.objects.count() == 400
    with CaptureQueriesContext(connection) as queries:
        assert note_news() == 0
    assert len(queries) <= 4
    with CaptureQueriesContext(connection) as queries:
        delete_search(search=SavedSearch.objects.get(name="mot1"), by=sara)
    assert SearchHit.objects.count() == 398


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_is_found_by_the_next_look(sara: Any, house: Any) -> None:
    """A listing written before the look and committed after it, with another committed in between."""
    search = save(sara, words="soudure")
    written, looked = Event(), Event()

    def late() -> None:
        try:
            with transaction.atomic():
                make_training(house, title="Soudure tardive")
                written.set()
                assert looked.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(late)
        assert written.wait(30)
        make_training(house, title="Soudure rapide")
        place()
        assert noted(search) == ["Soudure rapide"]
        looked.set()
        running.result()
    place()
    assert noted(search) == ["Soudure rapide", "Soudure tardive"]


@pytest.mark.django_db(transaction=True)
def test_a_search_saved_while_somebody_looks_misses_nothing(sara: Any, house: Any) -> None:
    """The look waits for a search that knows what is there and is not committed: what came between is its news."""
    saved, placed = Event(), Event()

    def saving() -> None:
        try:
            with transaction.atomic():
                save(sara, words="soudure")
                saved.set()
                assert placed.wait(30)
        finally:
            connection.close()

    def looking() -> int:
        try:
            return note_news()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(saving)
        assert saved.wait(30)
        make_training(house, title="Soudure entre deux")
        place_changed()
        second = pool.submit(looking)
        _until_somebody_waits()
        placed.set()
        first.result()
        assert second.result() >= 1
    assert noted(SavedSearch.objects.get()) == ["Soudure entre deux"]


def _until_somebody_waits() -> None:
    """Until a transaction waits for the lock, as the server tells."""
    for _attempt in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")
