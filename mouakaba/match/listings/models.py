"""Openings: a need stated by an organisation, in one language, with its skills."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField


@pghistory.track()
class Opening(models.Model):
    """Somebody an organisation looks for."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("opening", "draft")
        OPEN = "open", pgettext_lazy("opening", "open")
        CLOSED = "closed", pgettext_lazy("opening", "closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind_code = models.CharField(max_length=30)
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="openings")
    title = models.CharField(max_length=150)
    text = models.TextField()
    region = models.ForeignKey("base.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remote = models.BooleanField(default=False)
    languages = models.JSONField(default=list, blank=True)
    closes_on = models.DateField()  # the last day on which it is shown
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    read = models.BooleanField(default=False)  # skills were proposed from this text
    made_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at"]


class OpeningSkill(models.Model):
    """A skill of the taxonomy that an opening asks for, once a person of the organisation has said so."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ASKED = "asked", _("asked for")
        DROPPED = "dropped", _("not asked for")

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=200)
    label = WordsField()
    state = models.CharField(max_length=10, choices=State.choices)
    probability = models.FloatField(null=True)
    evidence = models.JSONField(default=list)  # [[start, end], …] in opening.text

    class Meta:
        ordering = ["-probability", "uri"]
        constraints = [models.UniqueConstraint(fields=["opening", "uri"], name="one_row_per_opening_skill")]
