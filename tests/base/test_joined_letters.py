"""Letters that may wait come as one; those that may not come at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from mouakaba.base.notify import queries
from mouakaba.base.notify.actions import choose_pace, join_waiting, queue_message
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.notify.tasks import send_waiting
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from tests import factories
from tests.match.conftest import as_

pytestmark = pytest.mark.django_db
State = OutboxMessage.State


@pytest.fixture
def reader(db: None) -> Person:
    return factories.make_person("Reader", language="fr")


def owe(reader: Person, key: str, *, minutes: float = 0, waits: bool = True) -> OutboxMessage:
    """A message owed so many minutes ago."""
    made = queue_message(key=key, person=reader, subject=f"DEMO {key}", body=f"body of {key}", waits=waits)
    OutboxMessage.objects.filter(pk=made.pk).update(queued_at=timezone.now() - timedelta(minutes=minutes))
    return made


def states() -> dict[str, str]:
    return dict(OutboxMessage.objects.values_list("key", "state"))


def test_what_comes_in_a_quarter_of_an_hour_is_one_letter(reader: Person) -> None:
    other = factories.make_person("Other", language="ar")
    first = owe(reader, "a", minutes=16)
    owe(reader, "b", minutes=3)
    owe(other, "c", minutes=14)
    send_waiting(0)
    [letter] = mail.outbox
    assert letter.to == [reader.email] and letter.subject == "2 nouvelles"
    assert all(text in letter.body for text in ("DEMO a", "body of a", "DEMO b", "body of b"))
    assert states() == {"a": State.JOINED, "b": State.JOINED, "c": State.QUEUED, f"joined:{first.pk}": State.SENT}
    send_waiting(0)
    assert len(mail.outbox) == 1


def test_one_alone_comes_as_it_is(reader: Person) -> None:
    owe(reader, "a", minutes=16)
    send_waiting(0)
    [letter] = mail.outbox
    assert (letter.subject, states()) == ("DEMO a", {"a": State.SENT})


def test_what_has_a_deadline_waits_for_nothing(reader: Person) -> None:
    owe(reader, "receipt", waits=False)
    owe(reader, "news")
    send_waiting(0)
    assert [letter.subject for letter in mail.outbox] == ["DEMO receipt"]


def test_once_a_day_waits_for_the_morning(reader: Person, monkeypatch: Any) -> None:
    page = as_(reader).post("/fr/my/letters/pace/", {"pace": "daily"})
    assert page.status_code == 302 and queries.wants_daily(reader)
    owe(reader, "a", minutes=16)
    stamp = OutboxMessage.objects.get().queued_at
    clock = {"now": timezone.localtime(stamp).replace(hour=12)}
    OutboxMessage.objects.update(queued_at=clock["now"] - timedelta(hours=1))
    monkeypatch.setattr(queries.timezone, "now", lambda: clock["now"])
    assert join_waiting() == 0
    clock["now"] += timedelta(hours=19)  # seven in the morning
    assert join_waiting() == 0
    clock["now"] += timedelta(hours=1, minutes=1)
    assert join_waiting() == 1
    choose_pace(person=reader, daily=False, by=reader)
    assert not queries.wants_daily(reader)


def test_the_choice_is_exported_and_erased(reader: Person) -> None:
    choose_pace(person=reader, daily=True, by=reader)
    assert export_person(reader)["account"]["letters_once_a_day"] is True
    erase_person(person=reader, by=reader)
    assert not queries.wants_daily(reader)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_letter() -> None:
    """The second finds the rows held by the first, and leaves them."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    reader = factories.make_person("Reader", language="fr")
    for key in "abc":
        owe(reader, key, minutes=20)
    both = Barrier(2)

    def work(_n: int) -> int:
        try:
            both.wait(10)
            return join_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, range(2))) == 1
    assert OutboxMessage.objects.filter(key__startswith="joined:").count() == 1
