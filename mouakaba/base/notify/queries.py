"""Who stopped which letters, and the link by which they do it without a login."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from mouakaba.base.notify.models import LetterPace, LetterRefusal, OutboxMessage
from mouakaba.base.notify.rules import A_QUARTER, DIGEST_HOUR, Topic, topic_of
from mouakaba.base.people.models import Person

_SALT = "notify.stop"


def refuses(person: Person, topic: str) -> bool:
    """Whether this person stopped letters of a topic."""
    return LetterRefusal.objects.filter(person=person, topic=topic).exists()


def is_owed(key: str) -> bool:
    """Whether a message of this key was put in the outbox, sent or not."""
    return OutboxMessage.objects.filter(key=key).exists()


def wants_daily(person: Person) -> bool:
    """Whether this person wants letters that may wait once a day."""
    return LetterPace.objects.filter(person=person).exists()


def people_due() -> QuerySet[Person]:
    """Whoever has a message that has waited long enough: the quarter of an hour, or until the hour of the day's letter.

    The hour is that of the product's zone; what came after it waits for the next day.
    """
    moment = timezone.now()  # letters are sent in real time, also where a demonstration's clock stands elsewhere
    day = timezone.localtime(moment).replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    last_digest = day if day <= moment else day - timedelta(days=1)
    waiting = OutboxMessage.objects.filter(person=OuterRef("pk"), state=OutboxMessage.State.QUEUED, waits=True)
    daily = Exists(LetterPace.objects.filter(person=OuterRef("pk")))
    ripe, ripe_daily = waiting.filter(queued_at__lte=moment - A_QUARTER), waiting.filter(queued_at__lt=last_digest)
    return Person.objects.filter(Q(~daily, Exists(ripe)) | Q(daily, Exists(ripe_daily))).order_by("pk")


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
