"""Integration: one file before an officer, by its page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mouakaba.base.clock.queries import now
from mouakaba.base.files.actions import store_file
from mouakaba.select.applications.actions import answer_paper_request
from mouakaba.select.applications.models import Application
from mouakaba.select.screening.actions import admit, ask_paper, refuse
from mouakaba.select.screening.models import PaperRequest
from mouakaba.select.screening.queries import stamp_of
from tests import factories
from tests.select.screening.builders import TOO_OLD, UNKNOWN_AGE, english, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def address(call: Any, file: Application) -> str:
    return english(reverse("screening_file", args=[call.slug, file.pk]))


def post(client: Any, call: Any, file: Application, act: str, **typed: str) -> Any:
    data = {"act": act, "seen": stamp_of(Application.objects.get(pk=file.pk))}
    return client.post(address(call, file), {**data, **{f"{act}-{name}": text for name, text in typed.items()}})


def state(file: Application) -> str:
    return Application.objects.get(pk=file.pk).state


def test_the_page_says_what_was_sent_and_what_the_rules_say(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD, language="fr")
    client.force_login(omar)
    text = client.get(f"/fr/office/calls/{call.slug}/applications/{file.pk}/").content.decode()
    assert "2 mai 1980, soit 43 ans" in text
    assert "A workshop where young weavers sell together." in text
    assert file.number in text
    page = client.get(address(call, file))
    assert [rule.answer for rule in page.context["rules"]] == ["no", "yes"]
    assert page.context["proposed"] == "refused"


def test_the_reason_is_prefilled_in_the_applicants_language(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD, language="ar")
    client.force_login(omar)
    page = client.get(f"/fr/office/calls/{call.slug}/applications/{file.pk}/")
    assert page.context["forms"]["refuse"].initial["reason"] == file.submission.verdict["rules"][0]["text"]["ar"]


def test_the_request_is_prefilled_with_what_is_missing(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice", UNKNOWN_AGE, language="en")
    client.force_login(omar)
    initial = client.get(address(call, file)).context["forms"]["ask"].initial
    assert "Date of birth" in initial["text"]
    assert initial["question"] == "birth_date"


def test_admitting_by_one_button(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    client.force_login(omar)
    assert post(client, call, file, "admit").status_code == 302
    assert state(file) == "admitted"


def test_refusing_with_the_officers_words(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD)
    client.force_login(omar)
    assert post(client, call, file, "refuse", reason="Plus de 29 ans.").status_code == 302
    assert (state(file), file.screenings.get().by) == ("refused", omar)


@pytest.mark.parametrize(
    ("answers", "act", "typed", "sentence"),
    [
        (TOO_OLD, "admit", {"reason": "   "}, "Write why you admit"),
        (TOO_OLD, "refuse", {"reason": ""}, "Write the reason of the refusal"),
        ({}, "refuse", {"reason": "x" * 5001}, "5000"),
        ({}, "ask", {"text": "", "due": "2099-01-01T10:00"}, "Write what you ask for"),
        ({}, "ask", {"text": "Your diploma", "due": ""}, "Choose a day and an hour"),
        ({}, "ask", {"text": "Your diploma", "due": "31 mars"}, "not a day and an hour"),
        ({}, "ask", {"text": "Your diploma", "due": "2020-01-01T10:00"}, "has passed"),
        ({}, "ask", {"text": "Your diploma", "due": "2099-01-01T10:00", "question": "no such"}, "Choose from the list"),
    ],
)
def test_bad_input_is_said_and_loses_nothing(
    client: Any, call: Any, omar: Any, answers: Any, act: str, typed: dict[str, str], sentence: str
) -> None:
    file = sent(call, "Alice", answers)
    client.force_login(omar)
    page = post(client, call, file, act, **typed)
    text = page.content.decode()
    assert (page.status_code, state(file)) == (422, "submitted")
    assert sentence in text
    assert all(value.strip() in text for value in typed.values())


def test_an_unknown_act_is_not_found(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    client.force_login(omar)
    assert client.post(address(call, file), {"act": "delete"}).status_code == 404


def test_the_second_officer_reads_what_was_decided_and_keeps_what_they_wrote(
    client: Any, call: Any, omar: Any, charlie: Any
) -> None:
    from mouakaba.base.people.models import Membership

    Membership.objects.create(person=charlie, organisation=call.programme.organisation, role="officer")
    file = sent(call, "Alice", TOO_OLD)
    seen = stamp_of(file)
    refuse(application=file, by=omar, reason="Plus de 29 ans.", seen=seen)
    client.force_login(charlie)
    page = client.post(address(call, file), {"act": "admit", "seen": seen, "admit-reason": "A long careful reason"})
    text = page.content.decode()
    assert (page.status_code, state(file), file.screenings.count()) == (409, "refused", 1)
    assert "A long careful reason" in text
    assert "DEMO Omar" in text
    assert "Plus de 29 ans." in text


def test_what_was_typed_stays_in_its_form_where_it_can_still_be_sent(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice", TOO_OLD)
    seen = stamp_of(file)
    ask_paper(application=file, by=omar, text="A paper", due=(now() + timedelta(days=3)).replace(tzinfo=None))
    client.force_login(omar)
    page = client.post(address(call, file), {"act": "refuse", "seen": seen, "refuse-reason": "My own words"})
    assert page.status_code == 409
    assert page.context["forms"]["refuse"]["reason"].value() == "My own words"
    assert page.context["seen"] == stamp_of(Application.objects.get(pk=file.pk))


def test_a_missing_paper_comes_back_to_the_officer(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice", UNKNOWN_AGE)
    client.force_login(omar)
    post(client, call, file, "ask", text="Your birth certificate", due="2099-01-01T10:00", question="birth_date")
    request = PaperRequest.objects.get()
    assert (state(file), request.question) == ("paper_asked", "birth_date")
    paper = SimpleUploadedFile("birth.pdf", b"%PDF-1.7 DEMO")
    answer_paper_request(
        application=file, request_id=request.pk, text="Here it is", upload=paper, by=file.applicant, at=now()
    )
    text = client.get(address(call, file)).content.decode()
    assert "Here it is" in text
    request.refresh_from_db()
    link = english(reverse("screening_paper", args=[file.pk, request.file.pk]))
    assert link in text
    response = client.get(link)
    assert response["Content-Disposition"] == 'attachment; filename="birth.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_taking_back_by_the_page(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Alice")
    admit(application=file, by=omar)
    client.force_login(omar)
    assert post(client, call, file, "take_back", reason="By mistake").status_code == 302
    assert state(file) == "submitted"
    assert "By mistake" in client.get(address(call, file)).content.decode()


def test_the_next_file_to_decide_is_offered(client: Any, call: Any, omar: Any) -> None:
    first, second = sent(call, "First"), sent(call, "Second")
    Application.objects.filter(pk=second.pk).update(submitted_at=first.submitted_at + timedelta(hours=1))
    client.force_login(omar)
    assert client.get(address(call, first)).context["next"] == second
    assert client.get(address(call, second)).context["next"] == first
    admit(application=first, by=omar)
    assert client.get(address(call, second)).context["next"] is None


def test_papers_of_other_files_are_not_given(client: Any, call: Any, omar: Any, charlie: Any) -> None:
    file = sent(call, "Alice")
    other = store_file(upload=SimpleUploadedFile("other.pdf", b"%PDF-1.7"), owner=file.applicant)
    client.force_login(omar)
    assert client.get(reverse("screening_paper", args=[file.pk, other.pk])).status_code == 404
    file.submission.files = [{"question": "paper", "file": str(other.pk), "name": "other.pdf", "size": 8, "sha256": ""}]
    file.submission.save()
    assert client.get(reverse("screening_paper", args=[file.pk, other.pk])).status_code == 200
    client.force_login(charlie)
    assert client.get(reverse("screening_paper", args=[file.pk, other.pk])).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("omar", 200), ("charlie", 404), ("applicant", 404), ("nobody", 302)])
def test_rights(client: Any, call: Any, omar: Any, charlie: Any, who: str, status: int) -> None:
    file = sent(call, "Alice")
    if who != "nobody":
        client.force_login({"omar": omar, "charlie": charlie, "applicant": file.applicant}[who])
    assert client.get(address(call, file)).status_code == status
    if who != "omar":
        refused = 401 if who == "nobody" else status  # the page that keeps what was posted
        assert post(client, call, file, "admit").status_code == refused
        assert state(file) == "submitted"


def test_a_draft_is_nobodys_business(client: Any, call: Any, omar: Any) -> None:
    draft = factories.make_application(call, factories.make_person("Drafter"), state="draft")
    client.force_login(omar)
    assert client.get(address(call, draft)).status_code == 404


@pytest.mark.parametrize("requests", [1, 12])
def test_the_price_of_a_file_does_not_depend_on_its_history(
    client: Any, call: Any, omar: Any, requests: int, django_assert_max_num_queries: Any
) -> None:
    file = sent(call, "Alice")
    for number in range(requests):
        due = (now() + timedelta(days=3)).replace(tzinfo=None)
        ask_paper(application=file, by=omar, text=f"Paper {number}", due=due)
    client.force_login(omar)
    client.get(address(call, file))
    with django_assert_max_num_queries(12):
        assert client.get(address(call, file)).status_code == 200
