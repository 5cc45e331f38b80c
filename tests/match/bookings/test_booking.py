"""What is booked, what is refused and what is told instead; the pages of both sides."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.match.bookings.actions import (
    TakenError,
    book,
    cancel_booking,
    close_window,
    erase_bookings,
    export_bookings,
    open_window,
    save_capacity,
)
from mouakaba.match.bookings.models import Booking, Capacity
from mouakaba.match.bookings.queries import week_of
from tests import factories
from tests.match.bookings.conftest import NADOR, OUJDA, make_capacity, offered, wall_times
from tests.match.conftest import as_
from tests.match.trades.conftest import url

at = factories.at


def booked(row: Capacity, start: str, end: str, quantity: int, who: Any) -> Booking:
    return book(capacity=row, start=at(start), end=at(end), quantity=quantity, organisation=who[1], by=who[0])


def test_shared_room_is_given_to_its_brim_and_not_beyond(storage: Capacity, cooperative: Any) -> None:
    first = booked(storage, "2026-03-10 00:00:00", "2026-03-13 00:00:00", 6, cooperative)
    assert first.amount == 6 * 3 * 550
    booked(storage, "2026-03-12 00:00:00", "2026-03-14 00:00:00", 4, cooperative)
    with pytest.raises(TakenError) as refused:
        booked(storage, "2026-03-11 00:00:00", "2026-03-13 00:00:00", 5, cooperative)
    assert wall_times(refused.value.nearest) == [("03-13 00:00", "03-15 00:00")]
    assert Booking.objects.count() == 2
    cancel_booking(booking=first, by=cooperative[0])
    booked(storage, "2026-03-11 00:00:00", "2026-03-13 00:00:00", 5, cooperative)


def test_a_line_is_one_at_a_time_and_the_nearest_hours_are_told(line: Capacity, cooperative: Any) -> None:
    booked(line, "2026-03-09 11:00:00", "2026-03-09 13:00:00", 1, cooperative)
    with pytest.raises(TakenError) as refused:
        booked(line, "2026-03-09 12:00:00", "2026-03-09 14:00:00", 1, cooperative)
    assert wall_times(refused.value.nearest) == [("03-09 13:00", "03-09 15:00"), ("03-09 09:00", "03-09 11:00")]
    booked(line, "2026-03-09 13:00:00", "2026-03-09 15:00:00", 1, cooperative)  # one ends as the other starts


def test_a_trip_is_taken_whole_and_its_load_is_shared(lorry: Capacity, cooperative: Any) -> None:
    row = booked(lorry, "2026-03-10 07:00:00", "2026-03-10 10:00:00", 700, cooperative)
    assert (row.amount, row.to_place_id) == (28000, NADOR)
    open_window(capacity=lorry, start=at("2026-03-12 07:00:00"), end=at("2026-03-12 10:00:00"), by=None)
    with pytest.raises(TakenError, match="300") as refused:
        booked(lorry, "2026-03-10 07:00:00", "2026-03-10 10:00:00", 301, cooperative)
    assert wall_times(refused.value.nearest) == [("03-12 07:00", "03-12 10:00")]
    with pytest.raises(TakenError):
        booked(lorry, "2026-03-10 08:00:00", "2026-03-10 09:00:00", 1, cooperative)


def test_the_database_itself_refuses_two_at_one_instant(line: Capacity, cooperative: Any) -> None:
    row = booked(line, "2026-03-09 11:00:00", "2026-03-09 13:00:00", 1, cooperative)
    copy = {name: getattr(row, name) for name in ("capacity", "during", "quantity", "organisation", "booked_at")}
    with pytest.raises(IntegrityError, match="exclusive_bookings_never_meet"), transaction.atomic():
        Booking.objects.create(exclusive=True, **copy)
    Booking.objects.create(exclusive=True, cancelled_at=row.booked_at, **copy)


@pytest.mark.parametrize(
    ("start", "end", "quantity"),
    [
        ("2026-03-11 00:00:00", "2026-03-11 00:00:00", 1), ("2026-03-11 00:00:00", "2026-03-12 00:00:00", 0),
        ("2026-02-11 00:00:00", "2026-02-12 00:00:00", 1), ("2026-04-05 00:00:00", "2026-04-07 00:00:00", 1),
        ("2026-03-11 00:00:00", "2026-03-12 00:00:00", 11),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_booked(
    storage: Capacity, cooperative: Any, start: str, end: str, quantity: int
) -> None:
    with pytest.raises(ValidationError):
        booked(storage, start, end, quantity, cooperative)
    assert not Booking.objects.exists() and not OutboxMessage.objects.exists()


def test_windows_never_meet_and_stay_while_something_is_booked(line: Capacity, cooperative: Any, platform: Any) -> None:
    with pytest.raises(ValidationError):
        open_window(capacity=line, start=at("2026-03-09 16:00:00"), end=at("2026-03-09 18:00:00"), by=None)
    row = booked(line, "2026-03-09 11:00:00", "2026-03-09 13:00:00", 1, cooperative)
    window = line.windows.get()
    with pytest.raises(ValidationError):
        close_window(window=window, by=platform[0])
    cancel_booking(booking=row, by=platform[0])
    close_window(window=window, by=platform[0])
    assert not line.windows.exists()


def test_capacity_is_never_less_than_what_is_booked(storage: Capacity, cooperative: Any, platform: Any) -> None:
    booked(storage, "2026-03-10 00:00:00", "2026-03-13 00:00:00", 6, cooperative)
    booked(storage, "2026-03-12 00:00:00", "2026-03-13 00:00:00", 2, cooperative)
    with pytest.raises(ValidationError, match="8"):
        save_capacity(capacity=storage, by=platform[0], size=7)
    storage.refresh_from_db()
    assert save_capacity(capacity=storage, by=platform[0], size=8).size == 8


def test_what_has_begun_is_not_cancelled(storage: Capacity, cooperative: Any, stand_at: Any) -> None:
    row = booked(storage, "2026-03-10 00:00:00", "2026-03-13 00:00:00", 6, cooperative)
    stand_at("2026-03-10 08:00:00")
    with pytest.raises(ValidationError):
        cancel_booking(booking=row, by=cooperative[0])


def test_a_day_of_23_hours_and_one_of_25_are_days(platform: Any, cooperative: Any, stand_at: Any) -> None:
    """Morocco moved its clocks on 10 March and 14 April 2024 around Ramadan; 31 March 2024 is at UTC+0."""
    stand_at("2024-03-01 08:00:00")
    row = offered(platform[1], "storage", "2024-03-08 00:00:00", "2024-04-20 00:00:00", price=100)
    assert booked(row, "2024-03-09 00:00:00", "2024-03-12 00:00:00", 1, cooperative).amount == 300
    assert booked(row, "2024-04-13 00:00:00", "2024-04-16 00:00:00", 1, cooperative).amount == 300
    full = booked(row, "2024-03-31 00:00:00", "2024-04-01 00:00:00", 10, cooperative)
    assert full.during.lower.isoformat() == "2024-03-31T00:00:00+00:00"
    with pytest.raises(TakenError) as refused:
        booked(row, "2024-03-31 00:00:00", "2024-04-02 00:00:00", 1, cooperative)
    assert wall_times(refused.value.nearest) == [("04-01 00:00", "04-03 00:00"), ("03-29 00:00", "03-31 00:00")]


def test_hours_are_those_of_the_wall_before_and_after_a_change(platform: Any, cooperative: Any, stand_at: Any) -> None:
    """On 6 April 2025 at 02:00 clocks went to 03:00: 02:30 does not exist, and 01:00 to 05:00 are three hours."""
    stand_at("2025-04-01 08:00:00")
    row = offered(platform[1], "packaging", "2025-04-06 01:00:00", "2025-04-06 05:00:00", price=100)
    page = url("capacity", row.pk)
    form = {"first": "2025-04-06", "start": "02:30", "hours": "1", "organisation": cooperative[1].pk}
    answer = as_(cooperative[0]).post(page, form)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["first"]
    assert as_(cooperative[0]).post(page, {**form, "start": "01:00", "hours": "4"}).status_code == 422
    assert as_(cooperative[0]).post(page, {**form, "start": "01:00", "hours": "3"}).status_code == 302
    assert Booking.objects.get().amount == 300


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_anybody_reads_a_week_and_only_members_book(
    storage: Capacity, line: Capacity, lorry: Capacity, cooperative: Any, charlie: Any, language: str
) -> None:
    booked(storage, "2026-03-10 00:00:00", "2026-03-13 00:00:00", 6, cooperative)
    booked(line, "2026-03-09 11:00:00", "2026-03-09 13:00:00", 1, cooperative)
    for row, slots in ((storage, 7), (line, 3), (lorry, 1)):
        page = Client().get(url("capacity", row.pk, language=language) + "?day=2026-03-11")
        assert page.status_code == 200
        assert sum(len(found) for _day, found in page.context["days"]) == slots
        assert page.context["form"] is None and "demo-cooperative" not in page.content.decode()
        assert "?next=" in page.content.decode()
    week = Client().get(url("capacity", storage.pk) + "?day=2026-03-11").context["days"]
    assert [slot.left for _day, found in week for slot, _fill in found] == [10, 4, 4, 4, 10, 10, 10]
    assert "?next=" not in as_(charlie).get(url("capacity", storage.pk)).content.decode()
    form = {"first": "2026-03-16", "last": "2026-03-17", "quantity": "1", "organisation": cooperative[1].pk}
    assert as_(charlie).post(url("capacity", storage.pk), form).status_code == 404
    assert Booking.objects.count() == 2


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_asked_again(
    storage: Capacity, cooperative: Any, platform: Any, day: str
) -> None:
    form = {"first": day, "last": day, "quantity": "1", "organisation": cooperative[1].pk}
    pages = ((cooperative[0], "capacity"), (platform[0], "capacity_windows"))
    for person, page in pages:
        answer = as_(person).post(url(page, storage.pk), form)
        assert answer.status_code == 422 and answer.context["form"].errors["first"] == ["Vérifiez l’année."]
    assert not Booking.objects.exists()


def test_what_is_taken_is_answered_with_slots_and_nothing_typed_is_lost(line: Capacity, cooperative: Any) -> None:
    booked(line, "2026-03-09 11:00:00", "2026-03-09 13:00:00", 1, cooperative)
    form = {
        "first": "2026-03-09",
        "start": "12:00",
        "hours": "2",
        "organisation": cooperative[1].pk,
        "note": "DEMO jars",
    }
    page = as_(cooperative[0]).post(url("capacity", line.pk) + "?day=2026-03-09", form)
    assert page.status_code == 422 and "DEMO jars" in page.content.decode()
    assert [fill for _start, _end, fill in page.context["nearest"]] == [
        "?day=2026-03-09&first=2026-03-09&start=13:00&hours=2#book",
        "?day=2026-03-09&first=2026-03-09&start=09:00&hours=2#book",
    ]
    filled = as_(cooperative[0]).get(url("capacity", line.pk) + page.context["nearest"][0][2].split("#")[0])
    assert filled.context["form"]["start"].value() == "13:00"


def test_both_sides_see_a_booking_and_may_cancel_it(
    storage: Capacity, cooperative: Any, platform: Any, charlie: Any
) -> None:
    form = {
        "first": "2026-03-16",
        "last": "2026-03-17",
        "quantity": "3",
        "organisation": cooperative[1].pk,
        "note": "x",
    }
    assert as_(cooperative[0]).post(url("capacity", storage.pk), form).status_code == 302
    row = Booking.objects.get()
    assert OutboxMessage.objects.get().person == platform[0]
    office = url("logistics_office")
    assert cooperative[0].email in as_(platform[0]).get(office).content.decode()
    assert as_(cooperative[0]).get(office).context["listed"][0][1] is False
    assert as_(charlie).get(office).status_code == 404
    assert as_(charlie).post(url("booking_cancel", row.pk)).status_code == 404
    assert as_(platform[0]).post(url("booking_cancel", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.state == Booking.State.CANCELLED and OutboxMessage.objects.count() == 3


def test_capacity_is_offered_by_its_organisation_alone(platform: Any, cooperative: Any, charlie: Any) -> None:
    form = {
        "organisation": platform[1].pk, "kind": "packaging", "title": "DEMO line", "place": OUJDA, "unit": "line",
        "size": "2", "price": "120.50", "is_open": "on",
    }  # fmt: skip
    browser = as_(platform[0])
    refused = browser.post(url("capacity_new"), form)
    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["size"]
    assert browser.post(url("capacity_new"), {**form, "size": "1"}).status_code == 302
    row = Capacity.objects.get()
    assert row.price == 12050
    assert browser.get(url("capacity_edit", row.pk)).status_code == 200
    windows = url("capacity_windows", row.pk)
    times = {"first": "2026-03-09", "start": "09:00", "end": "08:00"}
    assert browser.post(windows, times).status_code == 422
    assert browser.post(windows, {**times, "end": "12:00"}).status_code == 302
    for name in ("capacity_edit", "capacity_windows"):
        assert as_(cooperative[0]).get(url(name, row.pk)).status_code == 404
        assert as_(charlie).post(url(name, row.pk), form).status_code == 404
    assert as_(cooperative[0]).post(url("window_close", row.windows.get().pk)).status_code == 404
    assert as_(charlie).get(url("capacity_new")).status_code == 404


def test_the_list_says_what_a_price_is_for_and_leads_on_only_whom_the_office_lets_in(
    line: Capacity, platform: Any, charlie: Any
) -> None:
    office = url("logistics_office")
    shown = as_(platform[0]).get(url("logistics")).content.decode()
    assert "120\u2069\u00a0DH par heure" in shown and office in shown
    for who in (None, charlie):
        assert office not in as_(who).get(url("logistics")).content.decode()


def test_pages_ask_few_questions_of_the_database(platform: Any, cooperative: Any) -> None:
    from django.db import connection

    row = offered(platform[1], "storage", "2026-03-09 00:00:00", "2026-04-06 00:00:00", size=100)
    for number in range(12):
        booked(row, "2026-03-10 00:00:00", "2026-03-13 00:00:00", 1 + number % 3, cooperative)
        make_capacity(platform[1], "storage")
    pages = {
        "logistics": (None, url("logistics")),
        "capacity": (cooperative[0], url("capacity", row.pk) + "?day=2026-03-10"),
        "office": (platform[0], url("logistics_office")),
        "windows": (platform[0], url("capacity_windows", row.pk)),
    }
    for name, (who, page) in pages.items():
        browser = as_(who)
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        assert len(asked) <= 12, name


def test_a_person_takes_their_bookings_along_and_leaves_none(storage: Capacity, cooperative: Any) -> None:
    row = booked(storage, "2026-03-10 00:00:00", "2026-03-13 00:00:00", 6, cooperative)
    Booking.objects.filter(pk=row.pk).update(note="DEMO note")
    assert [(one["capacity"], one["note"]) for one in export_bookings(cooperative[0])] == [
        ("DEMO storage", "DEMO note")
    ]
    erase_bookings(cooperative[0])
    row.refresh_from_db()
    assert (row.booked_by, row.note, row.organisation) == (None, "", cooperative[1])


def test_the_week_shows_what_is_left_of_a_trip(lorry: Capacity, cooperative: Any) -> None:
    from datetime import date

    booked(lorry, "2026-03-10 07:00:00", "2026-03-10 10:00:00", 700, cooperative)
    [slot] = [slot for day in week_of(lorry, date(2026, 3, 9)) for slot in day.slots]
    assert (slot.left, slot.to.pk) == (300, NADOR)


def test_what_can_be_booked_and_what_is_leaves_as_a_sheet(
    storage: Capacity, lorry: Capacity, cooperative: Any, platform: Any, charlie: Any
) -> None:
    booked(storage, "2026-03-10 00:00:00", "2026-03-13 00:00:00", 6, cooperative)
    offered = Client().get(url("logistics") + "?kind=storage&format=csv").content.decode("utf-8-sig")
    assert "DEMO storage" in offered and "DEMO transport" not in offered and ";5.5;" in offered
    assert Client().get(url("logistics") + "?format=xlsx").status_code == 200
    assert Client().get(url("logistics") + "?format=exe").status_code == 404
    for reader in (cooperative[0], platform[0]):
        told = as_(reader).get(url("logistics_office") + "?format=csv").content.decode("utf-8-sig")
        assert "2026-03-10 00:00" in told and "DEMO storage" in told
        assert not any(person.email in told for person in (cooperative[0], platform[0]))
    assert as_(charlie).get(url("logistics_office") + "?format=csv").status_code == 404
