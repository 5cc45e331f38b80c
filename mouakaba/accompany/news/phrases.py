"""Letters that carry news, and the one that asks for confirmation."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mouakaba.accompany.news.models import NewsItem, Subscription
from mouakaba.accompany.news.queries import confirm_link, stop_address, stop_link
from mouakaba.accompany.news.rules import CODE
from mouakaba.base.notify.rules import Topic
from mouakaba.base.words.queries import said

TOPIC = Topic(CODE, gettext_lazy("news of organisations"), stop_address)


def confirm_letter(subscription: Subscription) -> tuple[str, str]:
    """Nothing is sent until the link is pressed."""
    with override(subscription.language):
        name = {"name": said(subscription.organisation.name)}
        lines = [
            _("Somebody, you perhaps, asked that news of %(name)s be sent to this address.") % name,
            _("If it was you, confirm here within seven days:") + f"\n{confirm_link(subscription)}",
            _("If it was not you, do nothing: no letter will follow."),
        ]
        return _("Confirm: news of %(name)s") % name, "\n\n".join(lines)


def news_letter(item: NewsItem, subscription: Subscription) -> tuple[str, str]:
    """Title, summary, address, and how to stop."""
    with override(subscription.language):
        page = f"{settings.PUBLIC_URL}{reverse('news_item', args=[item.pk])}"
        stop = "\n".join(("-- ", _("To receive no more letters of this kind:"), stop_link(subscription.pk)))
        subject = f"{said(item.organisation.name)}: {said(item.title)}"
        return subject, "\n\n".join(part for part in (said(item.title), said(item.summary), page, stop) if part)
