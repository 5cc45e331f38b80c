"""Writing and publishing news; asking for them, confirming and stopping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.accompany.news.models import NewsItem, Subscription
from mouakaba.accompany.news.phrases import confirm_letter, news_letter
from mouakaba.accompany.news.rules import CODE
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person


def save_news(*, item: NewsItem | None, values: Mapping[str, Any], by: Person | None) -> NewsItem:
    """News, new or changed; ``values`` are columns of NewsItem. Raises ValidationError, in words."""
    made = item or NewsItem()
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean()
    with recorded("save_news", by=by) as line:
        made.save()
        point(line, made)
    return made


def publish_news(*, item: NewsItem, by: Person | None) -> int:
    """Anybody reads it now; a letter goes to each confirmed address, once however often it is published again.

    Returns how many letters are new. Raises ValidationError without a title and a summary.
    """
    if not item.title or not item.summary:
        raise ValidationError(_("News has a title and a summary: write both in at least one language."))
    with recorded("publish_news", by=by, subject=item):
        row = NewsItem.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=item.pk)
        row.published_at = row.published_at or now()
        row.save(update_fields=["published_at"])
        wanted = Subscription.objects.filter(organisation=row.organisation, confirmed_at__isnull=False)
        return queue_messages([_message(f"{CODE}:{row.pk}:{one.pk}", one, news_letter(row, one)) for one in wanted])


def withdraw_news(*, item: NewsItem, by: Person) -> None:
    """A draft again; letters that went have gone."""
    with recorded("withdraw_news", by=by, subject=item):
        item.published_at = None
        item.save(update_fields=["published_at"])


def _message(key: str, subscription: Subscription, letter: tuple[str, str], topic: str = CODE) -> OutboxMessage:
    subject, body = letter
    told = {"address": subscription.email, "language": subscription.language, "topic": topic}
    return OutboxMessage(key=key, subject=subject, body=body, **told)


def ask_for_news(*, organisation: Organisation, email: str, language: str) -> None:
    """Writes to the address to confirm, at most once a day; one that is confirmed already gets nothing."""
    with recorded("ask_for_news", by=None, subject=organisation):
        fresh = {"language": language, "asked_at": now()}
        row = Subscription.objects.get_or_create(organisation=organisation, email=email.lower(), defaults=fresh)[0]
        if row.confirmed_at is None:
            key = f"news-confirm:{row.pk}:{today()}"
            queue_messages([_message(key, row, confirm_letter(row), topic="")])


def confirm_news(*, subscription: Subscription) -> None:
    """The address is its reader's: letters begin. A second time changes nothing."""
    with recorded("confirm_news", by=None, subject=subscription.organisation):
        Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=now())


def stop_news(*, number: str) -> None:
    """No more letters; the address is forgotten. A second time changes nothing."""
    with recorded("stop_news", by=None):
        Subscription.objects.filter(pk=number).delete()


def export_news(person: Person) -> list[dict[str, Any]]:
    """Whose news a person asked for."""
    rows = Subscription.objects.filter(email=person.email.lower()).order_by("asked_at")
    return [dict(row) for row in rows.values("organisation__slug", "language", "asked_at", "confirmed_at")]


def erase_news(person: Person) -> None:
    """The address goes from the lists and from letters already written."""
    Subscription.objects.filter(email=person.email.lower()).delete()
    letters = OutboxMessage.objects.filter(person=None, address=person.email.lower(), key__startswith=CODE)
    letters.update(address="erased@erased.invalid", subject="", body="")
