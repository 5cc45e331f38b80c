"""Integration: decisions on one file, their letters and their trace."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mouakaba.base.audit.queries import history_of
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.select.applications.actions import answer_paper_request
from mouakaba.select.applications.models import Application
from mouakaba.select.review.models import Review
from mouakaba.select.screening.actions import ChangedMeanwhileError, admit, ask_paper, refuse, withdraw_decision
from mouakaba.select.screening.models import PaperRequest, ScreeningDecision
from mouakaba.select.screening.queries import stamp_of
from tests import factories
from tests.select.screening.builders import OUTSIDE, TOO_OLD, UNKNOWN_AGE, sent

pytestmark = pytest.mark.django_db


def again(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def steps(application: Application) -> list[tuple[str, str]]:
    return list(application.status_lines.values_list("state", "note"))


def test_an_eligible_file_is_admitted_without_a_reason(call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    decision = admit(application=file, by=omar)
    assert (again(file).state, decision.overrules, decision.by, decision.reason) == ("admitted", False, omar, "")
    assert steps(file) == [("admitted", "")]
    assert [(line.act, line.by, line.why) for line in history_of(file)] == [("admit_application", omar, "")]
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("answers", [TOO_OLD, UNKNOWN_AGE], ids=["ineligible", "cannot tell"])
def test_admitting_beyond_the_verdict_takes_a_reason_that_stays_in_the_office(
    call: Any, omar: Any, answers: dict[str, Any]
) -> None:
    file = sent(call, "Alice", answers)
    with pytest.raises(ValidationError, match="Write why you admit"):
        admit(application=file, by=omar, reason="  ")
    assert (again(file).state, file.screenings.count()) == ("submitted", 0)
    decision = admit(application=file, by=omar, reason="The birth certificate shows 2000. ")
    assert (decision.overrules, decision.reason) == (True, "The birth certificate shows 2000.")
    assert steps(file) == [("admitted", "")]


def test_the_database_refuses_overruling_without_a_reason(call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD)
    with pytest.raises(IntegrityError, match="overruling_needs_a_reason"), transaction.atomic():
        ScreeningDecision.objects.create(
            application=file,
            submission=file.submission,
            outcome="admitted",
            overrules=True,
            by=omar,
            at=file.started_at,
        )


def test_the_database_keeps_one_standing_decision(call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    admit(application=file, by=omar)
    with pytest.raises(IntegrityError, match="one_standing_screening_per_file"), transaction.atomic():
        ScreeningDecision.objects.create(
            application=file, submission=file.submission, outcome="refused", reason="x", by=omar, at=file.started_at
        )


def test_a_refusal_is_written_to_the_applicant_in_their_language(call: Any, omar: Any) -> None:
    file = sent(call, "Alice", {**TOO_OLD, **OUTSIDE}, language="fr")
    refuse(application=file, by=omar, reason="Vous avez plus de 29 ans.")
    assert again(file).state == "refused"
    assert steps(file) == [("refused", "Vous avez plus de 29 ans.")]
    letter = OutboxMessage.objects.get()
    assert (letter.address, letter.language, letter.person) == (file.applicant.email, "fr", file.applicant)
    assert file.number in letter.subject
    assert "Vous avez plus de 29 ans." in letter.body
    assert "2 mai 1980, soit 43 ans" in letter.body  # the sentence of the age rule
    assert "Casablanca-Settat" in letter.body  # and that of the region rule
    assert "contact@demo.example" in letter.body
    assert f"/fr/my/applications/{file.pk}/" in letter.body


def test_a_sentence_the_officer_kept_is_not_told_twice(call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD, language="fr")
    sentence = file.submission.verdict["rules"][0]["text"]["fr"]
    refuse(application=file, by=omar, reason=f"Bonjour.\n{sentence}")
    assert OutboxMessage.objects.get().body.count(sentence) == 1


def test_a_refusal_without_a_reason_does_not_exist(call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD)
    with pytest.raises(ValidationError, match="Write the reason"):
        refuse(application=file, by=omar, reason=" ")
    assert (again(file).state, OutboxMessage.objects.count()) == ("submitted", 0)


def test_a_file_without_an_account_is_refused_without_a_letter(call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD)
    Application.objects.filter(pk=file.pk).update(applicant=None)
    refuse(application=file, by=omar, reason="Plus de 29 ans.")
    assert (again(file).state, OutboxMessage.objects.count()) == ("refused", 0)


def test_the_second_officer_is_told_and_changes_nothing(call: Any, omar: Any, charlie: Any) -> None:
    file = sent(call, "Alice")
    seen = stamp_of(file)
    admit(application=file, by=omar, seen=seen)
    with pytest.raises(ChangedMeanwhileError):
        refuse(application=file, by=charlie, reason="No.", seen=seen)
    assert (again(file).state, file.screenings.count()) == ("admitted", 1)


def test_a_file_asked_or_sent_again_meanwhile_is_not_decided_blindly(call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    seen = stamp_of(file)
    ask_paper(application=file, by=omar, text="Your diploma", due=in_a_week())
    with pytest.raises(ChangedMeanwhileError):
        admit(application=file, by=omar, seen=seen)
    admit(application=again(file), by=omar, seen=stamp_of(again(file)))
    assert again(file).state == "admitted"


def in_a_week() -> datetime:
    return datetime.now().replace(second=0, microsecond=0) + timedelta(days=7)


def test_a_paper_is_asked_answered_and_shown(call: Any, omar: Any) -> None:
    file = sent(call, "Alice", UNKNOWN_AGE, language="ar")
    request = ask_paper(
        application=file, by=omar, text="أرسلوا نسخة من شهادة الميلاد", due=datetime(2099, 3, 31, 18), question="paper"
    )
    assert request.due_at.isoformat() == "2099-03-31T17:00:00+00:00"
    assert steps(file) == [("paper_asked", "أرسلوا نسخة من شهادة الميلاد")]
    letter = OutboxMessage.objects.get()
    assert letter.language == "ar"
    assert "أرسلوا نسخة من شهادة الميلاد" in letter.body
    assert "31 مارس 2099" in letter.body
    later = request.asked_at + timedelta(hours=1)
    answer_paper_request(
        application=file, request_id=request.pk, text="ها هي", upload=None, by=file.applicant, at=later
    )
    assert again(file).state == "submitted"
    assert (PaperRequest.objects.get().answer, file.status_lines.last().state) == ("ها هي", "submitted")


def test_what_was_asked_may_still_be_decided_when_no_answer_comes(call: Any, omar: Any) -> None:
    file = sent(call, "Alice", UNKNOWN_AGE)
    ask_paper(application=file, by=omar, text="Your birth certificate", due=in_a_week())
    refuse(application=file, by=omar, reason="The paper did not come.")
    assert again(file).state == "refused"


@pytest.mark.parametrize(
    ("text", "due", "field"),
    [("  ", datetime(2099, 1, 1), "text"), ("A paper", datetime(2020, 1, 1), "due")],
)
def test_a_request_without_words_or_in_the_past_is_not_sent(
    call: Any, omar: Any, text: str, due: datetime, field: str
) -> None:
    file = sent(call, "Alice")
    with pytest.raises(ValidationError) as refused:
        ask_paper(application=file, by=omar, text=text, due=due)
    assert list(refused.value.message_dict) == [field]
    assert (again(file).state, OutboxMessage.objects.count()) == ("submitted", 0)


def test_nobody_can_be_asked_where_there_is_no_account(call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    Application.objects.filter(pk=file.pk).update(applicant=None)
    with pytest.raises(ValidationError, match="without an e-mail"):
        ask_paper(application=file, by=omar, text="A paper", due=in_a_week())


def test_a_refusal_taken_back_is_told_and_can_be_decided_anew(call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD, language="fr")
    first = refuse(application=file, by=omar, reason="Plus de 29 ans.")
    withdraw_decision(application=file, by=omar, reason="Wrong person")
    first.refresh_from_db()
    assert (first.taken_back_by, first.taken_back_why, again(file).state) == (omar, "Wrong person", "submitted")
    assert OutboxMessage.objects.order_by("queued_at").last().key == f"screening-back:{first.pk}"
    assert "Wrong person" not in OutboxMessage.objects.order_by("queued_at").last().body
    admit(application=again(file), by=omar, reason="The certificate shows 2000")
    assert file.screenings.count() == 2
    assert [line.act for line in history_of(file)] == ["admit_application", "take_back_decision", "refuse_application"]


def test_an_admission_taken_back_tells_nobody(call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    admit(application=file, by=omar)
    withdraw_decision(application=file, by=omar, reason="Admitted by mistake")
    assert (again(file).state, OutboxMessage.objects.count()) == ("submitted", 0)


def test_taking_back_needs_a_reason_and_something_to_take_back(call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    with pytest.raises(ChangedMeanwhileError):
        withdraw_decision(application=file, by=omar, reason="x")
    admit(application=file, by=omar)
    with pytest.raises(ValidationError, match="Write why"):
        withdraw_decision(application=file, by=omar, reason=" ")


@pytest.mark.parametrize("begun", ["marks", "closed"])
def test_nothing_is_taken_back_once_the_jury_has_begun(call: Any, omar: Any, begun: str) -> None:
    file = sent(call, "Alice")
    admit(application=file, by=omar)
    juror = factories.make_juror(call)
    review = Review.objects.create(juror=juror, application=file, assigned_at=call.opens_at)
    if begun == "marks":
        Review.objects.filter(pk=review.pk).update(state="started")
    else:
        type(call).objects.filter(pk=call.pk).update(marks_closed_at=call.closes_at)
    with pytest.raises(ValidationError, match="jury has begun"):
        withdraw_decision(application=again(file), by=omar, reason="Too late")
    assert again(file).state == "admitted"


def test_an_assigned_review_does_not_yet_hold_the_decision(call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    admit(application=file, by=omar)
    Review.objects.create(juror=factories.make_juror(call), application=file, assigned_at=call.opens_at)
    withdraw_decision(application=again(file), by=omar, reason="Not yet read")
    assert again(file).state == "submitted"
