"""Figures frozen for a report, and the reports made of them."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from mouakaba.observe.dashboards import rules


@pghistory.track(exclude=["taken", "records"])  # these never change
class Snapshot(models.Model):
    """What the figures were at a moment: each with its definition, filter and the records it was counted from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("select.Programme", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    region = models.CharField(max_length=5, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    taken = models.JSONField()  # of dashboards.rules.frozen, in the order of the declarations
    records = models.JSONField()  # what they were counted from, like records together: a report is recomputed from it
    digest = models.CharField(max_length=64)  # sha256 of figures and records, canonical
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-taken_at"]


class Report(models.Model):
    """A report made of a snapshot by a worker, in one language."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for its turn")
        MAKING = "making", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("could not be made")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="reports")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    parts_done = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=rules.REPORT_PARTS)
    pdf = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "language"], name="one_report_per_language")]
