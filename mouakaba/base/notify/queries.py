"""Who stopped which letters, and the link by which they do it without a login."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse

from mouakaba.base.notify.models import LetterRefusal, OutboxMessage
from mouakaba.base.notify.rules import Topic, topic_of
from mouakaba.base.people.models import Person

_SALT = "notify.stop"


def refuses(person: Person, topic: str) -> bool:
    """Whether this person stopped letters of a topic."""
    return LetterRefusal.objects.filter(person=person, topic=topic).exists()


def topics_refused_by(person: Person) -> list[Topic]:
    """The topics this person stopped, in the order of their codes."""
    codes = LetterRefusal.objects.filter(person=person).order_by("topic").values_list("topic", flat=True)
    return [topic for code in codes if (topic := topic_of(code))]


def stop_link(person_id: object, topic: str) -> str:
    """Where letters of a topic are stopped without a login, in the language active now. It says nothing of who."""
    token = signing.dumps([str(person_id), topic], salt=_SALT)
    return f"{settings.PUBLIC_URL}{reverse('stop_letters', args=[token])}"


def stop_address(message: OutboxMessage) -> str:
    """Where the reader of this letter stops its topic, in the language active now; empty where nothing is to stop."""
    if not message.topic:
        return ""
    if message.person_id:
        return stop_link(message.person_id, message.topic)
    topic = topic_of(message.topic)
    return topic.stop_address(message.key) if topic and topic.stop_address else ""


def stopped_by(token: str) -> tuple[Person, Topic] | None:
    """Whose link this is, and for which letters; None for a link we did not write, or of somebody erased."""
    try:
        number, code = signing.loads(token, salt=_SALT)
        person = Person.objects.filter(pk=number, is_active=True).first()
    except (signing.BadSignature, ValueError, ValidationError):
        return None
    topic = topic_of(code)
    return (person, topic) if person and topic else None
