"""The choice: computed runs a jury can compare, the frozen one, and what it means for each file."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(exclude=["scored", "result"])
class SelectionRun(models.Model):
    """One computation: the exact call file and scored files it read, and the exact result it gave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey("select.Call", on_delete=models.CASCADE, related_name="runs")
    name = models.CharField(max_length=120)
    rules_file = models.TextField()  # TOML, what-if quotas included
    scored = models.TextField()  # JSON Lines, as `mouakaba choose` reads them
    result = models.JSONField()  # as `mouakaba choose` prints it
    changes = models.JSONField(default=list, blank=True)  # what-if: [{"code", "bound", "from", "to"}]
    made_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)  # the jury's reasons, printed in the minutes

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=models.Q(frozen_at__isnull=False),
                name="one_frozen_run_per_call",
                violation_error_message=_("The choice of this call is already frozen."),
            )
        ]


@pghistory.track()
class Decision(models.Model):
    """What the frozen run, and later withdrawals, mean for one file."""

    class Outcome(models.TextChoices):
        SELECTED = "selected", _("selected")
        RESERVE = "reserve", _("on the reserve list")
        NOT_SELECTED = "not_selected", _("not selected")
        WITHDRAWN = "withdrawn", _("withdrawn after selection")

    run = models.ForeignKey(SelectionRun, on_delete=models.CASCADE, related_name="decisions")
    application = models.OneToOneField("select.Application", on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    rank = models.PositiveIntegerField(null=True, blank=True)  # among the chosen, or in the reserve
    short_by = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    quotas = models.JSONField(default=list, blank=True)  # codes that kept the file out
    in_place_of = models.ForeignKey(
        "select.Application", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
