"""Integration: a member who left a site is asked as a project of a cohort is; who moved to another space is not."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.followup import queries
from mouakaba.accompany.followup.actions import answer_by_phone, follow_up
from mouakaba.accompany.followup.models import FollowUp, FollowUpAnswer
from mouakaba.accompany.spaces.actions import end_stay, let_space, move_stay
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.privacy.actions import erase_person, export_person
from tests.accompany.followup.test_followup import POST, VALUES
from tests.accompany.spaces.cast import make_member, make_site, make_space
from tests.browsing import as_, url

BEGAN, ENDED, DUE = date(2024, 3, 1), date(2025, 9, 2), date(2026, 3, 2)


@pytest.fixture
def left(world: SimpleNamespace) -> SimpleNamespace:
    """A member with a contact, gone for six months to the day."""
    world.stay = let_space(space=world.office, member=world.member, begins=BEGAN, ends=ENDED, by=None)
    return world


@pytest.mark.django_db
def test_the_end_of_a_stay_starts_surveys_and_letters(left: SimpleNamespace, stand_at: Any) -> None:
    stand_at("2026-03-01 10:00:00")
    assert follow_up(by=None) == (0, 0)
    stand_at("2026-03-02 10:00:00")
    assert follow_up(place=left.site, by=left.officer) == (1, 1)
    assert follow_up(by=None) == (0, 0)
    survey = FollowUp.objects.get()
    assert (survey.stay, survey.project, survey.months, survey.due_on) == (left.stay, None, 6, DUE)
    letter = OutboxMessage.objects.get(topic="followup")
    assert letter.person == left.contact and left.member.name in letter.body and "DEMO site" in letter.body
    stand_at("2026-09-02 10:00:00")
    assert follow_up(by=None) == (1, 1)  # twelve months; the reminders of the first were not sent late
    stand_at("2027-09-02 10:00:00")
    assert follow_up(by=None)[0] == 1


@pytest.mark.django_db
def test_who_moved_or_came_back_has_not_left(left: SimpleNamespace, stand_at: Any) -> None:
    moved = make_member(left.network, "DEMO mover")
    stay = let_space(space=left.large, member=moved, begins=BEGAN, ends=ENDED, by=None)
    third = make_space(left.site, "A3")
    move_stay(stay=stay, space=third, on=date(2025, 6, 1), reason="DEMO", by=left.officer)
    back = let_space(space=left.large, member=left.member, begins=date(2026, 1, 1), by=None)
    assert follow_up(by=None) == (1, 0)  # of the mover's last stay alone; nobody there has an e-mail
    assert FollowUp.objects.get().stay.space == third  # type: ignore[union-attr]
    end_stay(stay=back, ends=date(2026, 3, 10), reason="DEMO", by=left.officer)
    stand_at("2026-09-10 10:00:00")
    follow_up(by=None)
    assert FollowUp.objects.get(stay__member=left.member).stay == back


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_link_and_the_pages_speak_of_the_member(left: SimpleNamespace, language: str) -> None:
    follow_up(by=None)
    survey = FollowUp.objects.get()
    link = url("followup", queries.secret_of(survey), language=language)
    page = Client().get(link).content.decode()
    assert left.member.name in page and "DEMO site" in page
    assert Client().post(link, {**POST, "state": ""}).status_code == 422
    assert Client().post(link, POST).status_code == 302
    assert FollowUpAnswer.objects.get().followup == survey
    for name, argument in (("site_followup", left.site.slug), ("followup_phone", survey.pk)):
        opened = as_(left.officer).get(url(name, argument, language=language))
        assert opened.status_code == 200 and left.member.name in opened.content.decode()


@pytest.mark.django_db
def test_who_opens_the_follow_up_of_a_site(left: SimpleNamespace, charlie: Any) -> None:
    follow_up(by=None)
    survey = FollowUp.objects.get()
    people = {
        "officer": left.officer,
        "viewer": left.reader,
        "member": left.contact,
        "stranger": charlie,
        "anybody": None,
    }
    reads = {who: as_(one).get(url("site_followup", left.site.slug)).status_code for who, one in people.items()}
    assert reads == {"officer": 200, "viewer": 200, "member": 404, "stranger": 404, "anybody": 302}
    enters = {who: as_(one).get(url("followup_phone", survey.pk)).status_code for who, one in people.items()}
    assert enters == {"officer": 200, "viewer": 404, "member": 404, "stranger": 404, "anybody": 302}
    assert as_(left.reader).post(url("site_followup", left.site.slug)).status_code == 404
    assert as_(left.officer).post(url("site_followup", left.site.slug)).status_code == 302
    by_phone = {**POST, "asked_on": "2026-03-02", "consent": "on"}
    response = as_(left.officer).post(url("followup_phone", survey.pk), by_phone)
    assert response["Location"].endswith(url("site_followup", left.site.slug))


@pytest.mark.django_db
def test_the_page_of_a_site_asks_few_queries_and_shows_its_own(left: SimpleNamespace) -> None:
    other = make_site(left.network, "demo-other")
    for number in range(8):
        space = make_space(left.site if number else other, f"B{number}")
        member = make_member(left.network, f"DEMO gone {number}")
        let_space(space=space, member=member, begins=BEGAN, ends=ENDED, by=None)
    follow_up(by=None)
    for survey in FollowUp.objects.filter(stay__space__site=left.site):
        answer_by_phone(followup=survey, values=VALUES, upload=None, asked_on=DUE, by=left.officer)
    client = as_(left.officer)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url("site_followup", left.site.slug)).content.decode()
    assert len(asked) <= 12, [query["sql"][:90] for query in asked]
    assert "DEMO gone 7" in page and "DEMO gone 0" not in page
    row = queries.followup_rows(stay__space__site=left.site)[0]
    assert (row["programme_slug"], row["network_id"], row["edition"]) == (None, left.network.pk, "demo-site")
    assert (row["region_code"], row["answered"], row["helped"]) == ("MA-02", True, ["training"])


@pytest.mark.django_db
def test_a_survey_asks_one_of_the_two(left: SimpleNamespace) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(months=6, due_on=DUE)


@pytest.mark.django_db
def test_answers_of_a_member_are_exported_and_erased_with_its_contact(left: SimpleNamespace) -> None:
    follow_up(by=None)
    link = url("followup", queries.secret_of(FollowUp.objects.get()))
    Client().post(link, POST)
    assert export_person(left.contact)["followups"][0]["text"] == "DEMO words"
    erase_person(person=left.contact, by=left.contact)
    answer = FollowUpAnswer.objects.get()
    assert (answer.text, answer.kept_women_under_30) == ("", 2)
    assert Client().get(link).status_code == 404
