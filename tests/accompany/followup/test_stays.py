"""Integration: a member who left a site is asked as a project of a cohort is; who moved to another space is not."""

from __future__ import annotations

import threading
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.cohorts.models import CohortProject
from mouakaba.accompany.followup import queries
from mouakaba.accompany.followup.actions import answer_by_phone, follow_up
from mouakaba.accompany.followup.models import FollowUp, FollowUpAnswer
from mouakaba.accompany.followup.rules import FEWEST, order_of_asking
from mouakaba.accompany.spaces.actions import end_stay, let_space, move_stay
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.observe.door import refresh_all
from mouakaba.observe.indicators.models import StoredRecord
from tests import factories
from tests.accompany.conftest import make_cohort, make_project
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


@pytest.fixture
def both(left: SimpleNamespace, omar: Any, programme: Any) -> SimpleNamespace:
    """The member's project was in a cohort of another organisation that ended two days before it left the site."""
    cohort = make_cohort(programme, ends_on=date(2025, 8, 31))
    left.project, left.cohort, left.omar = make_project(cohort, left.contact), cohort, omar
    left.member.project = left.project.project
    left.member.save()
    return left


def test_the_earlier_is_asked_and_of_one_day_the_cohort() -> None:
    day, later = date(2026, 3, 1), date(2026, 3, 2)
    assert order_of_asking(day, of_cohort=False) < order_of_asking(later, of_cohort=True)
    assert order_of_asking(day, of_cohort=True) < order_of_asking(day, of_cohort=False)


@pytest.mark.django_db
@pytest.mark.parametrize(("ended_on", "asks_the_cohort"), [(31, True), (2, True), (3, False)])
def test_a_project_of_a_cohort_and_a_site_is_asked_once(
    both: SimpleNamespace, stand_at: Any, ended_on: int, asks_the_cohort: bool
) -> None:
    day = date(2025, 8 if ended_on == 31 else 9, ended_on)
    CohortProject.objects.filter(pk=both.project.pk).update(ended_on=day)
    stand_at("2026-03-04 10:00:00")
    assert follow_up(by=None) == (2, 1)
    assert follow_up(by=None) == (0, 0)
    asked, joined = FollowUp.objects.get(asked_with=None), FollowUp.objects.get(asked_with__isnull=False)
    assert (asked.project is not None, joined.asked_with) == (asks_the_cohort, asked)
    letter = OutboxMessage.objects.get(topic="followup")
    assert "DEMO site" in letter.body and "DEMO cohort" in letter.body
    link = url("followup", queries.secret_of(asked))
    page = Client().get(link).content.decode()
    assert "DEMO site" in page and "DEMO cohort" in page and "chacun lit cette réponse" in page
    assert Client().get(url("followup", queries.secret_of(joined))).status_code == 404


@pytest.mark.django_db
def test_the_one_answer_counts_for_both_and_once_for_all(both: SimpleNamespace) -> None:
    follow_up(by=None)
    Client().post(url("followup", queries.secret_of(FollowUp.objects.get(asked_with=None))), POST)
    for place in (both.cohort, both.site):
        read = {one.code: one for one in queries.figures_of(place, 6, public=False)}
        told = (read["state-active"].value, read["kept"].value, read["kept"].answered, read["kept"].asked)
        assert told == (1, 2, 1, 1)
    for person, page in (
        (both.omar, url("cohort_followup", both.cohort.pk)),
        (both.officer, url("site_followup", both.site.slug)),
    ):
        rows = list(as_(person).get(page, {"answered": "yes"}).context["page"])
        assert len(rows) == 1 and rows[0].given.state == "active"
        assert not list(as_(person).get(page, {"answered": "no"}).context["page"])
    refresh_all()
    kept = StoredRecord.objects.filter(feed__in=("followups-6", "jobs", "matters"))
    assert kept.filter(feed="followups-6").count() == 1
    assert set(kept.values_list("programme", flat=True)) == {both.cohort.programme.slug}


