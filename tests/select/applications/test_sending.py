"""Integration: what is sent is frozen, numbered once, on time to the second, and owed a receipt."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pypdf
import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.words.models import LANGUAGES
from mouakaba.select.applications.actions import (
    ClosedError,
    NotCompleteError,
    content_of,
    start_application,
    submit_application,
    withdraw_application,
)
from mouakaba.select.applications.actions.receipts import owe_receipt, receipt_pdf
from mouakaba.select.applications.models import Application, State, Submission
from mouakaba.select.calls.models import Extension
from tests import factories
from tests.select.applications.conftest import page_data, section_url, send_data

pytestmark = pytest.mark.django_db


def agreed(application: Application) -> Application:
    application.answers["consent"] = "true"
    application.save()
    return application


def send(application: Application, when: str = "2024-03-20 11:00:00") -> Submission:
    return submit_application(application=application, by=application.applicant, at=factories.at(when))


def test_the_page_sends_and_shows_the_receipt(as_alice: Any, draft: Application) -> None:
    url = reverse("application_review", args=[draft.pk])
    response = as_alice.post(url, send_data(draft))
    assert response.headers["Location"] == reverse("application_receipt", args=[draft.pk])
    sent = Application.objects.get(pk=draft.pk)
    assert (sent.state, sent.number, sent.title) == (State.SUBMITTED, "DEMO-CALL-0001", "DEMO workshop of weaving")
    assert sent.submission.answers["consent"] == "true"
    assert sent.submission.facts["project.region"] == "MA-02"
    assert sent.submission.verdict["verdict"] == "eligible"
    assert [rule["code"] for rule in sent.submission.verdict["rules"]] == ["age", "region"]
    assert sent.project.title == sent.title and sent.project.region_id == "MA-02"
    assert "DEMO-CALL-0001" in as_alice.get(response.headers["Location"]).content.decode()


def test_without_agreement_nothing_is_sent(as_alice: Any, draft: Application) -> None:
    response = as_alice.post(reverse("application_review", args=[draft.pk]), send_data(draft, agree=False))
    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_what_is_missing_is_named_with_its_place(as_alice: Any, draft: Application) -> None:
    draft.answers.pop("summary")
    draft.save()
    page = as_alice.get(reverse("application_review", args=[draft.pk])).content.decode()
    assert f"{section_url(draft)}?care=1#q_summary-field" in page
    with pytest.raises(NotCompleteError) as refused:
        send(agreed(draft))
    assert [problem.code for problem in refused.value.problems] == ["required"]


def test_a_repeated_post_gives_the_same_receipt(as_alice: Any, draft: Application) -> None:
    url = reverse("application_review", args=[draft.pk])
    for _ in range(3):
        assert as_alice.post(url, send_data(draft)).status_code == 302
    assert Submission.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name__endswith="send_receipt").count() == 1


def test_a_repeated_post_after_the_closing_still_leads_to_the_receipt(
    as_alice: Any, draft: Application, stand_at: Any
) -> None:
    as_alice.post(reverse("application_review", args=[draft.pk]), send_data(draft))
    stand_at("2024-04-01 00:00:05")
    response = as_alice.post(reverse("application_review", args=[draft.pk]), send_data(draft))
    assert response.headers["Location"] == reverse("application_receipt", args=[draft.pk])
    assert Submission.objects.count() == 1


def test_numbers_follow_each_other_without_gaps(open_call: Any) -> None:
    numbers = []
    for index in range(3):
        person = factories.make_person(f"Person {index}")
        numbers.append(send(agreed(factories.make_application(open_call, person, state="draft"))).receipt_number)
    assert numbers == ["DEMO-CALL-0001", "DEMO-CALL-0002", "DEMO-CALL-0003"]


def test_editing_makes_a_new_sending_and_keeps_the_earlier(draft: Application) -> None:
    first = send(agreed(draft))
    draft.refresh_from_db()
    draft.answers["title"] = "DEMO another title"
    draft.save()
    second = send(draft, "2024-03-21 09:00:00")
    draft.refresh_from_db()
    assert (first.receipt_number, second.receipt_number) == ("DEMO-CALL-0001", "DEMO-CALL-0001-2")
    assert draft.submission == second and draft.number == "DEMO-CALL-0001"
    assert Submission.objects.get(pk=first.pk).answers["title"] == "DEMO workshop of weaving"
    assert first.content_hash != second.content_hash


def test_what_was_read_is_what_is_sent(as_alice: Any, draft: Application) -> None:
    url = reverse("application_review", args=[draft.pk])
    reviewed = content_of(draft, []).digest
    as_alice.post(section_url(draft), page_data(draft, summary="changed in another tab"))
    draft.refresh_from_db()
    response = as_alice.post(url, {**send_data(draft), "reviewed": reviewed})
    assert response.status_code == 409 and not Submission.objects.exists()
    assert "changed in another tab" in response.content.decode()


@pytest.mark.parametrize(
    ("closes", "last", "late"),
    [
        ("2024-03-31 23:59:59", "2024-03-31T23:59:59.9+00:00", "2024-04-01T00:00:00+00:00"),  # Ramadan: UTC+0
        ("2025-04-06 23:59:59", "2025-04-06T22:59:59.9+00:00", "2025-04-06T23:00:00+00:00"),  # the clock jumped: UTC+1
        ("2024-06-30 12:00:00", "2024-06-30T11:00:00.9+00:00", "2024-06-30T11:00:01+00:00"),
    ],
)
def test_the_last_second_counts_and_the_next_does_not(
    closes: str, last: str, late: str, programme: Any, places: None, alice: Any, omar: Any
) -> None:
    call = factories.make_call(programme, "timed", closes_at=factories.at(closes))
    early = agreed(factories.make_application(call, alice, state="draft"))
    after = agreed(factories.make_application(call, omar, state="draft"))
    assert submit_application(application=early, by=alice, at=datetime.fromisoformat(last)).sequence == 1
    with pytest.raises(ClosedError):
        submit_application(application=after, by=omar, at=datetime.fromisoformat(late))


def test_work_open_at_the_closing_lands_inside_grace(draft: Application) -> None:
    draft.call.grace = timedelta(minutes=10)
    draft.call.save()
    with pytest.raises(ClosedError):
        send(agreed(draft), "2024-04-01 00:10:00")
    assert send(draft, "2024-04-01 00:09:59").sequence == 1


def test_nothing_new_starts_in_grace(draft: Application, alice: Any, omar: Any) -> None:
    draft.call.grace = timedelta(minutes=10)
    draft.call.save()
    with pytest.raises(ClosedError):
        start_application(call=draft.call, by=omar, at=factories.at("2024-04-01 00:05:00"))


def test_an_extension_is_for_one_person(draft: Application, alice: Any, omar: Any) -> None:
    Extension.objects.create(
        call=draft.call, person=alice, until=factories.at("2024-04-03 12:00:00"), reason="DEMO power cut", given_by=omar
    )
    other = agreed(factories.make_application(draft.call, omar, state="draft"))
    with pytest.raises(ClosedError):
        send(other, "2024-04-02 09:00:00")
    with pytest.raises(ClosedError):
        send(agreed(draft), "2024-04-03 12:00:01")
    assert send(draft, "2024-04-03 12:00:00").sequence == 1


def test_the_commit_is_on_the_disk_before_the_receipt(draft: Application) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
        send(agreed(draft))
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)


class KilledError(Exception):
    """The process ends here."""


def test_the_receipt_job_is_written_with_the_submission_or_not_at_all(draft: Application) -> None:
    """A process killed after the commit leaves a job that makes the receipt; one killed before leaves neither."""
    with suppress(KilledError), transaction.atomic():
        send(agreed(draft))
        raise KilledError
    assert not Submission.objects.exists() and not ProcrastinateJob.objects.exists()
    made = send(agreed(draft))
    job = ProcrastinateJob.objects.get()
    assert job.args == {"submission_id": str(made.pk)}


@pytest.fixture
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_is_owed_once_in_the_readers_language(language: str, draft: Application) -> None:
    draft.applicant.language = language
    draft.applicant.save()
    made = send(agreed(draft))
    for _ in range(2):
        owe_receipt(submission_id=str(made.pk))
    message = OutboxMessage.objects.get()
    assert message.language == language and made.receipt_number in message.subject
    assert f"/{language}/receipts/{made.receipt_number}/?h={made.content_hash}" in message.body
    assert message.attachment.name == f"{made.receipt_number}.pdf"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_holds_the_number_and_what_was_sent(language: str, draft: Application) -> None:
    made = send(agreed(draft))
    with override("en"):  # the document's language is its own, not the page's
        pdf = receipt_pdf(made, language=language)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = "".join(page.extract_text() for page in reader.pages)
    assert made.receipt_number in text and "weaving" in text
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


class TestVerification:
    def page(self, client: Any, number: str, code: str) -> str:
        return client.get(reverse("receipt_check_one", args=[number]), {"h": code}).content.decode()

    def test_an_authentic_receipt_says_so_without_personal_data(self, client: Any, draft: Application) -> None:
        made = send(agreed(draft))
        for code in (
            made.content_hash,
            made.content_hash[:16].upper(),
            " ".join([made.content_hash[:8], made.content_hash[8:16]]),
        ):
            page = self.page(client, made.receipt_number, code)
            assert "notice good" in page
            assert "Alice" not in page and "weaving" not in page and "Holder" not in page

    def test_any_other_code_or_number_is_refused(self, client: Any, draft: Application) -> None:
        made = send(agreed(draft))
        for number, code in [
            (made.receipt_number, "0" * 16),
            (made.receipt_number, made.content_hash[:15]),
            (made.receipt_number, made.content_hash + "0"),
            (made.receipt_number, "é" * 20),
            ("DEMO-CALL-9999", made.content_hash),
            ("'--", made.content_hash),
        ]:
            page = self.page(client, number, code)
            assert "notice bad" in page and "notice good" not in page

    def test_the_form_takes_number_and_code(self, client: Any, draft: Application) -> None:
        made = send(agreed(draft))
        page = client.get(
            reverse("receipt_check"), {"number": made.receipt_number.lower(), "h": made.content_hash[:16]}
        )
        assert "notice good" in page.content.decode()
        assert page.headers["X-Robots-Tag"] == "noindex"


def test_withdrawing_asks_first_and_happens_once(as_alice: Any, draft: Application) -> None:
    send(agreed(draft), "2024-03-20 09:30:00")
    url = reverse("application_withdraw", args=[draft.pk])
    assert as_alice.get(url).status_code == 200
    assert Application.objects.get(pk=draft.pk).state == State.SUBMITTED
    as_alice.post(url)
    as_alice.post(url)
    assert [line.state for line in draft.status_lines.all()] == ["submitted", "withdrawn"]


def test_after_withdrawing_one_may_start_again(as_alice: Any, draft: Application) -> None:
    withdraw_application(application=draft, by=draft.applicant, at=factories.at("2024-03-20 12:00:00"))
    as_alice.post(reverse("apply", args=[draft.call.slug]))
    assert Application.objects.filter(applicant=draft.applicant).count() == 2


@pytest.mark.parametrize("state", [State.REFUSED, State.NOT_SELECTED])
def test_a_final_answer_is_not_taken_back(state: str, draft: Application) -> None:
    Application.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(ClosedError):
        withdraw_application(application=draft, by=draft.applicant, at=factories.at("2024-05-01 12:00:00"))


@pytest.mark.parametrize("state", [State.ADMITTED, State.WITHDRAWN, State.REFUSED])
def test_a_file_under_decision_is_not_sent_again(state: str, draft: Application) -> None:
    Application.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(ClosedError):
        send(agreed(Application.objects.get(pk=draft.pk)))
