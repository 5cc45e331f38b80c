"""A juror's pages over HTTP, without JavaScript. Integration."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mouakaba.base.files.actions import store_file
from mouakaba.select.review.actions import close_marks, enter_conflict
from mouakaba.select.review.forms import sheet_of
from mouakaba.select.review.models import Conflict, Review
from tests import factories
from tests.select.review.conftest import COMPLETE, done, file, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(jurors: list[Any], files: list[Any]) -> Review:
    return make_review(jurors[0], files[0])


@pytest.fixture
def mine(client: Client, jurors: list[Any]) -> Client:
    """The first juror's browser."""
    client.force_login(jurors[0].person)
    return client


def address(review: Review) -> str:
    return reverse("jury_file", args=[review.application.call.slug, review.application_id])


def sheet(review: Review, **changes: str) -> dict[str, str]:
    """What a browser posts when the page drawn now is sent back with some changes."""
    drawn = sheet_of(Review.objects.select_related("application__version").get(pk=review.pk))
    data = {"base": str(drawn.revision), "comment": drawn.comment, "seen-comment": drawn.comment_seen}
    for one in drawn.fields:
        code = one.criterion.code
        data |= {f"reason-{code}": one.reason, f"seen-{code}": one.seen}
        if one.mark is not None:
            data[f"mark-{code}"] = str(one.mark)
    return {**data, **changes}


def test_the_queue_shows_progress_and_leads_to_the_next_file(mine: Client, jurors: list[Any], files: list[Any]) -> None:
    done(jurors[0], files[0], 4, 3)
    begun = make_review(jurors[0], files[2], state=Review.State.STARTED)
    make_review(jurors[0], files[1])
    page = mine.get(reverse("jury_call", args=["demo-call"]))
    assert page.context["next"] == begun
    assert page.context["counts"] == {"assigned": 1, "started": 1, "done": 1}
    assert [row[0].application for row in page.context["rows"]] == [files[2], files[1], files[0]]


def test_the_queue_filters_by_state_and_searches_titles_but_not_hidden_names(
    mine: Client, jurors: list[Any], files: list[Any]
) -> None:
    for one in files:
        one.search = "demo hidden holder"
        one.save()
        make_review(jurors[0], one)
    url = reverse("jury_call", args=["demo-call"])
    assert [r.application for r, _t in mine.get(url, {"q": "file 2"}).context["rows"]] == [files[1]]
    assert mine.get(url, {"q": "holder"}).context["rows"] == []
    assert mine.get(url, {"state": "done"}).context["rows"] == []


def test_a_file_shows_answers_for_the_jury_and_hides_the_others(mine: Client, review: Review) -> None:
    body = mine.get(address(review)).content.decode()
    assert "A workshop where young weavers sell together." in body
    assert "DEMO Holder" not in body
    assert "May 2000" not in body


def test_marks_are_saved_by_the_form_alone(mine: Client, review: Review) -> None:
    answer = mine.post(address(review), sheet(review, **{"mark-viability": "3", "comment": "DEMO note"}))
    review.refresh_from_db()
    assert answer.status_code == 302
    assert (review.marks["viability"]["mark"], review.comment, review.state) == (3, "DEMO note", "started")


def test_done_without_a_needed_reason_keeps_everything_and_says_what(mine: Client, review: Review) -> None:
    typed = sheet(review, **{"mark-viability": "5", "mark-impact": "4", "comment": "kept", "act": "done"})
    answer = mine.post(address(review), typed)
    review.refresh_from_db()
    assert answer.status_code == 422
    field = answer.context["sheet"].fields[0]
    assert (field.mark, "1, 2, 5" in field.error) == (5, True)
    assert (review.marks["impact"]["mark"], review.comment, review.state) == (4, "kept", "started")


def test_a_mark_off_the_scale_is_refused_and_what_was_typed_stays(mine: Client, review: Review) -> None:
    answer = mine.post(address(review), sheet(review, **{"mark-viability": "9", "reason-viability": "typed text"}))
    assert answer.status_code == 422
    assert "typed text" in answer.content.decode()
    assert Review.objects.get().marks == {}


