"""Integration: surveys are prepared once, answered once by a link without an account or by phone, and counted."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.accompany.followup import queries
from mouakaba.accompany.followup.actions import answer_by_link, answer_by_phone, follow_up
from mouakaba.accompany.followup.models import FollowUp, FollowUpAnswer
from mouakaba.accompany.followup.phrases import TOPIC
from mouakaba.accompany.followup.rules import FEWEST, may_split, may_tell
from mouakaba.base.audit.models import AuditLine
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.actions import stop_letters
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.base.words.phrases import part_in_words, percent_in_words
from tests import factories
from tests.accompany.conftest import make_cohort, make_project
from tests.browsing import as_, url

PDF = b"%PDF-1.7 DEMO"
VALUES = {
    **dict.fromkeys(queries.ANSWERS, None), "state": "active", "turnover": "50k", "milieu": "rural",
    "helped": ["training"], "needs": [], "text": "DEMO", "integrated": True, "kept_women_under_30": 2,
}  # fmt: skip
POST = {"state": "active", "kept_women_under_30": "2", "created_men_30_more": "١", "turnover": "50k", "milieu": "rural",
        "integrated": "yes", "helped": ["training", "markets"], "text": "DEMO words"}  # fmt: skip


@pytest.fixture
def ended(programme: Any, places: None, stand_at: Any) -> Cohort:
    """Ended on the last of August; six months later is the last of February, two days before the day of the tests."""
    stand_at("2026-03-02 10:00:00")
    return make_cohort(programme, starts_on=date(2025, 3, 1), ends_on=date(2025, 8, 31))


@pytest.fixture
def asked(ended: Cohort, holder: Person) -> FollowUp:
    """A survey whose letter went."""
    make_project(ended, holder)
    follow_up(by=None)
    return FollowUp.objects.select_related("project__project__bearer").get()


def page_of(followup: FollowUp, language: str = "fr") -> str:
    return url("followup", queries.secret_of(followup), language=language)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ended_on", "months", "due_on"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
    ],
)
def test_a_survey_falls_on_the_day_of_the_month_or_its_last(
    programme: Any, places: None, stand_at: Any, ended_on: date, months: int, due_on: date
) -> None:
    stand_at(f"{due_on - timedelta(days=1)} 10:00:00")
    make_project(make_cohort(programme, ends_on=ended_on))
    follow_up(by=None)
    assert not FollowUp.objects.filter(months=months).exists()
    stand_at(f"{due_on} 10:00:00")
    follow_up(by=None)
    assert FollowUp.objects.get(months=months).due_on == due_on


@given(st.integers(0, 40), st.integers(0, 40))
def test_no_count_told_leaves_a_small_one(count: int, rest: int) -> None:
    told = may_tell(count, count + rest)
    assert told == (count + rest >= FEWEST and not 0 < count < FEWEST and not 0 < rest < FEWEST)


def test_one_small_part_hides_all_parts() -> None:
    assert may_split([5, 0, 12]) and not may_split([5, 1, 12])


@pytest.mark.django_db
def test_surveys_and_letters_go_once_with_two_reminders_at_most(ended: Cohort, holder: Person, stand_at: Any) -> None:
    make_project(ended, holder, "DEMO tamr")
    make_project(ended, title="DEMO without e-mail")
    left = make_project(ended, title="DEMO left")
    CohortProject.objects.filter(pk=left.pk).update(state="left")
    assert follow_up(by=None) == (2, 1)
    assert follow_up(by=None) == (0, 0)
    counts = []
    for day in ("2026-03-11", "2026-03-12", "2026-03-13", "2026-03-27", "2026-04-20", "2026-06-01"):
        stand_at(f"{day} 11:00:00")
        counts.append(follow_up(by=None))
    assert counts == [(0, 0), (0, 1), (0, 0), (0, 1), (0, 0), (0, 0)]
    letters = list(OutboxMessage.objects.filter(topic="followup").order_by("queued_at"))
    assert len(letters) == 3 and len({letter.key for letter in letters}) == 3
    link = queries.link_of(FollowUp.objects.get(project__project__bearer=holder))
    assert all(link in letter.body for letter in letters) and "آخر تذكير" in letters[-1].body


@pytest.mark.django_db
def test_no_letter_to_who_answered_or_stopped_them(ended: Cohort, holder: Person, omar: Person, stand_at: Any) -> None:
    make_project(ended, holder)
    make_project(ended, omar)
    stop_letters(person=omar, topic=TOPIC.code, by=omar)
    assert follow_up(by=None) == (2, 1)
    answer_by_link(followup=FollowUp.objects.get(letters=1), values=VALUES, upload=None, language="ar")
    stand_at("2026-03-20 10:00:00")
    assert follow_up(by=None) == (0, 0)


@pytest.mark.django_db
def test_the_link_needs_no_account_and_gives_one_answer(asked: FollowUp) -> None:
    client, path = Client(), page_of(asked)
    assert client.get(path).status_code == 200
    assert FollowUpAnswer.objects.count() == 0  # opening answers nothing
    assert client.post(path, POST).status_code == 302
    assert client.post(path, POST).status_code == 302  # sent twice: the same
    answer = FollowUpAnswer.objects.get()
    assert (answer.corrections, answer.created_men_30_more, answer.integrated) == (0, 1, True)
    page = Client().get(path, {"sent": 1}).content.decode()
    assert "votre réponse est arrivée" in page and "Elle compte une fois" in page and "DEMO words" in page
    Client().post(path, {**POST, "state": "paused"})
    answer.refresh_from_db()
    assert (FollowUpAnswer.objects.count(), answer.state, answer.corrections) == (1, "paused", 1)
    assert [one.state for one in queries.earlier_answers(answer)] == ["active"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_wrong_answer_loses_nothing(asked: FollowUp, language: str) -> None:
    body = {**POST, "state": "", "kept_men_30_more": "beaucoup"}
    response = Client().post(page_of(asked, language), body)
    page = response.content.decode()
    assert response.status_code == 422 and not FollowUpAnswer.objects.exists()
    assert "DEMO words" in page and 'value="beaucoup"' in page and page.count('aria-invalid="true"') >= 2
    assert {"ar": "لم يضع شيء مما كتبته", "fr": "n’est perdu", "en": "Nothing you typed is lost"}[language] in page


@pytest.mark.django_db
def test_a_foreign_or_late_link_opens_nothing(asked: FollowUp, stand_at: Any) -> None:
    secret = queries.secret_of(asked)
    for wrong in (secret[:-1] + "x", asked.pk.hex, "x"):
        assert Client().get(url("followup", wrong)).status_code == 404
    stand_at("2026-05-01 18:00:00")  # sixty days later, and some hours: what was opened may still be sent
    assert Client().get(page_of(asked)).status_code == 410
    assert Client().post(page_of(asked), POST).status_code == 302
    stand_at("2026-05-03 18:00:00")
    late = Client().post(page_of(asked), {**POST, "text": "DEMO trop tard"})
    assert late.status_code == 410 and "DEMO trop tard" in late.content.decode()
    assert FollowUpAnswer.objects.get().text == "DEMO words"


@pytest.mark.django_db
def test_the_secret_is_kept_nowhere(asked: FollowUp) -> None:
    secret = queries.secret_of(asked)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM accompany_followup f")
        assert secret not in str(cursor.fetchall()) and len(asked.link_hash) == 64
    assert not AuditLine.objects.filter(detail__icontains=secret).exists()


@pytest.mark.django_db
def test_a_certificate_is_checked_and_read_by_the_office_alone(asked: FollowUp, omar: Person, charlie: Person) -> None:
    bad = Client().post(page_of(asked), {**POST, "upload": SimpleUploadedFile("proof.pdf", b"not a PDF")})
    assert bad.status_code == 422 and "proof.pdf" in bad.content.decode()
    Client().post(page_of(asked), {**POST, "upload": SimpleUploadedFile("proof.pdf", PDF)})
    path = url("followup_certificate", asked.pk)
    assert b"".join(as_(omar).get(path)) == PDF
    assert as_(charlie).get(path).status_code == 404
    Client().post(page_of(asked), {**POST, "state": "stopped"})  # a correction without a file keeps it
    assert FollowUpAnswer.objects.get().certificate is not None


@pytest.mark.django_db
def test_an_officer_enters_an_answer_by_phone(asked: FollowUp, omar: Person) -> None:
    client, path = as_(omar), url("followup_phone", asked.pk)
    Client().post(page_of(asked), POST)
    without = client.post(path, {**POST, "state": "stopped", "asked_on": "2026-03-02"})
    assert without.status_code == 422 and "Demandez à la personne" in without.content.decode()
    early = client.post(path, {**POST, "asked_on": "2026-03-03", "consent": "on"})
    assert early.status_code == 422 and "pas encore venu" in early.content.decode()
    client.post(path, {**POST, "state": "stopped", "asked_on": "2026-03-02", "consent": "on"})
    answer = FollowUpAnswer.objects.get()
    told = (answer.channel, answer.entered_by, answer.asked_on, answer.consented, answer.corrections)
    assert told == ("phone", omar, date(2026, 3, 2), True, 1)
    page = client.get(path).content.decode()
    assert "Réponses antérieures" in page and "par le lien" in page
    assert AuditLine.objects.filter(act="answer_followup", by=omar).count() == 1


@pytest.mark.django_db
def test_the_table_refuses_a_phone_answer_without_consent(asked: FollowUp) -> None:
    at = factories.at("2026-03-02 10:00:00")
    with pytest.raises(IntegrityError):
        FollowUpAnswer.objects.create(followup=asked, state="active", channel="phone", first_at=at, at=at)


@pytest.mark.django_db
def test_who_opens_the_follow_up(
    asked: FollowUp, omar: Person, viewer: Person, holder: Person, charlie: Person
) -> None:
    people = {"officer": omar, "viewer": viewer, "holder": holder, "stranger": charlie, "anybody": None}
    cohort, phone = url("cohort_followup", asked.project.cohort_id), url("followup_phone", asked.pk)
    reads = {who: as_(one).get(cohort).status_code for who, one in people.items()}
    assert reads == {"officer": 200, "viewer": 200, "holder": 404, "stranger": 404, "anybody": 302}
    enters = {who: as_(one).get(phone).status_code for who, one in people.items()}
    assert enters == {"officer": 200, "viewer": 404, "holder": 404, "stranger": 404, "anybody": 302}
    assert as_(viewer).post(cohort).status_code == 404
    assert as_(omar).post(cohort).status_code == 302


def fill(cohort: Cohort, count: int, omar: Person, **values: Any) -> None:
    for number in range(count):
        make_project(cohort, title=f"DEMO {values.get('state', 'x')} {number}")
    follow_up(by=None)
    for row in FollowUp.objects.filter(answer=None)[:count]:
        answer_by_phone(followup=row, values={**VALUES, **values}, upload=None, asked_on=date(2026, 3, 2), by=omar)


@pytest.mark.django_db
def test_figures_say_how_many_answered_and_hide_small_counts(ended: Cohort, omar: Person) -> None:
    fill(ended, 6, omar)
    fill(ended, 2, omar, state="stopped", kept_women_under_30=None)
    for number in range(2):
        make_project(ended, title=f"DEMO silent {number}")
    follow_up(by=None)
    inside = {one.code: one for one in queries.figures_of(ended, 6, public=False)}
    outside = {one.code: one for one in queries.figures_of(ended, 6, public=True)}
    active, stopped, kept = inside["state-active"], inside["state-stopped"], inside["kept"]
    assert (active.value, active.answered, active.asked, active.per_cent) == (6, 8, 10, 80)
    assert (stopped.value, kept.value, kept.answered) == (2, 12, 6)
    assert outside["state-stopped"].value is None and outside["state-active"].value is None  # 8 less 6 tells 2
    assert (outside["kept"].value, outside["kept-women_under_30"].value) == (12, 12)
    public = Client().get(url("cohort_after", ended.pk)).content.decode()
    assert "non affiché" in public and f"{part_in_words(8, 10, 'fr')} ({percent_in_words(80, 'fr')})" in public
    rows = queries.followup_rows(project__cohort=ended)
    assert (rows.count(), rows.filter(answered=True).count()) == (10, 8)
    assert not {"text", "title", "bearer"} & set(rows[0])


@pytest.mark.django_db
def test_one_small_count_among_several_hides_them_all(ended: Cohort, omar: Person) -> None:
    fill(ended, 6, omar)
    fill(ended, 5, omar, state="paused", turnover="200k")
    outside = {one.code: one for one in queries.figures_of(ended, 6, public=True)}
    told = (outside["state-active"].value, outside["state-paused"].value, outside["state-stopped"].value)
    assert told == (6, 5, 0)
    bands = (outside["turnover"].value, outside["turnover-50k"].value, outside["turnover-200k"].value)
    assert bands == (11, 6, 5) and outside["turnover-50k"].part
    fill(ended, 2, omar, state="stopped", turnover="more")
    outside = {one.code: one for one in queries.figures_of(ended, 6, public=True)}
    assert {outside[f"state-{state}"].value for state in ("active", "paused", "stopped")} == {
        None
    }  # 13 less 11 tells 2
    assert {one.value for code, one in outside.items() if code.startswith("turnover-")} == {None}
    inside = {one.code: one.value for one in queries.figures_of(ended, 6, public=False)}
    assert (inside["state-stopped"], inside["turnover-more"]) == (2, 2)


@pytest.mark.django_db
def test_the_pages_ask_few_queries(ended: Cohort, omar: Person) -> None:
    fill(ended, 20, omar)
    row = FollowUp.objects.first()
    assert row
    for person, path in (
        (omar, url("cohort_followup", ended.pk)),
        (None, url("cohort_after", ended.pk)),
        (omar, url("followup_phone", row.pk)),
    ):
        client = as_(person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= 12, (path, [query["sql"][:90] for query in asked])


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_are_one_answer(programme: Any, places: None, stand_at: Any, holder: Person) -> None:
    stand_at("2026-03-02 10:00:00")
    make_project(make_cohort(programme, ends_on=date(2025, 8, 31)), holder)
    follow_up(by=None)
    followup = FollowUp.objects.get()
    start, failed = threading.Barrier(4), []

    def send(state: str) -> None:
        try:
            row = queries.followup_of(queries.secret_of(followup))
            assert row
            start.wait()
            answer_by_link(followup=row, values={**VALUES, "state": state}, upload=None, language="ar")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    senders = [threading.Thread(target=send, args=(state,)) for state in ("active", "active", "paused", "stopped")]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    answer = FollowUpAnswer.objects.get()
    assert failed == [] and answer.corrections == len(queries.earlier_answers(answer)) >= 2


@pytest.mark.django_db
def test_answers_are_exported_and_erased_with_their_person(asked: FollowUp, holder: Person, omar: Person) -> None:
    Client().post(page_of(asked), {**POST, "upload": SimpleUploadedFile("proof.pdf", PDF)})
    by_phone = {"asked_on": "2026-03-02", "consent": "on", "upload": SimpleUploadedFile("two.pdf", PDF)}
    as_(omar).post(url("followup_phone", asked.pk), {**POST, **by_phone})
    assert StoredFile.objects.count() == 2
    Client().post(page_of(asked), {**POST, "text": "DEMO again"})
    assert export_person(holder)["followups"][0]["text"] == "DEMO again"
    path = page_of(asked)
    erase_person(person=holder, by=holder)
    answer = FollowUpAnswer.objects.get()
    assert (answer.text, answer.certificate, answer.kept_women_under_30) == ("", None, 2)
    assert not StoredFile.objects.exists()
    assert not FollowUpAnswer.pgh_event_model.objects.exists()  # type: ignore[attr-defined]
    assert Client().get(path).status_code == 404
