"""One search over every market: words, spellings, meaning, filters, and nothing that is not public."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from python_calamine import CalamineWorkbook

from mouakaba.base.audit.actions import recorded
from mouakaba.match.entries.models import Entry
from mouakaba.match.finding.actions import place_changed
from mouakaba.match.funding.actions import load_instruments
from mouakaba.match.funding.rules import INSTRUMENTS
from mouakaba.match.ideas.actions import close_idea
from mouakaba.match.listings.models import Opening
from mouakaba.match.skills.queries import is_installed
from tests import factories
from tests.match.conftest import as_, make_opening, make_training
from tests.match.ideas.conftest import make_idea
from tests.match.trades.conftest import COACHING, NEED, make_listing, member


@pytest.fixture
def house(places: None, today: None) -> Any:
    """An organisation that lists."""
    return member("demo-house", "fr")[1]


def place() -> None:
    place_changed()
    cache.clear()


def found(query: str, language: str = "fr", client: Any = None) -> list[Any]:
    page = (client or as_(None)).get(f"/{language}/markets/search/?{query}")
    assert page.status_code == 200
    return [one.title for one, *_rest in page.context["found"]]


@pytest.fixture
def markets(house: Any, alice: Any) -> Any:
    """Something on every market."""
    make_opening(house, ["welding"], title="مهندس في الطاقة الشمسية", text="تركيب الألواح وصيانتها")
    make_training(house, title="Formation en soudure", text="Souder l’acier en atelier")
    make_listing(house, "offer", COACHING, title="Accompagnement des coopératives", text="Conseil en gestion")
    make_listing(house, "need", NEED, title="Besoin caché", text="secret")
    make_idea(alice, title={"fr": "Séchage des dattes", "ar": "تجفيف التمور"})
    load_instruments(text=INSTRUMENTS.read_text(encoding="utf-8"), source="instruments.toml", by=None)
    place()
    return house


def test_every_market_is_searched(markets: Any) -> None:
    assert found("q=soudure")[0] == "Formation en soudure"
    assert found("q=cooperatives&kind=services") == ["Accompagnement des coopératives"]
    assert found("q=dattes")[0] == {"fr": "Séchage des dattes", "ar": "تجفيف التمور"}
    assert {"Intelaka" in str(title) for title in found("q=intelaka&kind=funding")[:1]} == {True}
    assert len(found("")) >= 10


@pytest.mark.parametrize("words", ["طاقه شمسيه", "الطَّاقَة الشَّمسية", "للطاقة", "مهندس"])
def test_arabic_is_found_in_any_spelling(markets: Any, words: str) -> None:
    assert found(f"q={words}")[0] == "مهندس في الطاقة الشمسية"


def test_french_words_find_an_arabic_listing(markets: Any) -> None:
    assert is_installed(), "the list of skills is set up by script/test"
    page = as_(None).get("/fr/markets/search/?q=énergie+solaire&kind=talent_openings")
    [(one, *_rest)] = page.context["found"]
    assert one.title == "مهندس في الطاقة الشمسية" and one.matched == ()
    assert "Proche par le sens" in page.content.decode()


def test_a_listing_that_is_not_public_is_never_found(markets: Any) -> None:
    """Nor a need of a kind that shows needs to nobody, nor a closed idea."""
    assert found("q=secret") == []
    for change in ({"state": "closed"}, {"state": "draft"}, {"closes_on": date(2026, 3, 1)}):
        row = make_training(markets, title="Poterie")
        place()
        assert found("q=poterie")[:1] == ["Poterie"]
        Opening.objects.filter(pk=row.pk).update(**change)
        assert found("q=poterie") == found("q=poterie", client=as_(factories.make_person(str(change)))) == []
    idea = make_idea(title={"fr": "Huile d’argan"})
    place()
    assert found("q=argan") == [{"fr": "Huile d’argan"}]
    close_idea(idea=idea, by=factories.make_person("keeper"))
    assert found("q=argan") == []


def test_filters_narrow_and_unknown_ones_count_for_nothing(markets: Any) -> None:
    make_listing(markets, "offer", {**COACHING, "region": "MA-05"}, title="Accompagnement ailleurs")
    place()
    assert set(found("q=accompagnement&side=offer")) == {"Accompagnement des coopératives", "Accompagnement ailleurs"}
    assert found("q=accompagnement&region=MA-05&kind=services") == ["Accompagnement ailleurs"]
    assert found("q=accompagnement&side=need&kind=services") == []
    assert len(found("q=accompagnement&side=x&kind=y&region=z")) >= 2
    assert found("q=x%00'%5C&page=zzz") == []


def test_what_changes_is_found_by_its_new_words(markets: Any) -> None:
    row = Opening.objects.get(title="Formation en soudure")
    row.title = "Formation en vannerie"
    row.save()
    assert Entry.objects.get(opening=row).stale == 1
    place()
    assert found("q=vannerie")[0] == "Formation en vannerie"
    assert "Formation en vannerie" not in [t for t in found("q=soudure") if t == "Formation en soudure"]
    markets.name = {"fr": "Maison Zellige"}
    markets.save()
    place()
    assert "Formation en vannerie" in found("q=zellige")
    row.delete()
    assert "Formation en vannerie" not in found("q=zellige")


def test_a_change_while_the_worker_reads_is_read_again(markets: Any) -> None:
    from mouakaba.match.entries.actions import place_entries
    from mouakaba.match.finding.queries import told_of

    row = make_training(markets, title="Avant")

    def reads(entries: Any) -> Any:
        told = told_of(entries)
        Opening.objects.filter(pk=row.pk).update(title="Apres")
        return told

    assert place_entries(reads) == 1
    assert Entry.objects.get(opening=row).stale == 1
    place()
    assert found("q=apres")[:1] == ["Apres"]
    assert place_changed() == 0


def test_entries_are_placed_within_a_recorded_act(markets: Any) -> None:
    make_training(markets, title="Poterie")
    with recorded("load_demonstration", by=None, why="search"):
        assert place_changed() == 1
    assert found("q=poterie")[:1] == ["Poterie"]


def test_results_leave_as_sheets_without_formulas(markets: Any) -> None:
    make_training(markets, title="=soudure()")
    place()
    text = as_(None).get("/fr/markets/search/?q=soudure&format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert {row[2] for row in rows[1:3]} == {"'=soudure()", "Formation en soudure"}
    assert rows[1][6] == "contient\u00a0: soudure"
    sheet = as_(None).get("/ar/markets/search/?q=soudure&format=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content))
    assert "=soudure()" in {row[2] for row in book.get_sheet_by_index(0).to_python()}
    assert as_(None).get("/ar/markets/search/?format=pdf").status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_pages_ask_few_queries(markets: Any, language: str, django_assert_max_num_queries: Any) -> None:
    for n in range(15):
        make_training(markets, title=f"Soudure {n}")
    place()
    client = as_(factories.make_person("Reader"))
    for path in ("markets/", "markets/search/", "markets/search/?q=soudure", "markets/search/?q=zzzzqqq"):
        cache.clear()
        with django_assert_max_num_queries(12):
            assert client.get(f"/{language}/{path}").status_code == 200, path


def test_tiles_count_what_is_public(markets: Any) -> None:
    page = as_(None).get("/fr/markets/")
    counts = {tile["name"]: tile["count"] for tile in page.context["tiles"]}
    assert (counts["Formations"], counts["Services et besoins"], counts["Projets à adopter"]) == (1, 1, 1)
    assert all(as_(None).get(tile["url"]).status_code == 200 for tile in page.context["tiles"])


def test_the_index_is_read_inside_a_recorded_act(house: Any) -> None:
    """As the demonstration does: the history's context goes before every statement."""
    row = make_training(house, title="Poterie d’Oujda")
    with recorded("load_demonstration", by=None, why="search"):
        assert place_changed() >= 1
    assert Entry.objects.get(opening=row).stale == 0
    assert found("q=poterie")[:1] == ["Poterie d’Oujda"]
