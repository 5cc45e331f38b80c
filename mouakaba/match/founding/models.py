"""How far a person has come."""

from __future__ import annotations

from django.db import models


class FoundingStep(models.Model):
    """A step that a person marked as done."""

    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="founding_steps")
    code = models.CharField(max_length=20)  # of founding.rules.STEPS
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="one_row_per_founding_step")]
