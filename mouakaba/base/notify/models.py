"""The outbox: every message the product owes somebody, written in the same transaction as its cause."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        UNCERTAIN = "uncertain", _("perhaps sent: the line broke while sending")
        JOINED = "joined", _("sent in one letter with others")

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        LOG = "log", _("log")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)  # names the cause, so that a cause tells a person once
    person = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    address = models.EmailField()
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    topic = models.CharField(max_length=40, blank=True)  # of a letter its reader may stop
    waits = models.BooleanField(default=False)  # for others to the same person, to be one letter with them
    joined = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="parts"
    )  # the letter it is in
    attachment = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # read by the sweep that sends what a killed process left behind
        indexes = [
            models.Index(fields=["queued_at"], condition=models.Q(state="queued"), name="outbox_to_send"),
            models.Index(
                fields=["person", "queued_at"], condition=models.Q(state="queued", waits=True), name="outbox_to_join"
            ),
        ]


class LetterPace(models.Model):
    """A person wants letters that may wait once a day, not within the quarter of an hour."""

    person = models.OneToOneField("base.Person", on_delete=models.CASCADE, related_name="letter_pace")
    chosen_at = models.DateTimeField()


class LetterRefusal(models.Model):
    """A person receives no more letters of a topic."""

    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="letters_refused")
    topic = models.CharField(max_length=40)
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="one_refusal_per_topic")]
