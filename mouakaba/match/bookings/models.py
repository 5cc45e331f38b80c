"""Capacity, the windows in which it is offered, and its bookings."""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.bookings.models import Booked, exclusive_and_kept, never_twice
from mouakaba.match.bookings.rules import MOST_CAPACITY, WAYS, Way


@pghistory.track()
class Capacity(models.Model):
    """What an organisation lets others book."""

    class Kind(models.TextChoices):
        STORAGE = "storage", _("Storage")
        PACKAGING = "packaging", _("Packaging")
        TRANSPORT = "transport", _("Transport")

    class Unit(models.TextChoices):
        PALLET = "pallet", _("pallets")
        CUBIC_METRE = "m3", _("m³")
        KILOGRAM = "kg", _("kg")
        LINE = "line", _("line")

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=150)
    text = models.TextField(blank=True, max_length=2000)
    place = models.ForeignKey("base.Commune", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=10, choices=Unit.choices)
    size = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_CAPACITY)])
    price = models.BigIntegerField(null=True, blank=True)  # centimes for one unit and day, an hour, or one unit carried
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "title", "pk"]

    @property
    def way(self) -> Way:
        """How it is booked."""
        return WAYS[self.kind]


@pghistory.track()
class Window(models.Model):
    """When it is offered: days of storage, hours of a packaging line, a trip from one place to another."""

    capacity = models.ForeignKey(Capacity, on_delete=models.CASCADE, related_name="windows")
    during = DateTimeRangeField()
    to_place = models.ForeignKey("base.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["during", "pk"]
        constraints = [never_twice("capacity_id", "windows_never_meet")]


@pghistory.track(exclude=["note"])  # a copy of what was written would only outlive an erasure
class Booking(Booked):
    """What an organisation booked of a capacity."""

    class State(models.TextChoices):
        KEPT = "kept", pgettext_lazy("booking", "booked")
        CANCELLED = "cancelled", pgettext_lazy("booking", "cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    capacity = models.ForeignKey(Capacity, on_delete=models.PROTECT, related_name="bookings")
    to_place = models.ForeignKey("base.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    booked_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    booked_at = models.DateTimeField()
    amount = models.BigIntegerField(null=True)  # centimes, at the price of the moment of booking
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["during", "pk"]
        constraints = [
            never_twice("capacity_id", "exclusive_bookings_never_meet", condition=exclusive_and_kept()),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="books_something"),
        ]
        indexes = [models.Index(fields=["capacity", "during"], name="booking_of_capacity")]

    @property
    def state(self) -> State:
        """Whether it stands."""
        return self.State.CANCELLED if self.cancelled_at else self.State.KEPT
