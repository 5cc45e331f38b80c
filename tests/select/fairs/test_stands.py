"""Stands given day by day: never two on one, told to the exhibitor, and public with consent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.select.applications.models import State, StatusLine
from mouakaba.select.fairs.actions import add_stands, give_all, give_stand, set_days, take_back
from mouakaba.select.fairs.models import Fair, StandGiven
from mouakaba.select.fairs.queries import plan_of, waiting
from tests.select.fairs.conftest import FIRST, LAST, exhibitor

DAY = date(2024, 5, 28)


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *arguments: object, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=["demo-fair", *arguments])


def test_a_stand_is_shared_by_days_and_never_on_one(fair: Fair) -> None:
    stand = fair.stands.get(number="A1")
    one, two, three = (exhibitor(fair.call, number) for number in range(3))
    given = give_stand(stand=stand, application=one, first=FIRST, last=DAY, by=None)
    assert given.amount == 3 * 15000
    with pytest.raises(ValidationError, match="A1"):
        give_stand(stand=stand, application=two, first=DAY, last=LAST, by=None)
    give_stand(stand=stand, application=two, first=date(2024, 5, 29), last=LAST, by=None)
    with pytest.raises(ValidationError):  # the same exhibitor on two stands on one day
        give_stand(stand=fair.stands.get(number="A2"), application=one, first=DAY, last=DAY, by=None)
    take_back(given=given, by=None)  # type: ignore[arg-type]
    give_stand(stand=stand, application=three, first=FIRST, last=DAY, by=None)


def test_the_database_itself_refuses_two_on_one_stand(fair: Fair) -> None:
    given = give_stand(
        stand=fair.stands.get(number="A1"), application=exhibitor(fair.call, 1), first=FIRST, last=LAST, by=None
    )
    copy = {name: getattr(given, name) for name in ("stand", "during", "quantity", "amount", "given_at")}
    with pytest.raises(IntegrityError, match="two_never_on_one_stand"), transaction.atomic():
        StandGiven.objects.create(application=exhibitor(fair.call, 2), exclusive=True, **copy)


@pytest.mark.parametrize(("first", "last"), [(DAY, FIRST), (date(2024, 5, 25), LAST), (FIRST, date(2024, 6, 5))])
def test_only_days_of_the_fair_are_given(fair: Fair, first: date, last: date) -> None:
    with pytest.raises(ValidationError):
        give_stand(stand=fair.stands.first(), application=exhibitor(fair.call, 1), first=first, last=last, by=None)  # type: ignore[arg-type]


def test_only_who_is_selected_for_this_fair_is_given_a_stand(fair: Fair) -> None:
    with pytest.raises(ValidationError):
        give_stand(
            stand=fair.stands.get(number="A1"), application=exhibitor(fair.call, 1, state=State.RESERVE),
            first=FIRST, last=LAST, by=None,
        )  # fmt: skip
    assert not StandGiven.objects.exists()


def test_days_that_leave_out_a_given_stand_and_numbers_taken_are_refused(fair: Fair) -> None:
    give_stand(stand=fair.stands.get(number="A1"), application=exhibitor(fair.call, 1), first=LAST, last=LAST, by=None)
    for first, last in ((FIRST, DAY), (LAST, FIRST)):
        with pytest.raises(ValidationError):
            set_days(call=fair.call, first=first, last=last, by=None)
    with pytest.raises(ValidationError):
        add_stands(fair=fair, row="A", first=2, count=3, type_="small", price=0, by=None)
    assert fair.stands.count() == 5


def test_everybody_is_given_the_type_they_wish_for_while_there_is_one(fair: Fair) -> None:
    for number in range(6):
        exhibitor(fair.call, number)
    assert give_all(call=fair.call, fair=fair, by=None) == 5
    assert sorted(StandGiven.objects.values_list("stand__number", flat=True)) == ["A1", "A2", "B1", "B2", "B3"]
    assert len(waiting(fair.call)) == 1
    assert give_all(call=fair.call, fair=fair, by=None) == 0
    assert OutboxMessage.objects.filter(key__startswith="stand-given").count() == 5
    assert "A1" in StatusLine.objects.filter(note__contains="A1").get().note


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_anybody_reads_the_plan_with_those_who_consented(fair: Fair, language: str) -> None:
    exhibitor(fair.call, 1)
    exhibitor(fair.call, 2, shown="false")
    give_all(call=fair.call, fair=fair, by=None)
    page = Client().get(url("fair", language=language))
    text = page.content.decode()
    assert page.status_code == 200 and "DEMO cooperative 1" in text and "DEMO cooperative 2" not in text


def test_the_office_draws_the_plan_and_gives_stands(fair: Fair, omar: Any, charlie: Any) -> None:
    application = exhibitor(fair.call, 1)
    browser, office = as_(omar), url("fair_office")
    assert browser.get(office).status_code == 200
    bad = {"stands-row": "C", "stands-first": "1", "stands-count": "-2", "stands-type": "table", "stands-price": "50"}
    refused = browser.post(url("fair_stands"), bad)
    assert refused.status_code == 422 and list(refused.context["stands"].errors) == ["count"]
    assert browser.post(url("fair_stands"), {**bad, "stands-count": "2"}).status_code == 302
    stand = fair.stands.get(number="C2")
    give = {
        "give-application": application.pk,
        "give-stand": stand.pk,
        "give-first": "2024-05-01",
        "give-last": "2024-05-27",
    }
    assert browser.post(url("fair_give"), give).status_code == 422
    assert browser.post(url("fair_give"), {**give, "give-first": "2024-05-26"}).status_code == 302
    given = StandGiven.objects.get()
    assert given.amount == 10000
    assert browser.post(url("fair_take", given.pk)).status_code == 302
    given.refresh_from_db()
    assert given.cancelled_at
    assert browser.post(url("fair_give_all")).status_code == 302
    assert StandGiven.objects.filter(cancelled_at=None).count() == 1
    for name in ("fair_office", "fair_stands", "fair_give", "fair_give_all"):
        assert as_(charlie).post(url(name), give).status_code == 404
    assert as_(application.applicant).get(office).status_code == 404


def test_pages_ask_few_questions_of_the_database(fair: Fair, omar: Any) -> None:
    add_stands(fair=fair, row="D", first=1, count=40, type_="small", price=0, by=None)
    for number in range(8):
        exhibitor(fair.call, number)
    give_all(call=fair.call, fair=fair, by=None)
    for browser, page in ((Client(), url("fair")), (as_(omar), url("fair_office"))):
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        assert len(asked) <= 12, page


@pytest.mark.django_db(transaction=True)
def test_one_stand_given_to_two_at_the_same_moment_goes_to_one(fair: Fair) -> None:
    stand = fair.stands.get(number="A1")
    many = [exhibitor(fair.call, number) for number in range(4)]
    gate = Barrier(len(many))

    def give(application: Any) -> bool:
        try:
            gate.wait(30)
            give_stand(stand=stand, application=application, first=FIRST, last=LAST, by=None)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(many)) as pool:
        assert sorted(pool.map(give, many)) == [False, False, False, True]
    assert StandGiven.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("given_first", [True, False])
def test_days_are_not_cut_while_a_stand_is_given_on_one_of_them(fair: Fair, given_first: bool) -> None:
    stand, who = fair.stands.get(number="A1"), exhibitor(fair.call, 1)

    def give() -> None:
        give_stand(stand=stand, application=who, first=LAST, last=LAST, by=None)

    def cut() -> None:
        set_days(call=fair.call, first=FIRST, last=DAY, by=None)

    def in_a_thread(act: Callable[[], None]) -> None:
        try:
            act()
        finally:
            connection.close()

    early, late = (give, cut) if given_first else (cut, give)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            early()
            meanwhile = pool.submit(in_a_thread, late)
            while not (meanwhile.done() or somebody_waits()):
                pass
        with pytest.raises(ValidationError):
            meanwhile.result()
    fair.refresh_from_db()
    assert (StandGiven.objects.count(), fair.last_day) == ((1, LAST) if given_first else (0, DAY))


def somebody_waits() -> bool:
    """Whether another connection waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_the_plan_follows_the_floor(fair: Fair) -> None:
    add_stands(fair=fair, row="A", first=9, count=2, type_="table", price=0, by=None)
    assert [stand.number for stand in plan_of(fair)] == ["A1", "A2", "A9", "A10", "B1", "B2", "B3"]
