"""Integration: a project tells what came of a fair, an officer confirms it, and only that counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.accompany.fairs import queries
from mouakaba.accompany.fairs.actions import add_order, confirm_visit, join_fair, save_fair, tell_visit
from mouakaba.accompany.fairs.models import Fair, FairOrder, FairVisit
from mouakaba.accompany.fairs.rules import is_abroad
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from tests import factories
from tests.accompany.conftest import make_project
from tests.browsing import as_, url

TOLD = {"stand": "B12", "visitors": "120", "products": "8", "meetings": "9", "contacts": "٤", "talks": "2",
        "leaders": "1", "text": "DEMO retour"}  # fmt: skip


@pytest.fixture
def fair(cohort: Cohort) -> Fair:
    values = {"programme": cohort.programme, "kind": "fair", "name": factories.words("DEMO fair"), "is_demo": True}
    return save_fair(fair=None, values={**values, "starts_on": date(2026, 2, 1)}, by=None)


@pytest.fixture
def visit(fair: Fair, project: CohortProject, holder: Person) -> FairVisit:
    return join_fair(fair=fair, project=project, by=holder)


def test_morocco_is_home() -> None:
    assert [is_abroad(code) for code in ("", "MA", "ma", "FR")] == [False, False, False, True]


@pytest.mark.django_db
def test_an_officer_records_a_fair(omar: Person, programme: Any, places: None) -> None:
    client = as_(omar)
    body = {"programme": programme.pk, "title_fr": "DEMO salon", "kind": "fair", "country": "fr",
            "starts_on": "2026-02-03", "ends_on": "2026-02-01"}  # fmt: skip
    wrong = client.post(url("fair_new"), body)
    assert wrong.status_code == 422 and "DEMO salon" in wrong.content.decode()
    assert "précède le premier" in wrong.content.decode()
    assert client.post(url("fair_new"), {**body, "ends_on": "2026-02-05", "country": "1"}).status_code == 422
    client.post(url("fair_new"), {**body, "ends_on": "2026-02-05"})
    fair = Fair.objects.get()
    assert fair.country == "FR"
    client.post(url("fair_edit", fair.pk), {**body, "ends_on": "", "country": "MA", "is_international": "on"})
    fair.refresh_from_db()
    assert (fair.country, fair.is_international, fair.ends_on) == ("MA", True, None)
    public = Client().get(url("fairs")).content.decode()
    assert "DEMO salon" in public and "internationale" in public


@pytest.mark.django_db
def test_a_project_tells_and_an_officer_confirms(
    fair: Fair, project: CohortProject, holder: Person, omar: Person
) -> None:
    client = as_(holder)
    client.post(url("my_fairs"), {"fair": fair.pk, "project": project.pk})
    client.post(url("my_fairs"), {"fair": fair.pk, "project": project.pk})  # the same line
    visit = FairVisit.objects.get()
    path = url("fair_visit", visit.pk)
    bad = client.post(path, {**TOLD, "meetings": "beaucoup"})
    assert (
        bad.status_code == 422 and "DEMO retour" in bad.content.decode() and 'value="beaucoup"' in bad.content.decode()
    )
    client.post(path, TOLD)
    order = {"what": "DEMO 40 paniers", "amount": "12 500,50", "country": "fr", "ordered_on": "2026-02-03"}
    for wrong in ("12,505", "0", "-3", "cher"):
        refused = client.post(url("fair_order", visit.pk), {**order, "amount": wrong})
        assert refused.status_code == 422 and "deux décimales" in refused.content.decode()
    client.post(url("fair_order", visit.pk), order)
    late = client.post(url("fair_order", visit.pk), {**order, "ordered_on": "2026-03-03"})
    assert late.status_code == 422 and "pas encore venu" in late.content.decode()
    assert FairOrder.objects.get().amount == 1_250_050
    assert queries.figures_of(project.cohort, public=False).fairs == 0  # not confirmed: it does not count
    visit.refresh_from_db()
    as_(omar).post(url("fair_confirm", visit.pk), {"revision": visit.revision})
    figures = queries.figures_of(project.cohort, public=False)
    assert (figures.fairs, figures.stands, figures.counts["contacts"], figures.orders) == (1, 1, 4, 1)
    assert str(figures.amount) == str(figures.abroad) == "12500.50"
    client.post(url("fair_order_remove", visit.pk, FairOrder.objects.get().pk))
    assert queries.figures_of(project.cohort, public=False).waiting == 1  # a change is confirmed again


@pytest.mark.django_db
def test_what_changed_meanwhile_is_not_confirmed(visit: FairVisit, holder: Person, omar: Person) -> None:
    read = visit.revision
    tell_visit(visit=visit, values={"meetings": 3}, by=holder)
    with pytest.raises(ValidationError):
        confirm_visit(visit=visit, revision=read, by=omar)
    page = as_(omar).post(url("fair_confirm", visit.pk), {"revision": read}, follow=True).content.decode()
    assert "a changé depuis" in page
    visit.refresh_from_db()
    assert visit.confirmed_at is None


@pytest.mark.django_db
def test_the_table_refuses_an_order_of_nothing(visit: FairVisit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FairOrder.objects.create(visit=visit, what="DEMO", amount=0)


@pytest.mark.django_db
def test_small_amounts_are_not_for_everybody(cohort: Cohort, fair: Fair, omar: Person) -> None:
    for number in range(5):
        row = join_fair(fair=fair, project=make_project(cohort, title=f"DEMO {number}"), by=omar)
        country = "FR" if number == 0 else "MA"
        add_order(visit=row, values={"what": "DEMO", "amount": 100_000, "country": country}, by=omar)
        row.refresh_from_db()
        confirm_visit(visit=row, revision=row.revision, by=omar)
        outside = queries.figures_of(cohort, public=True)
        assert (outside.amount is None) == (number < 4)
    assert (outside.amount, outside.abroad) == (5000, None)  # one project alone sold abroad
    assert queries.figures_of(cohort, public=False).abroad == 1000
    assert "5 000" in Client().get(url("cohort_fairs", cohort.pk)).content.decode().replace("\xa0", " ")
    assert sum(row["amount"] for row in queries.order_rows(visit__fair=fair)) == 500_000


@pytest.mark.django_db
def test_who_opens_a_line(visit: FairVisit, holder: Person, omar: Person, viewer: Person, charlie: Person) -> None:
    people = {"holder": holder, "officer": omar, "viewer": viewer, "stranger": charlie, "anybody": None}
    reads = {who: as_(one).get(url("fair_visit", visit.pk)).status_code for who, one in people.items()}
    assert reads == {"holder": 200, "officer": 200, "viewer": 200, "stranger": 404, "anybody": 302}
    for name, body in (("fair_order", {"what": "x", "amount": "1"}), ("fair_confirm", {"revision": 1})):
        assert as_(viewer).post(url(name, visit.pk), body).status_code == 404
        assert as_(charlie).post(url(name, visit.pk), body).status_code == 404
    assert as_(holder).post(url("fair_confirm", visit.pk), {"revision": 1}).status_code == 404
    assert as_(viewer).get(url("fair_edit", visit.fair_id)).status_code == 404
    assert as_(viewer).get(url("office_fair", visit.fair_id)).status_code == 200
    assert as_(viewer).post(url("office_fair", visit.fair_id), {}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_ask_few_queries_in_each_language(
    cohort: Cohort, fair: Fair, holder: Person, omar: Person, language: str
) -> None:
    for number in range(12):
        row = join_fair(fair=fair, project=make_project(cohort, holder, f"DEMO {number}"), by=holder)
        add_order(visit=row, values={"what": "DEMO", "amount": 5}, by=holder)
    visits = (
        (None, "fairs", ()),
        (None, "cohort_fairs", (cohort.pk,)),
        (holder, "my_fairs", ()),
        (holder, "fair_visit", (row.pk,)),
        (omar, "office_fairs", ()),
        (omar, "office_fair", (fair.pk,)),
    )
    for person, name, arguments in visits:
        client = as_(person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(name, *arguments, language=language)).status_code == 200
        assert len(asked) <= 12, (name, [query["sql"][:90] for query in asked])


@pytest.mark.django_db
def test_fairs_are_exported_and_erased_with_their_person(visit: FairVisit, holder: Person) -> None:
    tell_visit(visit=visit, values={"text": "DEMO mots", "meetings": 3}, by=holder)
    add_order(visit=visit, values={"what": "DEMO panier", "amount": 700}, by=holder)
    told = export_person(holder)["fairs"]
    assert told["visits"][0]["text"] == "DEMO mots" and told["orders"][0]["what"] == "DEMO panier"
    erase_person(person=holder, by=holder)
    visit.refresh_from_db()
    assert (visit.text, visit.meetings, FairOrder.objects.get().what) == ("", 3, "—")
