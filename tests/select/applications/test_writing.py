"""Integration: a draft section by section, with and without the script; nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mouakaba.select.applications.actions import start_application
from mouakaba.select.applications.models import Application
from tests import factories
from tests.select.applications.conftest import OPEN, page_data, section_url

pytestmark = pytest.mark.django_db


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_starting_twice_gives_one_draft(open_call: Any, as_alice: Any, alice: Any) -> None:
    url = reverse("apply", args=[open_call.slug])
    first = as_alice.post(url)
    mine = Application.objects.get(applicant=alice)
    assert first.headers["Location"] == section_url(mine)
    assert as_alice.post(url).headers["Location"] == reverse("application_page", args=[mine.pk])
    assert start_application(call=open_call, by=alice, at=factories.at(OPEN)) == mine


@pytest.mark.parametrize("when", ["2024-02-15 08:59:59", "2024-04-01 00:00:00"])
def test_nothing_starts_outside_the_dates(when: str, call: Any, as_alice: Any, stand_at: Any) -> None:
    stand_at(when)
    response = as_alice.post(reverse("apply", args=[call.slug]))
    assert response.status_code == 200
    assert not Application.objects.exists()


def test_without_javascript_a_section_saves_and_the_next_opens(as_alice: Any, draft: Application) -> None:
    data = page_data(draft, title="Nouveau titre", summary="", region="MA-03", sector="music")
    response = as_alice.post(section_url(draft), data)
    assert response.headers["Location"] == section_url(draft, "holder")
    after = fresh(draft)
    assert (after.answers["title"], after.answers["summary"], after.answers["region"]) == ("Nouveau titre", "", "MA-03")
    assert after.revisions["title"] == 2


def test_saving_and_stopping_goes_to_the_overview(as_alice: Any, draft: Application) -> None:
    response = as_alice.post(section_url(draft), {**page_data(draft, title="X"), "go": "stop"})
    assert response.headers["Location"] == reverse("application_page", args=[draft.pk])


def test_an_answer_that_cannot_be_read_is_kept_and_explained(as_alice: Any, draft: Application) -> None:
    url = section_url(draft, "holder")
    response = as_alice.post(url, page_data(draft, birth_date="31/02/2000"))
    assert response.headers["Location"] == f"{url}?care=1"
    page = as_alice.get(f"{url}?care=1").content.decode()
    assert fresh(draft).answers["birth_date"] == "31/02/2000"
    assert 'value="31/02/2000"' in page and 'aria-invalid="true"' in page


def test_an_answer_opens_its_question_on_the_same_page(as_alice: Any, draft: Application) -> None:
    url = section_url(draft, "holder")
    response = as_alice.post(url, page_data(draft, bearer="organisation"))
    assert response.headers["Location"] == url
    page = as_alice.get(url).content.decode()
    assert 'data-question="ice" data-revision="0">' in page


def test_hidden_questions_are_on_the_page_but_not_shown(as_alice: Any, draft: Application) -> None:
    page = as_alice.get(section_url(draft, "holder")).content.decode()
    assert 'data-question="ice" data-revision="0" hidden>' in page


def test_two_tabs_without_javascript_show_both_texts_and_lose_neither(as_alice: Any, draft: Application) -> None:
    url = section_url(draft)
    first, second = page_data(draft, summary="from the first tab"), page_data(draft, summary="from the second tab")
    as_alice.post(url, first)
    response = as_alice.post(url, second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "from the first tab" in page and "from the second tab" in page
    assert fresh(draft).answers["summary"] == "from the first tab"
    chosen = {**page_data(fresh(draft), summary="from the second tab"), "q_summary-keep": "mine"}
    assert as_alice.post(url, chosen).status_code == 302
    assert fresh(draft).answers["summary"] == "from the second tab"
    assert [one.value for one in draft.superseded.all()] == ["from the first tab"]


def test_choosing_the_other_text_keeps_ones_own_aside(as_alice: Any, draft: Application) -> None:
    as_alice.post(section_url(draft), page_data(draft, summary="first"))
    as_alice.post(section_url(draft), page_data(draft, summary="second"))
    as_alice.post(section_url(draft), {**page_data(fresh(draft), summary="second"), "q_summary-keep": "other"})
    assert fresh(draft).answers["summary"] == "first"
    assert [one.value for one in draft.superseded.all()] == ["second"]


def test_a_superseded_text_can_be_put_back(as_alice: Any, draft: Application) -> None:
    as_alice.post(section_url(draft), page_data(draft, summary="first"))
    as_alice.post(section_url(draft), page_data(draft, summary="second"))
    url = reverse("application_earlier", args=[draft.pk])
    assert "second" in as_alice.get(url).content.decode()
    as_alice.post(url, {"text": draft.superseded.get().pk})
    assert fresh(draft).answers["summary"] == "second"
    assert [one.value for one in draft.superseded.all()] == ["first"]


class TestFieldByField:
    """The endpoint of the script."""

    def save(self, client: Any, application: Application, question: str, value: Any, base: Any, **more: Any) -> Any:
        data = {"question": question, "value": value, "base": base, **more}
        return client.post(reverse("application_save", args=[application.pk]), data)

    def test_saved_answers_with_the_new_revision(self, as_alice: Any, draft: Application) -> None:
        response = self.save(as_alice, draft, "title", "  Un   titre ", 1)
        body = response.json()
        assert (response.status_code, body["revision"], body["value"]) == (200, 2, ["Un titre"])
        assert "10:00" in body["saved"] and body["problems"] == []

    def test_the_same_again_changes_nothing(self, as_alice: Any, draft: Application) -> None:
        self.save(as_alice, draft, "title", "Un titre", 1)
        assert self.save(as_alice, draft, "title", "Un titre", 1).json()["revision"] == 2

    def test_another_tab_gives_409_with_its_text(self, as_alice: Any, draft: Application) -> None:
        self.save(as_alice, draft, "title", "first", 1)
        response = self.save(as_alice, draft, "title", "second", 1)
        assert response.status_code == 409
        assert (response.json()["words"], response.json()["revision"]) == (["first"], 2)
        assert [one.value for one in draft.superseded.all()] == ["second"]
        kept = self.save(as_alice, draft, "title", "second", 2, keep="mine")
        assert kept.status_code == 200
        assert [one.value for one in draft.superseded.all()] == ["first"]

    def test_a_warning_and_an_error_come_with_their_sentences(self, as_alice: Any, draft: Application) -> None:
        body = self.save(as_alice, draft, "birth_date", "soon", 1).json()
        assert [problem["level"] for problem in body["problems"]] == ["error"]
        assert fresh(draft).answers["birth_date"] == "soon"

    def test_what_is_shown_follows_the_answers(self, as_alice: Any, draft: Application) -> None:
        assert "ice" not in self.save(as_alice, draft, "bearer", "person", 1).json()["shown"]
        assert "ice" in self.save(as_alice, draft, "bearer", "organisation", 1).json()["shown"]

    def test_a_lost_session_is_said_plainly(self, client: Any, draft: Application) -> None:
        assert self.save(client, draft, "title", "x", 1).status_code == 401

    def test_closed_is_said_plainly(self, as_alice: Any, draft: Application, stand_at: Any) -> None:
        stand_at("2024-04-01 00:00:00")
        response = self.save(as_alice, draft, "title", "late", 1)
        assert response.status_code == 410 and response.json()["closed"]
        assert fresh(draft).answers["title"] != "late"

    @pytest.mark.parametrize("base", ["", "x", "٣", "99999999999999"])
    def test_a_nonsense_base_is_a_conflict_not_a_crash(self, base: str, as_alice: Any, draft: Application) -> None:
        assert self.save(as_alice, draft, "title", "text", base).status_code == 409

    @pytest.mark.parametrize("question", ["", "nobody", "paper", "title' OR 1=1"])
    def test_unknown_questions_are_not_there(self, question: str, as_alice: Any, draft: Application) -> None:
        assert self.save(as_alice, draft, question, "x", 0).status_code == 404

    def test_hostile_text_is_stored_clean_and_shown_escaped(self, as_alice: Any, draft: Application) -> None:
        hostile = "<script>alert(1)</script>\u202e\x00{{ 7|add:7 }}"
        assert self.save(as_alice, draft, "title", hostile, 1).status_code == 200
        page = as_alice.get(section_url(draft)).content.decode()
        assert "<script>alert" not in page and "\u202e" not in page and "{{ 7|add:7 }}" in page

    def test_a_fresh_token_after_a_login_elsewhere(self, as_alice: Any, draft: Application) -> None:
        assert as_alice.get(reverse("application_save", args=[draft.pk])).json()["token"]


def test_an_overlong_text_is_kept_whole(as_alice: Any, draft: Application) -> None:
    as_alice.post(section_url(draft), page_data(draft, title="م" * 300))
    assert fresh(draft).answers["title"] == "م" * 300


def test_text_sent_after_the_session_ended_comes_back_after_the_login(
    client: Any, draft: Application, alice: Any
) -> None:
    url = section_url(draft)
    response = client.post(url, page_data(draft, summary="typed for an hour"))
    assert response.status_code == 302 and "login" in response.headers["Location"]
    assert fresh(draft).answers["summary"] != "typed for an hour"
    client.post(reverse("account_login"), {"login": alice.email, "password": factories.PASSWORD})
    page = client.get(url).content.decode()
    assert "typed for an hour" in page and "data-unsaved" in page
    assert "typed for an hour" not in client.get(url).content.decode()


def test_no_password_enters_the_session(client: Any, draft: Application) -> None:
    client.post(section_url(draft), {**page_data(draft, summary="x"), "password": "secret words"})
    assert "secret words" not in str(dict(client.session))


def test_after_the_closing_the_typed_text_is_shown_and_not_saved(
    as_alice: Any, draft: Application, stand_at: Any
) -> None:
    stand_at("2024-04-01 00:00:00")
    response = as_alice.post(section_url(draft), page_data(draft, summary="one second late"))
    assert response.status_code == 409
    assert "one second late" in response.content.decode()
    assert fresh(draft).answers["summary"] != "one second late"


PDF = b"%PDF-1.7\n%DEMO\n"


@pytest.fixture
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("media")
class TestPapers:
    def post(self, client: Any, application: Application, name: str, body: bytes) -> Any:
        data = {**page_data(application, holder_name="Kept beside"), "q_paper": SimpleUploadedFile(name, body)}
        return client.post(section_url(application, "holder"), {**data, "q_paper-base": 0, "upload": "paper"})

    def test_a_paper_is_added_replaced_removed(self, as_alice: Any, draft: Application) -> None:
        self.post(as_alice, draft, "plan.pdf", PDF)
        self.post(as_alice, draft, "plan-2.pdf", PDF + b"2")
        names = [paper.file.name for paper in draft.files.filter(removed_at=None)]
        assert names == ["plan-2.pdf"]
        paper = draft.files.get(removed_at=None)
        as_alice.post(section_url(draft, "holder"), {"remove": str(paper.pk)})
        assert not draft.files.filter(removed_at=None).exists()

    def test_a_paper_comes_back_as_a_download(self, as_alice: Any, draft: Application) -> None:
        self.post(as_alice, draft, "خطة.pdf", PDF)
        paper = draft.files.get()
        response = as_alice.get(reverse("application_file", args=[draft.pk, paper.pk]))
        assert b"".join(response.streaming_content) == PDF
        assert response.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize(("name", "body"), [("plan.pdf", b"MZ not a pdf"), ("run.exe", b"MZ"), ("empty.pdf", b"")])
    def test_a_refused_paper_loses_no_answer(self, name: str, body: bytes, as_alice: Any, draft: Application) -> None:
        response = self.post(as_alice, draft, name, body)
        assert response.status_code == 422 and name in response.content.decode()
        assert fresh(draft).answers["holder_name"] == "Kept beside"
        assert not draft.files.exists()

    def test_somebody_elses_paper_cannot_be_removed(
        self, client: Any, as_alice: Any, draft: Application, charlie: Any
    ) -> None:
        self.post(as_alice, draft, "plan.pdf", PDF)
        paper = draft.files.get()
        other = factories.make_application(draft.call, charlie, state="draft")
        client.force_login(charlie)
        client.post(section_url(other, "holder"), {"remove": str(paper.pk)})
        assert draft.files.filter(removed_at=None).count() == 1


def test_the_enter_key_in_a_search_searches(as_alice: Any, draft: Application) -> None:
    content = draft.version.content
    city = {"code": "city", "section": "project", "type": "commune", "label": factories.words("City"), "required": True}
    content["questions"].append(city)
    draft.version.save()
    data = {**page_data(draft, title="Kept", city=""), "q_city-find": "oujda"}
    page = as_alice.post(section_url(draft), {**data, "go": "enter"})
    assert page.status_code == 200 and "02.411.01.23" in page.content.decode()
    assert fresh(draft).answers["title"] == "Kept"
    assert as_alice.post(section_url(draft), {**data, "go": "next"}).status_code == 302


def test_communes_are_found_by_name_in_either_language(client: Any, call: Any) -> None:
    for name in ("oujda", "وجدة", "وجده"):
        page = client.get("/ar/communes/", {"question": "city", "q_city-find": name}).content.decode()
        assert "وجدة" in page and 'name="q_city"' in page
    assert (
        "radio" not in client.get(reverse("find_commune"), {"question": "city", "q_city-find": "zzzz"}).content.decode()
    )
    assert client.get(reverse("find_commune"), {"question": "<x>"}).status_code == 404
