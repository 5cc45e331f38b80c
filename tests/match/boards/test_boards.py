"""Asked, answered, found, moderated; who sees what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.clock.queries import now
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.boards.actions import open_board, write_post
from mouakaba.match.boards.models import Board, Post, PostReport
from mouakaba.match.boards.queries import similar
from mouakaba.match.entries.models import Entry
from mouakaba.match.entries.queries import market_counts
from mouakaba.match.finding.actions import place_changed
from mouakaba.match.finding.queries import Sifted, search
from mouakaba.match.searches.actions import note_news, save_over_markets
from mouakaba.match.searches.models import SearchHit
from mouakaba.match.skills.queries import is_installed
from tests import factories
from tests.kernel.pictures.test_stripping import PLACE, exif, jpeg
from tests.match.boards.conftest import make_board, note, png
from tests.match.conftest import as_


def answer(board: Board, question: Post, by: Any, text: str = "DEMO جواب") -> Post:
    return write_post(board=board, parent=question, kind="answer", text=text, by=by)


def test_a_province_lies_in_its_region(keeper: Any, places: None) -> None:
    from mouakaba.base.places.models import Province

    elsewhere = Province.objects.exclude(region_id="MA-02").first()
    with pytest.raises(ValidationError) as told:
        make_board(province=elsewhere)
    assert "province" in told.value.message_dict


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_in_every_language(question: Post, fatima: Any, keeper: Any, language: str) -> None:
    pages = {
        None: ["house/", f"house/boards/{question.board_id}/", f"house/posts/{question.pk}/"],
        fatima: ["house/", f"my/house/boards/{question.board_id}/new/"],
        keeper: ["office/house/", f"office/house/posts/{question.pk}/"],
    }
    for person, paths in pages.items():
        for path in paths:
            assert as_(person).get(f"/{language}/{path}").status_code == 200, path
    assert as_(fatima).get(f"/{language}/my/house/posts/{question.pk}/report/").status_code == 200


def test_who_reads_and_who_writes(
    board: Board, closed: Board, fatima: Any, partner: Any, keeper: Any, charlie: Any
) -> None:
    partners = make_board("partners")
    seen = {
        None: {board, partners},
        charlie: {board, partners},
        partner: {board, partners},
        fatima: {board, partners, closed},
        keeper: {board, partners, closed},
    }
    written = {
        charlie: set(),
        partner: {partners},
        fatima: {board, partners, closed},
        keeper: {board, partners, closed},
    }
    for person, allowed in seen.items():
        opened = {
            one
            for one in (board, closed, partners)
            if as_(person).get(f"/fr/house/boards/{one.pk}/").status_code == 200
        }
        assert opened == allowed, person
    for person, allowed in written.items():
        opened = {
            one
            for one in (board, closed, partners)
            if as_(person).get(f"/fr/my/house/boards/{one.pk}/new/").status_code == 200
        }
        assert opened == allowed, person


def test_a_members_board_gives_its_posts_and_voices_to_members_alone(closed: Board, fatima: Any, charlie: Any) -> None:
    post = write_post(board=closed, kind="question", text="DEMO سر", voice=note(), picture=png(), alt="DEMO", by=fatima)
    for path in (f"house/posts/{post.pk}/", f"house/posts/{post.pk}/voice/", f"house/posts/{post.pk}/picture/"):
        assert as_(fatima).get(f"/fr/{path}").status_code == 200
        for stranger in (None, charlie):
            assert as_(stranger).get(f"/fr/{path}").status_code == 404
    for stranger in (None, charlie):
        assert "DEMO سر" not in as_(stranger).get("/fr/house/?q=سر").content.decode()


def test_it_is_asked_by_voice_answered_and_marked(board: Board, fatima: Any, partner: Any, keeper: Any) -> None:
    sent = as_(fatima).post(f"/ar/my/house/boards/{board.pk}/new/", {"kind": "question", "voice": note(3)})
    asked = Post.objects.get()
    assert sent.headers["Location"] == f"/ar/house/posts/{asked.pk}/"
    assert (asked.seconds, asked.voice.media_type, asked.voice.owner) == (3, "audio/wav", fatima)
    here = f"/fr/my/house/posts/{asked.pk}"
    assert as_(partner).post(f"{here}/answer/", {"text": "DEMO non"}).status_code == 404
    assert as_(keeper).post(f"{here}/answer/", {"text": "DEMO oui"}).status_code == 302
    given = Post.objects.get(parent=asked)
    letter = OutboxMessage.objects.get(person=fatima)
    assert letter.topic == "boards" and str(asked.pk) in letter.body
    as_(keeper).post(f"/fr/my/house/posts/{given.pk}/helped/")
    asked.refresh_from_db()
    assert asked.helped_by is None, "only who asked says what helped"
    as_(fatima).post(f"/fr/my/house/posts/{given.pk}/helped/")
    asked.refresh_from_db()
    assert asked.helped_by == given
    assert "Cette réponse a aidé" in as_(None).get(f"/fr/house/posts/{asked.pk}/").content.decode()
    as_(fatima).post(f"/fr/my/house/posts/{given.pk}/helped/")
    asked.refresh_from_db()
    assert asked.helped_by is None


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, "voice"),
        ({"text": "DEMO 0612345678"}, "text"),
        ({"title": "DEMO a@b.ma"}, "title"),
        ({"text": "DEMO", "voice": lambda: note(181)}, "voice"),
        ({"text": "DEMO", "voice": lambda: png()}, "voice"),
        ({"text": "DEMO", "picture": png}, "alt"),
        ({"text": "DEMO", "picture": note, "alt": "DEMO"}, "picture"),
        ({"text": "x" * 2001}, "text"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    board: Board, fatima: Any, sent: dict[str, Any], wrong: str
) -> None:
    given = {"kind": "news", **{name: value() if callable(value) else value for name, value in sent.items()}}
    page = as_(fatima).post(f"/fr/my/house/boards/{board.pk}/new/", given)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [wrong]
    assert not Post.objects.exists() and not StoredFile.objects.exists()
    for name in ("title", "text"):
        assert str(sent.get(name, "")) in page.content.decode()


def test_a_note_of_an_hour_is_refused_by_its_size_as_by_its_length(board: Board, fatima: Any, settings: Any) -> None:
    for sent in (note(3600), note(1)):
        page = as_(fatima).post(
            f"/fr/my/house/boards/{board.pk}/new/", {"kind": "question", "text": "DEMO", "voice": sent}
        )
        assert page.status_code == 422
        assert "trop long" in page.content.decode() and "DEMO" in page.content.decode()
        settings.FILE_MAX_BYTES = 100
    assert not Post.objects.exists()


def test_a_picture_is_kept_without_the_place_it_was_taken_at(board: Board, fatima: Any) -> None:
    shot = SimpleUploadedFile("DEMO.jpg", jpeg(exif(6)))
    sent = {"kind": "news", "text": "DEMO", "picture": shot, "alt": "DEMO جرة"}
    assert as_(fatima).post(f"/fr/my/house/boards/{board.pk}/new/", sent).status_code == 302
    kept = Post.objects.get().picture
    assert PLACE not in kept.content.read() and kept.media_type == "image/jpeg"
    damaged = SimpleUploadedFile("DEMO.jpg", jpeg()[:-9])
    page = as_(fatima).post(f"/fr/my/house/boards/{board.pk}/new/", {**sent, "picture": damaged})
    assert page.status_code == 422 and "abîmée" in page.content.decode()


def test_members_may_give_their_number_among_themselves(closed: Board, fatima: Any) -> None:
    sent = {"kind": "question", "text": "DEMO 0612345678"}
    assert as_(fatima).post(f"/fr/my/house/boards/{closed.pk}/new/", sent).status_code == 302


def test_a_player_gets_the_part_it_asks_for(question: Post) -> None:
    here, size = f"/fr/house/posts/{question.pk}/voice/", question.voice.size
    whole = as_(None).get(here)
    assert whole.status_code == 200 and len(b"".join(whole.streaming_content)) == size
    assert whole["Accept-Ranges"] == "bytes" and whole["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in whole["Content-Disposition"] and whole["Content-Security-Policy"] == "sandbox"
    for asked, start, stop in (("bytes=0-9", 0, 9), ("bytes=40-", 40, size - 1), ("bytes=-5", size - 5, size - 1)):
        part = as_(None).get(here, headers={"Range": asked})
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes {start}-{stop}/{size}")
        assert len(b"".join(part.streaming_content)) == stop - start + 1 == int(part["Content-Length"])
    assert as_(None).get(here, headers={"Range": f"bytes={size}-"}).status_code == 416
    for odd in ("bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"):
        assert as_(None).get(here, headers={"Range": odd}).status_code == 200


def test_words_find_threads_by_what_their_answers_say(board: Board, question: Post, keeper: Any) -> None:
    other = write_post(board=board, kind="question", title="DEMO آخر", by=keeper)
    answer(board, question, keeper, "DEMO المعرض الجهوي")

    def found(query: str) -> list[Any]:
        page = as_(None).get(f"/fr/house/boards/{board.pk}/?{query}")
        assert page.status_code == 200
        return [post.pk for post, _title, _seconds in page.context["cards"]]

    assert found("") == [other.pk, question.pk]
    assert found("q=العَسَل") == found("q=معرض") == [question.pk]
    assert found("waiting=1") == [other.pk]
    assert found("q=x%00") == []


def test_similar_questions_in_another_language(board: Board, question: Post, keeper: Any) -> None:
    assert is_installed(), "the quick encoder is set up by script/test"
    near = write_post(board=board, kind="question", title="DEMO Comment vendre le miel", by=keeper)
    far = write_post(board=board, kind="question", title="DEMO Cours de natation", by=keeper)
    assert similar(question, None) == []  # the worker has not read them yet
    place_changed()
    assert similar(question, None)[0] == near
    assert near in as_(None).get(f"/fr/house/posts/{question.pk}/").context["similar"][0]
    near.title, far.title = far.title, near.title
    near.save()
    far.save()
    place_changed()
    assert similar(question, None)[0] == far


def test_a_members_question_is_like_another_for_those_alone_who_may_read_it(
    board: Board, closed: Board, question: Post, fatima: Any, partner: Any, keeper: Any
) -> None:
    secret = write_post(board=closed, kind="question", title="DEMO Comment vendre le miel", by=keeper)
    place_changed()
    for reader, seen in {fatima: [secret], keeper: [secret], partner: [], None: []}.items():
        assert similar(question, reader) == seen
        page = as_(reader).get(f"/fr/house/posts/{question.pk}/").content.decode()
        assert ("vendre le miel" in page) is bool(seen)
    secret.hidden_at = now()
    secret.save()
    assert similar(question, fatima) == []


def test_nothing_said_on_a_board_answers_a_search_over_the_markets(
    board: Board, closed: Board, question: Post, fatima: Any, keeper: Any
) -> None:
    """By words nor by meaning, for nobody, on the pages, the API and in what saved searches are told."""
    for where in (board, closed):
        write_post(board=where, kind="question", title="DEMO coquelicot", text="Vendre le miel", by=keeper)
    wish = save_over_markets(search=None, by=fatima, name="DEMO", words="coquelicot", frequency="daily")
    place_changed()
    note_news()
    cache.clear()
    assert Entry.objects.filter(post__isnull=False, words__isnull=False, vector__isnull=False).count() == 3
    for words in ("coquelicot", "vendre le miel", ""):
        assert search(Sifted(words)).rows == ()
    for reader in (None, fatima, keeper):
        assert as_(reader).get("/fr/markets/search/?q=coquelicot").context["found"] == []
    assert as_(None).get("/api/v1/listings?q=coquelicot").json()["count"] == 0
    assert market_counts() == {} and not SearchHit.objects.filter(search=wish).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(post__isnull=False).update(until=date(2099, 1, 1), market="services:offer")


def test_answers_have_no_entry_and_a_thread_takes_its_own_along(question: Post, fatima: Any) -> None:
    answer(question.board, question, fatima)
    assert [one.post for one in Entry.objects.all()] == [question]
    question.delete()
    assert not Entry.objects.exists()


def test_reported_hidden_with_a_reason_and_shown_again(question: Post, fatima: Any, partner: Any, keeper: Any) -> None:
    here = f"/fr/my/house/posts/{question.pk}/report/"
    assert as_(partner).post(here, {"why": ""}).status_code == 422
    for _again in range(2):
        assert as_(partner).post(here, {"why": "DEMO publicité"}).status_code == 302
    assert PostReport.objects.count() == OutboxMessage.objects.filter(person=keeper).count() == 1
    office = f"/fr/office/house/posts/{question.pk}/"
    assert as_(partner).get(office).status_code == as_(fatima).get(office).status_code == 404
    assert as_(keeper).post(office, {"act": "hide", "reason": ""}).status_code == 422
    assert as_(keeper).post(office, {"act": "hide", "reason": "DEMO interdit"}).status_code == 302
    assert PostReport.objects.filter(settled_at__isnull=True).count() == 0
    letter = OutboxMessage.objects.filter(person=fatima).get()
    assert "DEMO interdit" in letter.body
    thread = f"/fr/house/posts/{question.pk}/"
    assert as_(partner).get(thread).status_code == 404
    assert "DEMO interdit" in as_(fatima).get(thread).content.decode()
    assert AuditLine.objects.get(act="hide_post").why == "DEMO interdit"
    assert as_(keeper).post(office, {"act": "show"}).status_code == 302
    assert as_(partner).get(thread).status_code == 200


def test_what_its_writer_took_off_no_keeper_shows_again(question: Post, fatima: Any, keeper: Any, charlie: Any) -> None:
    assert as_(charlie).post(f"/fr/my/house/posts/{question.pk}/off/").status_code == 404
    assert as_(fatima).post(f"/fr/my/house/posts/{question.pk}/off/").status_code == 302
    as_(keeper).post(f"/fr/office/house/posts/{question.pk}/", {"act": "show"})
    assert as_(None).get(f"/fr/house/posts/{question.pk}/").status_code == 404


def test_answers_of_a_hidden_thread_are_hidden_with_it(board: Board, question: Post, fatima: Any, keeper: Any) -> None:
    given = write_post(board=board, parent=question, kind="answer", voice=note(), by=keeper)
    as_(fatima).post(f"/fr/my/house/posts/{question.pk}/off/")
    assert as_(None).get(f"/fr/house/posts/{given.pk}/voice/").status_code == 404
    assert as_(fatima).post(f"/fr/my/house/posts/{question.pk}/answer/", {"text": "DEMO"}).status_code == 404


def test_a_person_writes_so_often_in_an_hour_and_no_more(board: Board, fatima: Any, stand_at: Any) -> None:
    for n in range(20):
        write_post(board=board, kind="question", text=f"DEMO {n}", by=fatima)
    page = as_(fatima).post(f"/fr/my/house/boards/{board.pk}/new/", {"kind": "question", "text": "DEMO de trop"})
    assert page.status_code == 422 and "DEMO de trop" in page.content.decode()
    stand_at("2026-03-02 11:30:00")
    write_post(board=board, kind="question", text="DEMO", by=fatima)
    assert Post.objects.count() == 21


def test_pages_ask_few_queries(
    board: Board, question: Post, fatima: Any, keeper: Any, django_assert_max_num_queries: Any
) -> None:
    for n in range(8):
        asked = write_post(board=board, kind="question", text=f"DEMO {n}", by=fatima)
        answer(board, asked, keeper)
        answer(board, question, keeper)
    here = f"house/posts/{question.pk}/"
    public = ["house/", "house/?q=demo&region=MA-02", f"house/boards/{board.pk}/", here]
    for person, paths in (
        (None, public),
        (fatima, [*public, f"my/house/boards/{board.pk}/new/"]),
        (keeper, [*public, "office/house/", f"office/{here}"]),
    ):
        client = as_(person)
        for path in paths:
            with django_assert_max_num_queries(12):
                assert client.get(f"/ar/{path}").status_code == 200, path


def test_it_leaves_and_goes_with_its_person(board: Board, question: Post, fatima: Any, keeper: Any) -> None:
    answer(board, question, keeper)
    lonely = write_post(board=board, kind="question", text="DEMO seule", by=fatima)
    told = export_person(fatima)["boards"]
    assert [row["text"] for row in told] == ["DEMO كيف", "DEMO seule"]
    assert told[0]["voice"].endswith(f"/house/posts/{question.pk}/voice/")
    kept = question.voice.content.path
    erase_person(person=fatima, by=fatima)
    question.refresh_from_db()
    assert (question.person, question.voice, question.text) == (None, None, "DEMO كيف")
    assert not Post.objects.filter(pk=lonely.pk).exists() and not StoredFile.objects.exists()
    assert kept
    assert as_(None).get(f"/fr/house/posts/{question.pk}/").status_code == 200


def test_a_board_needs_its_keeper(keeper: Any, places: None) -> None:
    with pytest.raises(ValidationError):
        open_board(by=None, audience="members", title=factories.words("DEMO"))


def test_what_is_on_the_screen_leaves_as_a_sheet_for_those_who_may_read_it(
    board: Board, closed: Board, question: Post, fatima: Any, partner: Any, keeper: Any
) -> None:
    write_post(board=closed, kind="question", title="DEMO secret", by=keeper)
    write_post(board=board, kind="news", title="=DEMO()", by=keeper)
    answer(board, question, keeper)
    for reader, secret in {fatima: True, keeper: True, partner: False, None: False}.items():
        sheet = as_(reader).get("/fr/house/?format=csv")
        text = sheet.content.decode("utf-8-sig")
        assert sheet["Content-Type"].startswith("text/csv") and ("DEMO secret" in text) is secret
        assert "DEMO بيع العسل" in text and str(question.pk) in text and not text.count(";=DEMO()")
        assert not any(person.email in text or str(person) in text for person in (fatima, keeper))
        status = as_(reader).get(f"/ar/house/boards/{closed.pk}/?format=xlsx").status_code
        assert status == (200 if secret else 404)
    narrowed = as_(None).get(f"/fr/house/boards/{board.pk}/?q=العسل&format=csv").content.decode("utf-8-sig")
    assert len(narrowed.strip().splitlines()) == 2
    assert as_(None).get("/fr/house/?format=exe").status_code == 404
