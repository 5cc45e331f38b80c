"""News of organisations, and addresses that asked for them."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField


@pghistory.track()
class NewsItem(models.Model):
    """A press release or a piece of news; a draft until it is published."""

    class Kind(models.TextChoices):
        RELEASE = "release", pgettext_lazy("news", "press release")
        JOINT = "joint", pgettext_lazy("news", "joint press release")
        STATEMENT = "statement", pgettext_lazy("news", "statement to the press")
        PRESS_MEETING = "press_meeting", pgettext_lazy("news", "meeting with the press")
        NEWS = "news", pgettext_lazy("news", "news")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="news")
    jointly_with = models.CharField(max_length=300, blank=True)  # who signs a joint release
    kind = models.CharField(max_length=14, choices=Kind.choices)
    title = WordsField()
    summary = WordsField()  # two sentences: the feed, the letter, and where the address is shared
    text = WordsField()
    source_name = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(blank=True, max_length=600)
    source_date = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = [models.F("published_at").desc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="joint") | ~models.Q(jointly_with=""),
                name="joint_release_says_with_whom",
                violation_error_message=_("A joint press release says with whom: write the other organisations."),
            )
        ]


class Subscription(models.Model):
    """An address that asked for an organisation's news. Nothing is sent before it confirmed; stopping deletes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("base.Organisation", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="one_subscription_per_address")]
