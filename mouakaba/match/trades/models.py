"""What follows when an offer and a need are brought together: the request, its answer, what was delivered."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import pgettext_lazy

from mouakaba.match.introductions.models import Introduction
from mouakaba.match.trades.rules import MOST_REASON


@pghistory.track()
class Deal(models.Model):
    """One request. Who said yes stands in its introduction; here is what was asked, and what became of it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("deal", "proposed")
        ACCEPTED = "accepted", pgettext_lazy("deal", "accepted by one side")
        AGREED = "agreed", pgettext_lazy("deal", "agreed")
        DONE = "done", pgettext_lazy("deal", "done")
        DECLINED = "declined", pgettext_lazy("deal", "declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    introduction = models.OneToOneField(Introduction, on_delete=models.CASCADE, related_name="deal")
    terms = models.JSONField()  # the offer as it stood when it was asked: {"version", "title", "text", "facts"}
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True)  # of the offer, in its unit
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    planned_on = models.DateField(null=True)  # the day the answer gives
    reason = models.TextField(blank=True, max_length=MOST_REASON)  # of a no
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "pk"]

    @property
    def state(self) -> State:
        """Where it stands, from what both sides said."""
        row = self.introduction
        if row.ended:
            return self.State.DECLINED
        if self.done_at:
            return self.State.DONE
        if row.agreed:
            return self.State.AGREED
        return self.State.ACCEPTED if row.organisation_says or row.person_says else self.State.PROPOSED


@pghistory.track()
class Delivery(models.Model):
    """What was given on a day: hours of a service, kilos that were weighed. Amounts are whole centimes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="deliveries")
    on = models.DateField()
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20)
    price = models.BigIntegerField(null=True)  # centimes for one unit
    amount = models.BigIntegerField(null=True)  # centimes
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="delivers_something"),
            models.CheckConstraint(
                condition=models.Q(price__isnull=True, amount__isnull=True) | models.Q(price__gte=0, amount__gte=0),
                name="paid_by_the_unit_or_not_at_all",
            ),
        ]
