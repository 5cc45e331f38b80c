"""An introduction: what each side said, and when."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models


@pghistory.track(exclude=["note"])
class Introduction(models.Model):
    """One opening and one profile. A side that has not spoken is null."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.ForeignKey("match.Opening", on_delete=models.CASCADE, related_name="introductions")
    profile = models.ForeignKey("match.Profile", on_delete=models.CASCADE, related_name="introductions")
    organisation_says = models.BooleanField(null=True)
    person_says = models.BooleanField(null=True)
    speaker = models.ForeignKey(
        "base.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )  # of the organisation
    note = models.TextField(blank=True, max_length=1000)  # from the organisation that asked first
    began_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-began_at"]
        constraints = [models.UniqueConstraint(fields=["opening", "profile"], name="one_introduction_per_pair")]

    @property
    def agreed(self) -> bool:
        """Whether both said yes: only then does either see the other's contact."""
        return bool(self.organisation_says and self.person_says)

    @property
    def ended(self) -> bool:
        """Whether one said no."""
        return self.organisation_says is False or self.person_says is False
