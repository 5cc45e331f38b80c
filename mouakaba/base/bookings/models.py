"""Columns of what is booked by time, and the constraint by which one instant is never given twice."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models


class Booked(models.Model):
    """So much of a thing for a stretch of time. ``exclusive``: nobody else has any of it meanwhile."""

    during = DateTimeRangeField()  # instants, the end left out
    quantity = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    exclusive = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def never_twice(of: str, name: str, *, condition: models.Q | None = None) -> ExclusionConstraint:
    """Two rows of the same thing never share an instant. ``of``: the column of the thing, a whole number.

    The number stands as a range of itself, which PostgreSQL indexes without the extension btree_gist: the embedded
    server has no such extension.
    """
    thing = models.Func(of, of, models.Value("[]"), function="int8range", output_field=BigIntegerRangeField())
    shared = RangeOperators.OVERLAPS
    return ExclusionConstraint(name=name, expressions=[(thing, shared), ("during", shared)], condition=condition)


def exclusive_and_kept() -> models.Q:
    """The bookings that let no other beside them: exclusive, and not cancelled."""
    return models.Q(exclusive=True, cancelled_at__isnull=True)