@pytest.mark.django_db
def test_either_side_enters_the_one_answer_by_phone(both: SimpleNamespace) -> None:
    follow_up(by=None)
    joined = FollowUp.objects.get(asked_with__isnull=False)
    by_phone = {**POST, "asked_on": "2026-03-02", "consent": "on", "state": "paused"}
    assert as_(both.officer).post(url("followup_phone", joined.pk), by_phone).status_code == 302
    answer = FollowUpAnswer.objects.get()
    assert (answer.followup, answer.state, answer.entered_by) == (joined.asked_with, "paused", both.officer)
    page = as_(both.officer).get(url("followup_phone", joined.pk)).content.decode()
    assert "il y a déjà une réponse" in page.lower()


@pytest.mark.django_db
def test_who_is_asked_apart(both: SimpleNamespace, stand_at: Any) -> None:
    CohortProject.objects.filter(pk=both.project.pk).update(ended_on=date(2025, 7, 30))  # thirty-one days before
    assert follow_up(by=None) == (2, 2)
    FollowUp.objects.all().delete()
    CohortProject.objects.filter(pk=both.project.pk).update(ended_on=None)
    both.member.contact = factories.make_person("Another")  # each of two people is asked once
    both.member.save()
    assert follow_up(by=None) == (2, 2)
    FollowUp.objects.all().delete()
    both.member.contact = both.contact
    both.member.save()
    stand_at("2026-03-01 10:00:00")
    assert follow_up(by=None) == (1, 1)
    answer_by_phone(
        followup=FollowUp.objects.get(), values=VALUES, upload=None, asked_on=date(2026, 3, 1), by=both.omar
    )
    stand_at("2026-03-02 10:00:00")
    assert follow_up(by=None) == (1, 1)  # whoever answered the cohort was not told that the site would read it
    assert not FollowUp.objects.exclude(asked_with=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_public_page_of_a_site_hides_small_counts(left: SimpleNamespace, language: str) -> None:
    path = url("site_after", left.site.slug, language=language)
    assert path in Client().get(url("site_page", left.site.slug, language=language)).content.decode()
    assert Client().get(path).status_code == 200
    for number in range(FEWEST + 1):
        space, member = make_space(left.site, f"B{number}"), make_member(left.network, f"DEMO gone {number}")
        let_space(space=space, member=member, begins=BEGAN, ends=ENDED, is_demo=True, by=None)
    follow_up(by=None)
    rows = list(FollowUp.objects.order_by("pk"))
    for number, survey in enumerate(rows[: FEWEST + 1]):
        told = {**VALUES, "integrated": number > 0}
        answer_by_phone(followup=survey, values=told, upload=None, asked_on=DUE, by=left.officer)
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        page = client.get(path)
    assert len(asked) <= 12 and "DEMO gone" not in page.content.decode()
    assert '<span class="badge">DEMO</span>' in page.content.decode()  # what is invented says so
    [(months, figures, answered, due)] = page.context["waves"]
    read = {one.code: one.value for _label, one in figures}
    assert (months, answered, due) == (6, FEWEST + 1, FEWEST + 2)
    assert (read["state-active"], read["kept"], read["integrated"]) == (FEWEST + 1, 2 * (FEWEST + 1), None)
    assert client.get(url("site_after", "nothing", language=language)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_preparing_at_once_makes_each_survey_once(left: SimpleNamespace, programme: Any) -> None:
    cohort = make_cohort(programme, ends_on=date(2025, 8, 31))
    left.member.project = make_project(cohort, left.contact).project
    left.member.save()
    start, failed, made = threading.Barrier(3), [], []

    def prepare_it(place: Any) -> None:
        try:
            start.wait()
            made.append(follow_up(place=place, by=None))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=prepare_it, args=(place,)) for place in (None, cohort, left.site)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert failed == [] and [sum(counts) for counts in zip(*made, strict=True)] == [2, 1]
    assert FollowUp.objects.filter(asked_with=None).count() == FollowUp.objects.exclude(asked_with=None).count() == 1
    assert OutboxMessage.objects.filter(topic="followup").count() == 1
