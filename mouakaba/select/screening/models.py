"""What an officer decides about the machine's verdict."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class ScreeningDecision(models.Model):
    """A person's decision on eligibility. Nothing is refused by the machine alone."""

    class Outcome(models.TextChoices):
        ADMITTED = "admitted", _("admitted")
        REFUSED = "refused", _("refused")

    application = models.ForeignKey("select.Application", on_delete=models.CASCADE, related_name="screenings")
    submission = models.ForeignKey("select.Submission", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    overrules = models.BooleanField(default=False)  # the verdict did not say so: a reason is required
    reason = models.TextField(blank=True)
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # A decision taken back before the jury began stays in the record, with the reason.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(taken_back_at=None),
                name="one_standing_screening_per_file",
                violation_error_message=_("Somebody has already decided on this file."),
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | ~models.Q(taken_back_why=""),
                name="taking_back_needs_a_reason",
                violation_error_message=_("Write why the decision is taken back."),
            ),
            models.CheckConstraint(
                condition=models.Q(overrules=False) | ~models.Q(reason=""),
                name="overruling_needs_a_reason",
                violation_error_message=_("Write why you decide against the verdict."),
            ),
        ]


@pghistory.track()
class PaperRequest(models.Model):
    """A missing paper or answer, asked of the applicant with a date."""

    application = models.ForeignKey("select.Application", on_delete=models.CASCADE, related_name="paper_requests")
    text = models.TextField()
    question = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField()
    asked_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    file = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
