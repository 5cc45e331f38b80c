"""Pages of sites: rights, budgets, languages, refusals in words that lose nothing typed, sheets."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from mouakaba.accompany.spaces.actions import add_figure, add_waiting, let_space, save_member
from mouakaba.accompany.spaces.models import Member, Site, SiteFigure, Space, Stay, Waiting
from mouakaba.base.organisations.models import Organisation
from tests import factories
from tests.accompany.spaces.cast import DAY, make_member, make_space
from tests.browsing import as_

RENT = {"begins": "2026-03-02", "first_rate": "50", "later_after": "18", "later_rate": "100"}


@pytest.fixture
def full(world: SimpleNamespace) -> SimpleNamespace:
    """The world with a stay, somebody who waits, a figure."""
    world.stay = let_space(space=world.office, member=world.member, begins=DAY, by=world.officer)
    other = make_member(world.network, "DEMO second", contact=world.contact)
    given = {"decided_on": date(2026, 2, 1), "kind": "office", "wanted": Decimal(15)}
    world.waiting = add_waiting(site=world.site, member=other, by=world.officer, **given)
    told = {"least": Decimal(30000), "source_url": "https://example.ma/area", "published_on": "2014"}
    add_figure(site=world.site, code="area", by=world.officer, **told)
    return world


def pages(full: SimpleNamespace) -> list[str]:
    site = f"office/sites/{full.site.slug}/"
    return [
        "office/sites/",
        "office/members/",
        f"office/members/{full.member.pk}/",
        site,
        *(f"{site}{name}/" for name in ("spaces", "stays", "waiting", "occupancy")),
        f"office/waiting/{full.waiting.pk}/",
        f"office/stays/{full.stay.pk}/",
    ]


def changing(full: SimpleNamespace) -> list[str]:
    return ["office/new-site/", f"office/sites/{full.site.slug}/edit/", f"office/spaces/{full.office.pk}/"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_opens_for_the_officer_in_few_queries(
    full: SimpleNamespace, language: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):  # more rows, no more queries
        member = make_member(full.network, f"DEMO {number}")
        let_space(space=make_space(full.site, f"B{number}"), member=member, begins=DAY, by=full.officer)
    client = as_(full.officer)
    for path in [*pages(full), *changing(full)]:
        client.get(f"/{language}/{path}")  # the session is read and kept once
        with django_assert_max_num_queries(12):
            assert client.get(f"/{language}/{path}").status_code == 200, path


def test_a_colleague_reads_and_others_find_nothing(full: SimpleNamespace, charlie: Any) -> None:
    for path in pages(full):
        assert as_(full.reader).get(f"/fr/{path}").status_code == 200, path
        assert as_(charlie).get(f"/fr/{path}").status_code == 404, path
        assert as_(full.contact).get(f"/fr/{path}").status_code == 404, path
        assert as_(None).get(f"/fr/{path}").status_code == 302, path
    for path in changing(full):
        for person in (full.reader, charlie):
            assert as_(person).get(f"/fr/{path}").status_code == 404, path
    for path in ("end", "move", "steps"):
        assert as_(full.reader).post(f"/fr/office/stays/{full.stay.pk}/{path}/").status_code == 404
    for path in ("allot", "priority", "leave"):
        assert as_(full.reader).post(f"/fr/office/waiting/{full.waiting.pk}/{path}/").status_code == 404
    for path in ("waiting", "spaces"):
        assert as_(full.reader).post(f"/fr/office/sites/demo-site/{path}/").status_code == 404
    assert as_(full.reader).post(f"/fr/office/members/{full.member.pk}/", {"after": "develop"}).status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_anybody_reads_the_sites_without_members(full: SimpleNamespace, language: str) -> None:
    for path in ("sites/", f"sites/{full.site.slug}/"):
        page = as_(None).get(f"/{language}/{path}")
        assert page.status_code == 200 and "DEMO startup" not in page.content.decode()
    assert "https://example.ma/area" in page.content.decode() and "2014" in page.content.decode()
    assert as_(None).get(f"/{language}/sites/no-such-site/").status_code == 404


def test_a_member_reads_the_own_rent_and_the_own_place(full: SimpleNamespace, charlie: Any) -> None:
    page = as_(full.contact).get("/fr/my/stay/").content.decode()
    assert "100" in page and "2 septembre 2027" in page and "DEMO second" in page and "Rang 1 sur 1" in page
    assert "DEMO" not in as_(charlie).get("/en/my/stay/").content.decode().split("<main", 1)[1].split("DEMO Charlie")[0]
    assert "/fr/my/stay/" in as_(full.contact).get("/fr/my/").content.decode()
    assert "/fr/office/sites/" in as_(full.officer).get("/fr/office/").content.decode()


def test_an_officer_gives_a_space_and_the_second_is_refused_in_words(full: SimpleNamespace) -> None:
    client = as_(full.officer)
    path = f"/fr/office/waiting/{full.waiting.pk}/allot/"
    page = client.post(path, RENT | {"space": full.office.pk, "reason": "DEMO typed"})
    assert page.status_code == 422 and Stay.objects.count() == 1
    text = page.content.decode()
    assert "est loué à «\u00a0DEMO startup\u00a0»" in text and "DEMO typed" in text
    assert client.post(path, RENT | {"space": full.large.pk, "begins": "2026-04-01"}).status_code == 302
    stay = Stay.objects.get(space=full.large)
    assert [step.rate for step in stay.steps.all()] == [50_00, 100_00]
    assert Waiting.objects.get(pk=full.waiting.pk).state == "allotted"
    assert client.get(f"/fr/office/waiting/{full.waiting.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"begins": "31/31/2026"}, "begins"),
        ({"first_rate": "fifty"}, "first_rate"),
        ({"first_rate": "99999999"}, "first_rate"),
        ({"later_rate": ""}, "later_rate"),
        ({"ends": "2026-03-01"}, "ends"),
        ({"space": "999999"}, "space"),
    ],
)
def test_what_is_wrong_in_a_letting_is_told_at_its_field(full: SimpleNamespace, told: Any, field: str) -> None:
    given = RENT | {"space": full.large.pk, **told}
    page = as_(full.officer).post(f"/en/office/waiting/{full.waiting.pk}/allot/", given)
    assert page.status_code == 422 and field in page.context["allot"].errors
    assert Stay.objects.count() == 1


def test_priority_leaving_ending_stepping_moving(full: SimpleNamespace) -> None:
    client, waiting, stay = (
        as_(full.officer),
        f"/en/office/waiting/{full.waiting.pk}/",
        f"/en/office/stays/{full.stay.pk}/",
    )
    assert client.post(f"{waiting}priority/", {"priority": "3", "reason": ""}).status_code == 422
    assert client.post(f"{waiting}priority/", {"priority": "3", "reason": "DEMO why"}).status_code == 302
    assert "DEMO why" in client.get(waiting).content.decode()
    assert client.post(f"{waiting}leave/", {"reason": "DEMO gone"}).status_code == 302
    assert client.post(f"{waiting}leave/", {"reason": "DEMO gone"}).status_code == 422
    assert client.post(f"{stay}steps/", {"begins": "2026-02-01", "rate": "70"}).status_code == 422
    assert client.post(f"{stay}steps/", {"begins": "2026-07-01", "rate": "70.5"}).status_code == 302
    step = full.stay.steps.get(begins=date(2026, 7, 1))
    assert step.rate == 70_50
    assert client.post(f"{stay}steps/{step.pk}/remove/").status_code == 302 and full.stay.steps.count() == 2
    assert (
        client.post(f"{stay}move/", {"space": full.large.pk, "on": "2026-09-01", "reason": "DEMO"}).status_code == 302
    )
    assert Stay.objects.get(space=full.large).begins == date(2026, 9, 1)
    assert client.post(f"{stay}end/", {"ends": "2026-03-01", "reason": "DEMO"}).status_code == 422
    assert client.post(f"{stay}end/", {"ends": "2026-08-01", "reason": "DEMO"}).status_code == 302


def test_sites_spaces_figures_and_lists_are_recorded_by_forms(full: SimpleNamespace) -> None:
    client = as_(full.officer)
    told = {"network": full.network.pk, "slug": "demo-new", "name_ar": "موقع", "region": "MA-02", "status": "operating"}
    assert client.post("/fr/office/new-site/", told | {"commune": "Nowhere"}).status_code == 422
    page = client.post("/fr/office/new-site/", told | {"commune": "Oujda", "agreement": "Convention", "name_ar": ""})
    assert page.status_code == 422 and "Convention" in page.content.decode()
    assert (
        client.post("/fr/office/new-site/", told | {"commune": "Oujda", "agreement": "Convention"}).status_code == 302
    )
    site = Site.objects.get(slug="demo-new")
    assert site.agreement == {"fr": "Convention"} and site.commune is not None
    change = {
        "name_ar": "موقع",
        "region": "MA-02",
        "status": "works",
        "agreement": "Convention",
        "opens_until": "2026-01-01",
    }
    assert client.post("/ar/office/sites/demo-new/edit/", change).status_code == 422
    assert client.post("/ar/office/sites/demo-new/edit/", change | {"opens_from": "2026-01-01"}).status_code == 302
    site.refresh_from_db()
    assert (site.status, site.agreement) == ("works", {"fr": "Convention"})
    figure = {"code": "area", "least": "4000", "published_on": "2021-10", "source_url": "https://example.ma/a"}
    figures = "/fr/office/sites/demo-new/figures/"
    assert client.post(figures, figure | {"published_on": "May"}).status_code == 422
    assert client.post(figures, figure).status_code == 302
    assert client.post(f"{figures}{SiteFigure.objects.get(site=site).pk}/remove/").status_code == 302
    spaces = "/fr/office/sites/demo-new/spaces/"
    space = {"code": "A1", "kind": "office", "area": "20", "floor": "0", "x": "1"}
    assert client.post(spaces, space).status_code == 422
    assert client.post(spaces, space | {"y": "1", "width": "60", "depth": "40"}).status_code == 302
    assert "<svg" in client.get(spaces).content.decode()
    assert client.post(spaces, space | {"x": ""}).status_code == 422  # the code is taken
    made = Space.objects.get(site=site)
    assert client.post(f"/fr/office/spaces/{made.pk}/", space | {"x": "", "area": "22"}).status_code == 302
    let = RENT | {"act": "let", "member": full.member.pk, "reason": "DEMO"}
    assert client.post(f"/fr/office/spaces/{made.pk}/", let).status_code == 422  # works are under way
    queue = "/fr/office/sites/demo-new/waiting/"
    row = {"kind_of_member": "startup", "stage": "start", "decided_on": "2026-02-01", "kind": "office", "wanted": "20"}
    assert client.post(queue, row).status_code == 422
    assert client.post(queue, row | {"name": "DEMO third", "decided_on": "2027-01-01"}).status_code == 422
    assert client.post(queue, row | {"name": "DEMO third", "region": "MA-01"}).status_code == 302
    assert Member.objects.get(name="DEMO third").moves.get().after == "start"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_each_list_is_a_sheet_too(full: SimpleNamespace, ending: str) -> None:
    client = as_(full.officer)
    site = f"/ar/office/sites/{full.site.slug}/"
    for path in (
        "/ar/office/sites/",
        "/ar/office/members/",
        *(f"{site}{name}/" for name in ("spaces", "stays", "waiting", "occupancy")),
    ):
        file = client.get(f"{path}?format={ending}")
        assert file.headers["Content-Disposition"].endswith(f'.{ending}"'), path
        assert len(file.content) > 50
    if ending == "csv":
        text = client.get(f"{site}stays/?format=csv").content.decode("utf-8-sig")
        [_head, row] = csv.reader(io.StringIO(text), delimiter=";")
        assert row[:2] == ["A1", "DEMO startup"] and row[-2:] == ["50", "1000"]


def test_two_networks_do_not_see_each_other(full: SimpleNamespace) -> None:
    other = factories.make_person("Rival")
    network: Organisation = factories.make_programme("demo-rival", officer=other).organisation
    member = save_member(member=Member(network=network), name="DEMO rival", reason="", by=other)
    assert as_(other).get("/fr/office/sites/").status_code == 200
    assert "DEMO site" not in as_(other).get("/fr/office/sites/").content.decode()
    for path in pages(full)[2:]:
        assert as_(other).get(f"/fr/{path}").status_code == 404
    assert as_(full.officer).get(f"/fr/office/members/{member.pk}/").status_code == 404


def test_the_word_of_a_state_stands_on_the_plan(full: SimpleNamespace) -> None:
    Space.objects.filter(pk=full.office.pk).update(x=0, y=0, width=60, depth=40)
    Space.objects.filter(pk=full.seats.pk).update(x=70, y=0, width=60, depth=40)
    let_space(space=full.seats, member=full.member, begins=DAY, seats=4, by=full.officer)
    page = as_(full.officer).get("/fr/office/sites/demo-site/spaces/").content.decode()
    plan = page.split("<svg", 2)[2].split("</svg>")[0] if page.count("<svg") > 1 else page
    assert "A1" in plan and "loué" in plan and "loué en partie" in plan
    assert "4" in page and "10" in page


def test_stages_move_by_the_form(full: SimpleNamespace) -> None:
    client, path = as_(full.officer), f"/fr/office/members/{full.member.pk}/"
    assert client.post(path, {"after": "start", "reason": "DEMO"}).status_code == 422
    assert client.post(path, {"after": "develop", "reason": ""}).status_code == 422
    assert client.post(path, {"after": "develop", "reason": "DEMO sells"}).status_code == 302
    assert "DEMO sells" in client.get(path).content.decode()
    rows = client.get("/fr/office/members/?stage=develop").context["page"].object_list
    assert [row.name for row in rows] == ["DEMO startup"]
    assert [one["count"] for one in client.get("/fr/office/members/").context["stages"]] == [0, 1, 1, 0]


def test_members_are_counted_by_where_they_come_from(full: SimpleNamespace) -> None:
    for number, region in enumerate(("MA-02", "MA-02", "MA-06")):
        make_member(full.network, f"DEMO {number}", region_id=region)
    rows = as_(full.officer).get("/fr/office/members/").context["origins"]
    assert [(row["name"].get("fr"), row["count"]) for row in rows] == [
        ("Oriental", 2),
        ("Casablanca-Settat", 1),
        (None, 2),
    ]


def test_nothing_typed_stops_the_page_of_months(full: SimpleNamespace) -> None:
    assert as_(full.officer).get("/fr/office/sites/demo-site/stays/?page=zzz&all=yes").status_code == 200
    assert as_(full.officer).get("/fr/office/members/?stage=none&q=%00").status_code in (200, 400)
