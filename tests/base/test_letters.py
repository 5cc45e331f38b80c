"""Letters that may be stopped, without a login, and received again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.notify.actions import deliver, queue_message, queue_news, stop_letters
from mouakaba.base.notify.models import LetterRefusal, OutboxMessage
from mouakaba.base.notify.queries import stop_link
from mouakaba.base.notify.rules import Topic, register_topic
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from tests import factories

pytestmark = pytest.mark.django_db

register_topic(Topic("demo", "DEMO letters"))


@pytest.fixture
def reader(db: None) -> Person:
    return factories.make_person("Reader", language="fr")


def news(reader: Person, key: str = "news-1") -> OutboxMessage | None:
    return queue_news(topic="demo", key=key, person=reader, subject="DEMO", body="DEMO body")


def path_in(body: str) -> str:
    """The last line's link, as a path."""
    address = body.strip().splitlines()[-1]
    assert address.startswith("http")
    return "/" + address.split("/", 3)[3]


def test_the_link_in_the_letter_stops_the_next_one_without_a_login(reader: Person) -> None:
    letter = news(reader)
    assert letter is not None
    path, browser = path_in(letter.body), Client(enforce_csrf_checks=True)
    assert path.startswith("/fr/")
    asked = browser.get(path)
    assert asked.status_code == 200
    assert "DEMO letters" in asked.content.decode()
    assert not any(word in asked.content.decode() for word in (reader.name, reader.email))
    assert news(reader, "news-2") is not None  # following the link alone stops nothing
    assert browser.post(path).status_code == 200
    assert news(reader, "news-3") is None
    assert OutboxMessage.objects.count() == 2


def test_letters_that_are_owed_come_all_the_same(reader: Person) -> None:
    stop_letters(person=reader, topic="demo", by=reader)
    assert queue_message(key="receipt", person=reader, subject="DEMO", body="DEMO").topic == ""


def test_the_mail_program_finds_the_link_in_the_head(reader: Person) -> None:
    letter = news(reader)
    assert letter is not None
    deliver(str(letter.pk))
    [sent] = mail.outbox
    address = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = Client(enforce_csrf_checks=True).post("/" + address.split("/", 3)[3], {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert LetterRefusal.objects.get().person == reader


def test_a_letter_without_a_topic_has_no_such_head(reader: Person) -> None:
    deliver(str(queue_message(key="receipt", person=reader, subject="DEMO", body="DEMO").pk))
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_who_stopped_them_receives_them_again(reader: Person) -> None:
    stop_letters(person=reader, topic="demo", by=reader)
    stop_letters(person=reader, topic="demo", by=reader)
    client = Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    with override("fr"):
        page, act = reverse("my_data"), reverse("receive_letters")
    assert "DEMO letters" in client.get(page).content.decode()
    assert client.post(act, {"topic": "demo"}).status_code == 302
    assert "DEMO letters" not in client.get(page).content.decode()
    assert news(reader) is not None
    assert client.post(act, {"topic": "unknown"}).status_code == 404


def test_the_stopped_page_offers_to_begin_again(reader: Person) -> None:
    letter = news(reader)
    assert letter is not None
    browser, path = Client(), path_in(letter.body)
    browser.post(path)
    browser.post(path, {"again": "yes"})
    assert not LetterRefusal.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_opens_in_each_language(reader: Person, language: str) -> None:
    with override(language):
        path = "/" + stop_link(reader.pk, "demo").split("/", 3)[3]
    assert f'lang="{language}"' in Client().get(path).content.decode()


@pytest.mark.parametrize(
    "token",
    ["x", "a:b:c", signing.dumps(["no number", "demo"], salt="notify.stop")],
    ids=["no link", "no seal", "no reader"],
)
def test_a_link_of_somebody_else_is_no_page(db: None, token: str) -> None:
    for method in ("get", "post"):
        assert getattr(Client(), method)(f"/fr/letters/stop/{token}/").status_code == 404
    assert not LetterRefusal.objects.exists()


def test_a_token_signed_for_another_use_is_none(reader: Person) -> None:
    other = signing.dumps([str(reader.pk), "demo"], salt="elsewhere")
    assert Client().post(f"/fr/letters/stop/{other}/").status_code == 404


def test_export_says_it_and_erasure_forgets_it(reader: Person) -> None:
    stop_letters(person=reader, topic="demo", by=reader)
    [row] = export_person(reader)["account"]["letters_stopped"]
    assert row["topic"] == "demo"
    erase_person(person=reader, by=reader)
    assert not LetterRefusal.objects.exists()
    assert news(reader) is None


def test_many_pages_are_asked_and_none_is_dear(reader: Person, django_assert_max_num_queries: Any) -> None:
    path = path_in(news(reader).body)  # type: ignore[union-attr]
    with django_assert_max_num_queries(12):
        assert Client().get(path).status_code == 200