def test_done_leads_to_the_next_file(mine: Client, review: Review, jurors: list[Any], files: list[Any]) -> None:
    following = make_review(jurors[0], files[1])
    marks = {"mark-viability": "4", "mark-impact": "4", "act": "done"}
    answer = mine.post(address(review), sheet(review, **marks))
    assert answer["Location"] == address(following)
    assert Review.objects.get(pk=review.pk).state == "done"


def test_a_second_window_that_changed_one_criterion_does_not_undo_the_other(mine: Client, review: Review) -> None:
    stale = sheet(review, **{"mark-impact": "2"})
    mine.post(address(review), sheet(review, **{"mark-viability": "3"}))
    assert mine.post(address(review), stale).status_code == 302
    marks = Review.objects.get().marks
    assert {code: one["mark"] for code, one in marks.items()} == {"viability": 3, "impact": 2}


def test_two_windows_on_one_criterion_show_both_texts_and_saving_again_keeps_mine(mine: Client, review: Review) -> None:
    stale = sheet(review, **{"mark-viability": "2", "reason-viability": "my second thought"})
    mine.post(address(review), sheet(review, **{"mark-viability": "3", "reason-viability": "the first window"}))
    answer = mine.post(address(review), stale)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "the first window" in body
    assert "my second thought" in body
    assert Review.objects.get().marks["viability"]["mark"] == 3
    again = sheet(review, **{"mark-viability": "2", "reason-viability": "my second thought"})
    assert mine.post(address(review), again).status_code == 302
    assert Review.objects.get().marks["viability"] == {"mark": 2, "reason": "my second thought"}


def test_what_is_sent_after_the_session_ended_waits_for_the_login(client: Client, review: Review) -> None:
    typed = sheet(review, **{"mark-viability": "2", "reason-viability": "written offline"})
    answer = client.post(address(review), typed)
    assert answer["Location"].startswith(reverse("account_login"))
    client.force_login(review.juror.person)
    page = client.get(address(review))
    assert "written offline" in page.content.decode()
    assert page.context["sheet"].fields[0].mark == 2
    assert Review.objects.get().marks == {}
    assert "written offline" not in client.get(address(review)).content.decode()


def script(client: Client, review: Review, **data: str) -> Any:
    return client.post(address(review), data, headers={"accept": "application/json"})


def test_autosave_answers_with_revision_total_and_clashes(mine: Client, review: Review) -> None:
    first = script(mine, review, **{"base": "0", "mark-viability": "4", "reason-viability": ""})
    assert first.json() == {"revision": 1, "state": "started", "total": "", "missing": {}, "clashes": {}}
    second = script(mine, review, **{"base": "1", "mark-impact": "3", "reason-impact": ""})
    assert second.json()["total"] == "70"
    stale = script(mine, review, **{"base": "0", "mark-viability": "1", "reason-viability": "x"})
    assert stale.json()["clashes"] == {"viability": {"mark": 4, "reason": ""}}


def test_autosave_says_closed_refused_logged_out_and_gone_apart(
    client: Client, review: Review, omar: Any, jurors: list[Any]
) -> None:
    assert script(client, review, base="0").status_code == 401
    client.force_login(jurors[0].person)
    assert script(client, review, **{"base": "0", "mark-impact": "7"}).status_code == 422
    close_marks(call=review.application.call, by=omar, why="DEMO")
    closed = script(client, review, **{"base": "0", "mark-impact": "4"})
    assert (closed.status_code, bool(closed.json()["closed"])) == (409, True)
    Conflict.objects.create(juror=jurors[0], application=review.application, source="officer", at=review.assigned_at)
    assert script(client, review, **{"base": "0", "mark-impact": "4"}).status_code == 404


def test_a_tie_declared_takes_the_file_away_at_once(mine: Client, review: Review) -> None:
    url = reverse("jury_tie", args=["demo-call", review.application_id])
    answer = mine.post(url, {"note": "my cousin"}, follow=True)
    assert answer.context["all"] == 0
    assert (Conflict.objects.get().source, Conflict.objects.get().note) == ("declared", "my cousin")
    assert mine.get(address(review)).status_code == 404


