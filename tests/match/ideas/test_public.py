"""The bank as anybody reads it: list, map, feed, frame, sheet, API."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from python_calamine import CalamineWorkbook

from mouakaba.match.entries.models import Entry
from mouakaba.match.finding.actions import place_changed
from mouakaba.match.funding.actions import load_instruments
from mouakaba.match.funding.rules import INSTRUMENTS
from mouakaba.match.ideas.actions import save_plan
from mouakaba.match.ideas.models import Idea
from mouakaba.match.ideas.queries import similar
from mouakaba.match.ideas.rules import MAP_SIZE
from mouakaba.match.skills.queries import is_installed
from tests import factories
from tests.match.conftest import as_
from tests.match.ideas.conftest import make_idea

PLAN = {
    "start": {"equipment": 60_000_00},
    "monthly": {"wages": 6_000_00, "energy": 2_000_00},
    "unit": {"fr": "kilo"},
    "units": 300,
    "price": 40_00,
    "own": 20_000_00,
}


@pytest.fixture
def planned(idea: Idea) -> Idea:
    save_plan(idea=idea, by=None, values=PLAN)
    load_instruments(text=INSTRUMENTS.read_text(encoding="utf-8"), source="instruments.toml", by=None)
    return idea


def shown(query: str, language: str = "fr") -> list[str]:
    page = as_(None).get(f"/{language}/ideas/?{query}")
    assert page.status_code == 200
    return [idea.title["en"] for idea in page.context["page"]]


def test_filters_narrow_the_list(places: None, today: None) -> None:
    make_idea(title={"ar": "تَجفيفُ التّمور", "fr": "Séchage des dattes", "en": "Dates"}, region="MA-02")
    make_idea(title=factories.words("Tours"), sector="tourism", region="MA-03", cost_from=200_000, cost_to=300_000)
    make_idea(title=factories.words("Hidden"), public=False)
    assert shown("") == ["Tours (en)", "Dates"]
    for query in ("q=تجفيف", "q=SECHAGE", "q=dates", "region=MA-02", "sector=food_farming", "most=50000"):
        assert shown(query) == ["Dates"], query
    assert shown("q=Hidden") == shown("q=x%00") == []
    assert shown("region=nowhere&sector=none&most=7") == ["Tours (en)", "Dates"]
    counts = {code: n for code, _name, n in as_(None).get("/fr/ideas/").context["regions"]}
    assert (counts["MA-02"], counts["MA-03"], counts["MA-01"], len(counts)) == (1, 1, 0, 12)


def test_the_list_leaves_as_csv_without_formulas(places: None, today: None) -> None:
    make_idea(title={"fr": "=cmd()"})
    text = as_(None).get("/fr/ideas/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][0] == "'=cmd()"
    assert "Oriental" in rows[1]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_of_an_idea_in_every_language(planned: Idea, language: str) -> None:
    for path in ("", "story/", "around/", "plan/"):
        page = as_(None).get(f"/{language}/ideas/{planned.pk}/{path}")
        assert page.status_code == 200, path
        assert planned.title[language] in page.content.decode()


def test_pages_ask_few_queries(planned: Idea, alice: Any, keeper: Any, django_assert_max_num_queries: Any) -> None:
    for _n in range(5):
        make_idea(alice)
    place_changed()
    here = f"ideas/{planned.pk}"
    public = ["ideas/", f"{here}/", f"{here}/story/", f"{here}/around/", f"{here}/plan/", "ideas/challenges/"]
    mine = ["my/ideas/", "my/ideas/new/", f"my/{here}/adopt/"]
    for person, paths in (
        (None, [*public, "ideas/embed/", "ideas/feed/"]),
        (alice, [*public, *mine]),
        (keeper, ["office/ideas/", f"office/{here}/", f"office/{here}/plan/"]),
    ):
        client = as_(person)
        for path in paths:
            with django_assert_max_num_queries(12):
                assert client.get(f"/ar/{path}").status_code == 200, path


def test_money_that_may_be_open_is_named_with_a_link_that_asks_more(planned: Idea) -> None:
    page = as_(None).get(f"/fr/ideas/{planned.pk}/around/")
    assert 0 < len(page.context["funds"]) <= 8
    assert {answer for _one, answer, _form, _most in page.context["funds"]} <= {"yes", "cannot_tell"}
    asked = as_(None).get(page.context["more"])
    assert asked.status_code == 200
    assert asked.context["form"]["project.region"].value() == "MA-02"
    assert asked.context["form"]["project.branch"].value() == "agriculture"


def test_the_plan_is_a_table_and_a_workbook(planned: Idea) -> None:
    page = as_(None).get(f"/fr/ideas/{planned.pk}/plan/")
    assert page.context["result"].pays_back == 15
    sheet = as_(None).get(f"/fr/ideas/{planned.pk}/plan/?format=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet.getvalue()))
    rows = {row[0]: row[1] for row in book.get_sheet_by_index(0).to_python()}
    assert 15 in rows.values() and 60_000 in rows.values() and -12_000 in rows.values()
    bare = make_idea()
    assert as_(None).get(f"/fr/ideas/{bare.pk}/plan/").status_code == 404


def test_a_keeper_writes_a_plan_in_dirhams(idea: Idea, keeper: Any) -> None:
    path = f"/fr/office/ideas/{idea.pk}/plan/"
    told = {"start_equipment": "60000.50", "monthly_wages": "8000", "units": "300", "price": "40", "own": "20000"}
    assert as_(keeper).post(path, told | {"price": "-1"}).status_code == 422
    assert as_(keeper).post(path, told).status_code == 302
    idea.refresh_from_db()
    assert (idea.plan.start, idea.plan.price) == ({"equipment": 60_000_50}, 40_00)
    assert 'value="60000.50"' in as_(keeper).get(path).content.decode()


@pytest.mark.parametrize(("hosts", "ancestors"), [([], "'none'"), (["https://odco.example"], "https://odco.example")])
def test_the_list_alone_may_be_framed_where_the_operator_says(
    idea: Idea, settings: Any, hosts: list[str], ancestors: str
) -> None:
    settings.EMBED_HOSTS = hosts
    framed, page = as_(None).get("/ar/ideas/embed/"), as_(None).get("/ar/ideas/")
    assert f"frame-ancestors {ancestors}" in framed.headers["Content-Security-Policy"]
    assert ("X-Frame-Options" in framed.headers) is not bool(hosts)
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert '<nav class="entrances"' not in framed.content.decode()
    assert idea.title["ar"] in framed.content.decode()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_feed_is_atom_in_each_language(idea: Idea, language: str) -> None:
    feed = ElementTree.fromstring(as_(None).get(f"/{language}/ideas/feed/").content)
    atom = "{http://www.w3.org/2005/Atom}"
    [entry] = feed.findall(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == idea.title[language]
    assert entry.findtext(f"{atom}id") == f"urn:uuid:{idea.pk}"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language


def test_the_api_gives_pages(places: None, today: None) -> None:
    cache.clear()
    made = [make_idea(title={"en": f"Idea {n}"}) for n in range(3)]
    make_idea(public=False)
    first = as_(None).get("/api/v1/ideas?per_page=2").json()
    assert (first["count"], first["pages"], len(first["ideas"])) == (3, 2, 2)
    second = as_(None).get("/api/v1/ideas?per_page=2&page=2").json()["ideas"]
    assert {one["id"] for one in first["ideas"] + second} == {str(idea.pk) for idea in made}
    assert as_(None).get("/api/v1/ideas?page=9").json()["ideas"] == []
    assert as_(None).get("/api/v1/ideas?q=idea+1").json()["count"] == 1
    assert as_(None).get("/api/v1/ideas?region=MA-01").json()["count"] == 0
    assert first["ideas"][0]["regions"] == ["MA-02"]
    assert as_(None).get("/api/v1/ideas?per_page=100000").status_code == 422
    assert as_(None).get("/api/v1/ideas?page=x").json()["errors"][0]["field"].endswith("page")


DATES = {"ar": "تجفيف التمور بالطاقة الشمسية", "problem": "تضيع التمور بعد الجني بسبب غياب التجفيف"}
FIGS = {"fr": "Séchage solaire des dattes et des figues", "problem": "Les fruits se perdent après la récolte"}
TOURS = {"fr": "Visites guidées de la médina", "problem": "Les visiteurs manquent de guides locaux"}


def three() -> list[Idea]:
    made = [
        make_idea(title={code: text}, problem={code: told["problem"]}, model={code: text}, sector="food_farming")
        for told in (DATES, FIGS, TOURS)
        for code, text in [next(iter(told.items()))]
    ]
    place_changed()
    return [Idea.objects.get(pk=idea.pk) for idea in made]


def test_similar_ideas_are_found_across_languages(places: None, today: None) -> None:
    assert is_installed(), "the list of skills is set up by script/test"
    dates, figs, _tours = three()
    assert Entry.objects.filter(vector__isnull=False).count() == 3
    assert similar(dates)[0] == figs
    assert similar(figs)[0] == dates


def test_without_the_encoder_they_are_found_by_the_words_they_share(
    places: None, today: None, settings: Any, tmp_path: Any
) -> None:
    from mouakaba.match.skills import queries

    settings.SKILLS = tmp_path
    queries._index.cache_clear()
    try:
        one = make_idea(title={"fr": "Compost des olives"}, problem={"fr": "Margines olives"}, model={"fr": "compost"})
        near = make_idea(title={"fr": "Savon aux olives"}, problem={"fr": "Margines perdues"}, model={"fr": "compost"})
        far = make_idea(title={"fr": "Visites"}, problem={"fr": "Guides"}, model={"fr": "marche"})
        place_changed()
        assert not Entry.objects.filter(vector__isnull=False).exists()
        assert similar(one) == [near] and far not in similar(one)
    finally:
        queries._index.cache_clear()


def test_a_vector_is_computed_once_a_text(idea: Idea) -> None:
    place_changed()
    first = Entry.objects.get(idea=idea).of
    idea.takers = 2
    idea.save()
    assert place_changed() == 1
    assert Entry.objects.get(idea=idea).of == first
    idea.title = {"fr": "Autre chose"}
    idea.save()
    place_changed()
    assert Entry.objects.get(idea=idea).of != first


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_map_has_every_region_where_it_lies(idea: Idea, language: str) -> None:
    page = as_(None).get(f"/{language}/ideas/?sector={idea.sector}")
    dots = {dot.code: dot for dot in page.context["dots"]}
    assert len(dots) == 12 and all(0 < dot.x < MAP_SIZE[0] and 0 < dot.y < MAP_SIZE[1] for dot in dots.values())
    assert dots["MA-12"].x < dots["MA-09"].x < dots["MA-06"].x < dots["MA-02"].x
    assert dots["MA-01"].y < dots["MA-04"].y < dots["MA-06"].y < dots["MA-09"].y < dots["MA-12"].y
    apart = [
        (one.x - other.x) ** 2 + (one.y - other.y) ** 2
        for one in dots.values()
        for other in dots.values()
        if one.code < other.code
    ]
    assert min(apart) >= 20**2  # no dot hides another
    text = page.content.decode()
    assert f'href="?sector={idea.sector}&amp;region=MA-02"' in text and text.count("<circle") == 12
    here = as_(None).get(f"/{language}/ideas/?region=MA-02").content.decode()
    assert here.count('aria-current="true" aria-label=') == 1
