"""News anybody reads, those somebody may write, and the signed links of letters."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse

from mouakaba.accompany.news.models import NewsItem, Subscription
from mouakaba.accompany.news.rules import CONFIRM_WITHIN
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.select import door as select

_CONFIRM, _STOP = "news.confirm", "news.stop"


def public_news() -> QuerySet[NewsItem]:
    """What is published, the latest first."""
    rows = NewsItem.objects.filter(published_at__isnull=False).select_related("organisation")
    return rows.order_by("-published_at", "pk")


def news_run_by(person: Person) -> QuerySet[NewsItem]:
    """News this person may write, drafts first."""
    return NewsItem.objects.filter(organisation__in=select.networks_run_by(person)).select_related("organisation")


def organisations_with_news() -> QuerySet[Organisation]:
    """Those that have published something."""
    return Organisation.objects.filter(news__published_at__isnull=False).distinct().order_by("slug")


def organisations_told() -> QuerySet[Organisation]:
    """Those whose news one may ask for: they run a programme here, or have published something."""
    return Organisation.objects.filter(Q(programmes__isnull=False) | Q(news__published_at__isnull=False)).distinct()


def confirm_link(subscription: Subscription) -> str:
    """Where the address is confirmed, in the language active now; for some days."""
    token = signing.dumps(str(subscription.pk), salt=_CONFIRM)
    return f"{settings.PUBLIC_URL}{reverse('news_confirm', args=[token])}"


def stop_link(number: object) -> str:
    """Where a subscription is stopped without a login, in the language active now."""
    return f"{settings.PUBLIC_URL}{reverse('news_stop', args=[signing.dumps(str(number), salt=_STOP)])}"


def stop_address(key: str) -> str:
    """The same, from the key of a letter (``news:<item>:<subscription>``)."""
    return stop_link(key.rsplit(":", 1)[-1])


def to_confirm(token: str) -> Subscription | None:
    """What this link confirms; None for one that is not ours, too old, or stopped since."""
    try:
        number = signing.loads(token, salt=_CONFIRM, max_age=CONFIRM_WITHIN)
        return Subscription.objects.filter(pk=number).select_related("organisation").first()
    except (signing.BadSignature, ValidationError):
        return None


def to_stop(token: str) -> str | None:
    """The number of the subscription this link stops, there or not; None for a link that is not ours."""
    try:
        return str(signing.loads(token, salt=_STOP))
    except signing.BadSignature:
        return None
