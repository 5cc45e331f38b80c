"""Badges, what phones read of them, and signed sheets."""

from __future__ import annotations

import secrets

from django.db import models

from mouakaba.accompany.attendance.rules import BADGE_LETTERS, LETTERS, MOST_BADGE


def new_badge() -> str:
    """A badge's text, short enough to be typed."""
    return "".join(secrets.choice(LETTERS) for _ in range(BADGE_LETTERS))


class Badge(models.Model):
    """What a person shows: the same at every session, on a phone or printed."""

    person = models.OneToOneField("base.Person", on_delete=models.CASCADE, related_name="badge")
    code = models.CharField(max_length=20, unique=True, default=new_badge)
    made_at = models.DateTimeField()


class Scan(models.Model):
    """One reading of a badge, kept whatever it turns out to be. ``at`` is corrected by the device's drift."""

    key = models.UUIDField()  # given by the device: the same scan sent twice has the same
    session = models.ForeignKey("accompany.Session", on_delete=models.CASCADE, related_name="scans")
    badge = models.CharField(max_length=MOST_BADGE)
    device_at = models.DateTimeField()
    drift = models.DurationField()  # of the device's clock when it sent: positive when fast
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="one_row_per_scan")]


class SignedSheet(models.Model):
    """The picture or PDF of a sheet signed on paper."""

    session = models.ForeignKey("accompany.Session", on_delete=models.CASCADE, related_name="signed_sheets")
    file = models.ForeignKey("base.StoredFile", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
