"""The choice: runs a jury can compare, the frozen one, what it means for each file, and places that come free."""

from __future__ import annotations

import json
import uuid
from functools import cached_property
from typing import Any

import pghistory
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@pghistory.track(exclude=["scored", "result_text"])
class SelectionRun(models.Model):
    """One computation: the exact call file and scored files it read, and what `mouakaba choose` prints for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey("select.Call", on_delete=models.CASCADE, related_name="runs")
    name = models.CharField(max_length=120)  # empty: the published quotas
    rules_file = models.TextField()  # TOML, what-if quotas included
    scored = models.TextField()  # JSON Lines, as `mouakaba choose` reads them
    inputs_digest = models.CharField(max_length=64)  # sha256: the same inputs are the same run
    result_text = models.TextField(blank=True)  # byte for byte; empty while a large call is being computed
    left_out = models.JSONField(default=list, blank=True)  # below a floor, or without marks: [{"id", "floors"}]
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
            ),
            models.UniqueConstraint(fields=["call", "inputs_digest"], name="one_run_per_inputs"),
        ]

    @cached_property
    def result(self) -> dict[str, Any]:
        """The result as data; empty while it is being computed."""
        found: dict[str, Any] = json.loads(self.result_text) if self.result_text else {}
        return found

    @property
    def label(self) -> str:
        """The name people gave it; one without a name keeps the published quotas."""
        return self.name or gettext("Published quotas")

    @property
    def status(self) -> str:
        """optimal, infeasible or computing."""
        return str(self.result.get("status", "computing"))


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
    floors = models.JSONField(default=list, blank=True)  # criteria whose mean mark is below their floor
    in_place_of = models.ForeignKey(
        "select.Application", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        # read by the office list and the cohort page
        indexes = [models.Index(fields=["run", "outcome", "rank"], name="decision_by_outcome")]


@pghistory.track(exclude=["why"])  # a copy of what the person wrote would only outlive an erasure
class Vacancy(models.Model):
    """A place that came free after publication, and who was called into it."""

    class Answer(models.TextChoices):
        AWAITED = "", _("awaited")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    run = models.ForeignKey(SelectionRun, on_delete=models.CASCADE, related_name="vacancies")
    leaving = models.OneToOneField("select.Application", on_delete=models.CASCADE, related_name="vacancy_left")
    why = models.TextField(blank=True)
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    called = models.OneToOneField(
        "select.Application", null=True, blank=True, on_delete=models.SET_NULL, related_name="vacancy_filled"
    )
    called_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    waived = models.JSONField(default=list, blank=True)  # quotas a person set aside to fill the place
    left_empty_at = models.DateTimeField(null=True, blank=True)  # a person decided that nobody is called
    note = models.TextField(blank=True)  # that person's reason

    class Meta:
        ordering = ["at", "pk"]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to be called."""
        return self.called_id is None and self.left_empty_at is None