def test_others_marks_are_nowhere_before_the_closing_and_nameless_after(
    mine: Client, review: Review, jurors: list[Any], omar: Any
) -> None:
    done(jurors[0], review.application, 4, 4)
    done(jurors[1], review.application, 5, 2, reason="DEMO zebra reason")
    queue = reverse("jury_call", args=["demo-call"])
    before = mine.get(queue).content.decode() + mine.get(address(review)).content.decode()
    assert "zebra" not in before
    assert "DEMO Juror B" not in before
    assert mine.get(queue).context["rows"][0][1] == []
    close_marks(call=review.application.call, by=omar, why="DEMO")
    after = mine.get(queue)
    assert [float(total) for total in after.context["rows"][0][1]] == [80.0, 70.0]
    assert "DEMO Juror B" not in after.content.decode()


@pytest.fixture
def paper(review: Review) -> Any:
    """A paper sent with the file, and one of a question hidden from the jury."""
    upload = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 DEMO")
    stored = store_file(upload=upload, owner=review.application.applicant)
    sent = review.application.submission
    sent.files = [{"question": "paper", "file": str(stored.pk), "name": "plan.pdf", "sha256": "", "size": 13}]
    sent.save()
    return stored


def test_papers_leave_as_downloads_and_only_those_of_the_file(mine: Client, review: Review, paper: Any) -> None:
    url = reverse("jury_paper", args=[review.application_id, paper.pk])
    assert url in mine.get(address(review)).content.decode()
    answer = mine.get(url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 DEMO"
    assert mine.get(reverse("jury_paper", args=[review.application_id, uuid4()])).status_code == 404
    other = store_file(upload=SimpleUploadedFile("other.pdf", b"%PDF-1.7 other"), owner=review.juror.person)
    assert mine.get(reverse("jury_paper", args=[review.application_id, other.pk])).status_code == 404


def test_a_paper_of_a_hidden_question_is_not_there(mine: Client, review: Review, paper: Any) -> None:
    sent = review.application.submission
    sent.files[0]["question"] = "ice"  # hidden from the jury
    sent.save()
    assert mine.get(reverse("jury_paper", args=[review.application_id, paper.pk])).status_code == 404


@pytest.mark.parametrize("count", [2, 25])
def test_pages_stay_within_twelve_queries(
    mine: Client, jurors: list[Any], call: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    reviews = [make_review(jurors[0], file(call, f"Many {n}"), marks=COMPLETE) for n in range(count)]
    addresses = [reverse("jury"), reverse("jury_call", args=["demo-call"]), address(reviews[0])]
    for url in addresses:
        with django_assert_max_num_queries(12):
            assert mine.get(url).status_code == 200


def test_the_queue_after_closing_stays_within_twelve_queries(
    mine: Client, jurors: list[Any], files: list[Any], omar: Any, django_assert_max_num_queries: Any
) -> None:
    for one in files:
        done(jurors[0], one, 4, 4)
    close_marks(call=files[0].call, by=omar)
    with django_assert_max_num_queries(12):
        assert mine.get(reverse("jury_call", args=["demo-call"])).status_code == 200


def test_a_juror_of_their_own_file_does_not_see_it(mine: Client, jurors: list[Any], call: Any) -> None:
    own = file(call, "Own", applicant=jurors[0].person)
    review = make_review(jurors[0], own)
    assert mine.get(address(review)).status_code == 404
    assert mine.get(reverse("jury_call", args=["demo-call"])).context["all"] == 0


def test_the_front_page_lists_juries_with_what_is_left(mine: Client, jurors: list[Any], files: list[Any]) -> None:
    done(jurors[0], files[0], 4, 4)
    make_review(jurors[0], files[1])
    tied = make_review(jurors[0], files[2])
    enter_conflict(juror=jurors[0], application=tied.application, by=factories.make_person("Officer"))
    assert [row[1] for row in mine.get(reverse("jury")).context["rows"]] == [{"files": 2, "done": 1}]
