"""The clock of a demonstration: lets one stand before, at or after a closing."""

from __future__ import annotations

from django.db import models


class DemoClock(models.Model):
    """At most one row. ``stands_at`` was shown when real time was ``set_at``; the clock ticks on from there."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stands_at = models.DateTimeField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_demo_clock")]
