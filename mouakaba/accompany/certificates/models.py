"""Certificates of attendance as they were given."""

from __future__ import annotations

import secrets
import uuid

import pghistory
from django.db import models

from mouakaba.accompany.attendance.rules import LETTERS
from mouakaba.accompany.certificates.rules import CODE_LETTERS


def new_code() -> str:
    """A code of verification nobody guesses."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))


@pghistory.track()
class Certificate(models.Model):
    """Frozen when given: how many of how many sessions, under which rule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey("accompany.Cohort", on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="certificates")
    number = models.CharField(max_length=60, unique=True)
    sequence = models.PositiveIntegerField()
    code = models.CharField(max_length=20, unique=True, default=new_code)
    attended = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    share = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()
    name = models.CharField(max_length=150, blank=True)  # the one the person agreed to show; empty: none

    class Meta:
        ordering = ["cohort", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_certificate_per_person_and_cohort"),
            models.UniqueConstraint(fields=["cohort", "sequence"], name="one_certificate_per_sequence"),
        ]
