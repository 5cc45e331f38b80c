"""Integration: news are written, published once to those who confirmed, shared, fed, and stopped by one press."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.news.actions import ask_for_news, confirm_news, publish_news, save_news
from mouakaba.accompany.news.models import NewsItem, Subscription
from mouakaba.accompany.news.queries import confirm_link
from mouakaba.base.notify.actions import deliver
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from tests import factories
from tests.browsing import as_, url

READER = "reader@demo.example"


def make_item(programme: Any, **fields: Any) -> NewsItem:
    texts = {"title": "DEMO titre", "summary": "DEMO résumé", "text": "DEMO texte"}
    values = {name: factories.words(text) for name, text in texts.items()}
    values |= {"organisation": programme.organisation, "kind": "release", "is_demo": True}
    return save_news(item=None, values={**values, **fields}, by=None)


def subscribe(programme: Any, email: str = READER, language: str = "fr") -> Subscription:
    ask_for_news(organisation=programme.organisation, email=email, language=language)
    row = Subscription.objects.get(email=email)
    confirm_news(subscription=row)
    return row


def link_in(body: str, name: str) -> str:
    found = re.search(rf"http\S+/{name}/\S+", body)
    assert found, body
    return "/" + found.group().split("/", 3)[3]


@pytest.mark.django_db
def test_an_officer_writes_publishes_and_takes_back(omar: Person, programme: Any) -> None:
    client = as_(omar)
    body = {"organisation": programme.organisation.pk, "kind": "joint", "title_fr": "DEMO communiqué"}
    alone = client.post(url("news_new"), body)
    assert alone.status_code == 422 and "DEMO communiqué" in alone.content.decode()
    assert "avec qui" in alone.content.decode()
    body["jointly_with"] = "DEMO Cluster"
    early = client.post(url("news_new"), {**body, "act": "publish"})
    assert early.status_code == 422 and "un titre et un résumé" in early.content.decode()
    assert not NewsItem.objects.exists()  # the page still holds what was typed: it is not saved twice
    client.post(url("news_new"), {**body, "summary_fr": "DEMO deux phrases."})
    item = NewsItem.objects.get()
    assert Client().get(url("news_item", item.pk)).status_code == 404  # a draft
    client.post(url("news_edit", item.pk), {**body, "summary_fr": "DEMO deux phrases.", "act": "publish"})
    page = Client().get(url("news_item", item.pk)).content.decode()
    assert '<meta property="og:title" content="DEMO communiqué">' in page and "DEMO Cluster" in page
    assert 'name="description" content="DEMO deux phrases."' in page
    client.post(url("news_edit", item.pk), {**body, "summary_fr": "DEMO deux phrases.", "act": "withdraw"})
    assert Client().get(url("news_item", item.pk)).status_code == 404


@pytest.mark.django_db
def test_who_writes_news(omar: Person, viewer: Person, charlie: Person, programme: Any) -> None:
    item = make_item(programme)
    for name, arguments in (("office_news", ()), ("news_new", ()), ("news_edit", (item.pk,))):
        answers = [as_(one).get(url(name, *arguments)).status_code for one in (omar, viewer, charlie, None)]
        assert answers == [200, 404, 404, 302], name


@pytest.mark.django_db
def test_nothing_is_sent_before_the_address_confirmed(programme: Any) -> None:
    make_item(programme)
    body = {"email": READER.upper(), "organisation": programme.organisation.slug}
    assert Client().post(url("news"), {**body, "email": "not an address"}).status_code == 422
    Client().post(url("news"), body)
    Client().post(url("news"), body)  # the same day: one letter
    letter = OutboxMessage.objects.get()
    assert (letter.address, letter.topic, letter.language) == (READER, "", "fr")
    assert publish_news(item=make_item(programme), by=None) == 0
    path = link_in(letter.body, "news/confirm")
    Client().get(path)  # programs that check mail open links: nothing is confirmed
    assert Subscription.objects.get().confirmed_at is None
    Client().post(path)
    assert Subscription.objects.get().confirmed_at is not None
    item = make_item(programme)
    assert publish_news(item=item, by=None) == 1
    assert publish_news(item=item, by=None) == 0  # once, however often it is published


@pytest.mark.django_db
def test_asking_says_nothing_of_who_reads(programme: Any) -> None:
    subscribe(programme)
    body = {"email": READER, "organisation": programme.organisation.slug}
    known = Client().post(url("news"), body, follow=True).content.decode()
    unknown = Client().post(url("news"), {**body, "email": "other@demo.example"}, follow=True).content.decode()
    said = "Un courriel part à cette adresse"
    assert said in known and said in unknown
    assert OutboxMessage.objects.filter(address=READER).count() == 1  # none to who is confirmed already


@pytest.mark.django_db
def test_a_letter_is_stopped_by_one_press_of_the_mail_program(programme: Any) -> None:
    subscribe(programme, language="ar")
    publish_news(item=make_item(programme), by=None)
    letter = OutboxMessage.objects.get(topic="news")
    assert "DEMO titre (ع)" in letter.subject
    assert deliver(str(letter.pk)) == "sent"
    headers = mail.outbox[-1].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link_in(headers["List-Unsubscribe"].strip("<>"), "news/stop")
    assert path == link_in(letter.body, "news/stop")
    Client().get(path)
    assert Subscription.objects.count() == 1
    enforced = Client(enforce_csrf_checks=True)
    assert enforced.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert enforced.post(path).status_code == 200  # a second time changes nothing
    assert publish_news(item=make_item(programme), by=None) == 0


@pytest.mark.django_db
def test_foreign_and_old_links_open_nothing(programme: Any, stand_at: Any) -> None:
    ask_for_news(organisation=programme.organisation, email=READER, language="fr")
    token = confirm_link(Subscription.objects.get()).rstrip("/").rsplit("/", 1)[-1]
    for wrong in (token[:-2] + "xx", "x"):
        assert Client().get(url("news_confirm", wrong)).status_code == 404
        assert Client().get(url("news_stop", wrong)).status_code == 404
    assert Client().get(url("news_stop", token)).status_code == 404  # a link for one thing does no other
    Subscription.objects.all().delete()
    assert Client().get(url("news_confirm", token)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_feed_and_the_pages_in_each_language(omar: Person, programme: Any, language: str) -> None:
    for number in range(12):
        publish_news(item=make_item(programme, title=factories.words(f"DEMO {number}")), by=None)
    feed = ElementTree.fromstring(Client().get(url("news_feed", language=language)).content)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [one.findtext(f"{atom}title") for one in feed.findall(f"{atom}entry")]
    assert len(titles) == 12 and titles[0] == factories.words("DEMO 11")[language]
    item = NewsItem.objects.first()
    assert item
    for person, name, arguments in ((None, "news", ()), (None, "news_item", (item.pk,)), (omar, "office_news", ())):
        client = as_(person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(name, *arguments, language=language)).status_code == 200
        assert len(asked) <= 12, (name, [query["sql"][:90] for query in asked])


@pytest.mark.django_db
def test_a_persons_address_is_exported_and_erased(programme: Any, charlie: Person) -> None:
    subscribe(programme, charlie.email)
    publish_news(item=make_item(programme), by=None)
    assert export_person(charlie)["news"][0]["organisation__slug"] == programme.organisation.slug
    address = charlie.email
    erase_person(person=charlie, by=charlie)
    assert not Subscription.objects.exists() and not OutboxMessage.objects.filter(address=address).exists()
