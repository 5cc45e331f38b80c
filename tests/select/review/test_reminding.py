"""The date asked of jurors, reminders, and a juror's own data. Integration."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.select.review.actions import declare_conflict, remind_jurors, set_marks_deadline
from mouakaba.select.review.models import Conflict, Review
from mouakaba.select.review.queries import files_visible_to, marks_by_criterion, reviews_of
from tests import factories
from tests.select.review.conftest import done, make_review

pytestmark = pytest.mark.django_db


def test_only_jurors_who_have_not_finished_are_reminded_and_once_a_day(
    call: Any, jurors: list[Any], files: list[Any], omar: Any, stand_at: Any
) -> None:
    stand_at("2024-04-10 10:00:00")
    set_marks_deadline(call=call, until=factories.at("2024-04-15 18:00:00"), by=omar)
    done(jurors[0], files[0], 4, 4)
    make_review(jurors[1], files[0])
    make_review(jurors[1], files[1])
    assert remind_jurors(call=call, by=omar) == 1
    message = OutboxMessage.objects.get()
    assert message.person == jurors[1].person
    assert "ملفان" in message.body  # in the juror's language, with its dual
    assert "15 أبريل 2024" in message.body
    assert remind_jurors(call=call, by=omar) == 0
    stand_at("2024-04-11 10:00:00")
    assert remind_jurors(call=call, by=omar) == 1


def test_the_date_is_a_wall_time_of_the_call_and_may_be_taken_away(
    client: Client, call: Any, jurors: list[Any], omar: Any
) -> None:
    client.force_login(omar)
    url = reverse("jury_office", args=["demo-call"])
    client.post(url, {"act": "due", "day": "2024-04-05", "hour": "18:00"})  # still UTC+0 in Morocco: Ramadan
    call.refresh_from_db()
    assert call.marks_close_at.isoformat() == "2024-04-05T18:00:00+00:00"
    assert client.get(url).context["due"].initial == {"day": "2024-04-05", "hour": "18:00"}
    client.post(url, {"act": "due", "day": "2024-05-05", "hour": ""})
    call.refresh_from_db()
    assert call.marks_close_at.isoformat() == "2024-05-05T22:59:00+00:00"
    refused = client.post(url, {"act": "due", "day": "", "hour": "10:00"})
    assert (refused.status_code, set(refused.context["due"].errors)) == (422, {"day"})
    client.post(url, {"act": "due", "day": "", "hour": ""})
    call.refresh_from_db()
    assert call.marks_close_at is None


def test_reminding_from_the_page(client: Client, call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    client.force_login(omar)
    url = reverse("jury_office", args=["demo-call"])
    assert client.get(url).context["behind"] is False
    make_review(jurors[1], files[0])
    client.post(url, {"act": "remind"})
    assert OutboxMessage.objects.get().person == jurors[1].person


def test_a_juror_takes_their_marks_away_and_leaves_those_a_decision_rests_on(
    call: Any, jurors: list[Any], files: list[Any]
) -> None:
    person = jurors[0].person
    done(jurors[0], files[0], 4, 3, reason="DEMO my own words")
    make_review(jurors[0], files[1])
    declare_conflict(review=make_review(jurors[0], files[2]), by=person, note="my cousin")
    (seat,) = export_person(person)["juries"]
    assert "DEMO my own words" in str(seat["reviews"])
    assert seat["ties"][0]["note"] == "my cousin"
    erase_person(person=person, by=person)
    assert Review.objects.get(juror=jurors[0]).application == files[0]
    assert Conflict.objects.get().note == ""
    assert marks_by_criterion(files[0])["impact"]["marks"] == [3]


def test_a_juror_s_files_and_reviews_are_the_same_files(jurors: list[Any], files: list[Any]) -> None:
    reviews = [make_review(jurors[0], one) for one in files]
    make_review(jurors[1], files[0])
    declare_conflict(review=reviews[1], by=jurors[0].person)
    seen = set(files_visible_to(jurors[0]))
    assert seen == {review.application for review in reviews_of(jurors[0].person)} == {files[0], files[2], files[3]}
