"""The sheet of one individual session."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import pgettext_lazy


@pghistory.track()
class CoachingSheet(models.Model):
    """What was done and agreed; signed by both, and only as both read it: a change takes signatures off."""

    class State(models.TextChoices):
        OPEN = "queued", pgettext_lazy("sheet", "to be signed")
        HALF = "started", pgettext_lazy("sheet", "signed by one side")
        SIGNED = "done", pgettext_lazy("sheet", "signed by both")

    session = models.OneToOneField("accompany.Session", on_delete=models.CASCADE, related_name="coaching_sheet")
    revision = models.PositiveIntegerField(default=1)
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=300)
    next_steps = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    written_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    trainer = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    trainer_signed_at = models.DateTimeField(null=True, blank=True)
    holder = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    holder_signed_at = models.DateTimeField(null=True, blank=True)
    unsigned_at = models.DateTimeField(null=True, blank=True)  # a change took a signature off, and when

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(minutes__gt=0), name="coaching_takes_time")]

    @property
    def state(self) -> State:
        """Who signed."""
        signed = (self.trainer_signed_at is not None) + (self.holder_signed_at is not None)
        return (self.State.OPEN, self.State.HALF, self.State.SIGNED)[signed]
