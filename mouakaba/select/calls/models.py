"""Calls and their frozen versions."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import WordsField
from mouakaba.select import registry

if TYPE_CHECKING:
    from datetime import datetime


@pghistory.track()
class CallVersion(models.Model):
    """What was asked, frozen: the call file (contracts.md section 1) and its words and questions."""

    call = models.ForeignKey("select.Call", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    rules_file = models.TextField()  # the call file, TOML, exactly as the offline tools read it
    content = models.JSONField()  # {"summary", "for_whom", "given", "process", "labels", "sections", "questions", …}
    digest = models.CharField(max_length=64)  # sha256 of rules file and canonical content
    why = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_call_version_per_number")]


@pghistory.track(exclude=["draft_rules", "draft_content"])
class Call(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    class Stage(models.TextChoices):
        """Where a published call stands, from its dates and its choice."""

        DRAFT = "draft", _("in preparation")
        ANNOUNCED = "announced", _("announced")
        OPEN = "open", _("open")
        GRACE = "grace", _("closing: work already open may still be sent")
        CLOSED = "closed", _("closed, being examined")
        DECIDED = "decided", _("results published")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("select.Programme", on_delete=models.PROTECT, related_name="calls")
    slug = models.SlugField(unique=True)
    kind_code = models.CharField(max_length=30)
    title = WordsField()
    edition = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # The draft: same shape as the call file, dates as ISO text; incomplete until published.
    draft_rules = models.JSONField(default=dict, blank=True)
    draft_content = models.JSONField(default=dict, blank=True)
    version = models.ForeignKey(CallVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # From the frozen version, for queries.
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    grace = models.DurationField(default=timedelta)
    zone = models.CharField(max_length=40, default="Africa/Casablanca")
    places = models.PositiveIntegerField(default=0)
    next_number = models.PositiveIntegerField(default=1)  # taken under a row lock, so that receipts have no gaps
    marks_close_at = models.DateTimeField(null=True, blank=True)
    marks_closed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-opens_at", "slug"]

    @property
    def kind(self) -> registry.Kind:
        """What this kind of call declares."""
        return registry.kind(self.kind_code)

    def stage(self, at: datetime) -> str:
        """Where the call stands at a moment; the closing second itself is still open."""
        if self.state != self.State.PUBLISHED or not self.opens_at or not self.closes_at:
            return str(self.State.DRAFT if self.state == self.State.PUBLISHED else self.state)
        if self.decided_at and self.decided_at <= at:
            return str(self.Stage.DECIDED)
        bounds = (
            (self.opens_at, self.Stage.ANNOUNCED),
            (self.closes_at + timedelta(seconds=1), self.Stage.OPEN),
            (self.closes_at + timedelta(seconds=1) + self.grace, self.Stage.GRACE),
        )
        return str(next((stage for until, stage in bounds if at < until), self.Stage.CLOSED))


@pghistory.track()
class Extension(models.Model):
    """A later closing for one person, with its reason."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="extensions")
    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    reason = models.TextField()
    given_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="one_extension_per_person")]
