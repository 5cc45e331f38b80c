"""The days of a fair, its stands, and to whom each is given on which days."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.bookings.models import Booked, exclusive_and_kept, never_twice


@pghistory.track()
class Fair(models.Model):
    """When a call of a kind with stands takes place."""

    call = models.OneToOneField("select.Call", on_delete=models.CASCADE, related_name="fair")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="fair_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first. Change one of the two."),
            )
        ]


@pghistory.track()
class Stand(models.Model):
    """A numbered place on the plan."""

    class Type(models.TextChoices):
        TABLE = "table", pgettext_lazy("stand", "table")
        SMALL = "small", pgettext_lazy("stand", "small stand")
        LARGE = "large", pgettext_lazy("stand", "large stand")

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="stands")
    number = models.CharField(max_length=10)  # as painted on the floor: A1
    type = models.CharField(max_length=10, choices=Type.choices)
    price = models.BigIntegerField(default=0)  # centimes for a day

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fair", "number"],
                name="one_stand_per_number",
                violation_error_message=_("This fair already has a stand of this number."),
            )
        ]


@pghistory.track()
class StandGiven(Booked):
    """A stand given to a selected exhibitor for some days; two never stand on it on one day."""

    stand = models.ForeignKey(Stand, on_delete=models.PROTECT, related_name="given")
    application = models.ForeignKey("select.Application", on_delete=models.CASCADE, related_name="stands")
    amount = models.BigIntegerField()  # centimes, at the price of the moment
    given_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["during", "pk"]
        constraints = [
            never_twice("stand_id", "two_never_on_one_stand", condition=exclusive_and_kept()),
            models.CheckConstraint(condition=models.Q(exclusive=True), name="stands_are_exclusive"),
        ]
