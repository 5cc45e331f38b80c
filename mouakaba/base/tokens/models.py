"""Tokens by their hash alone, and counts of requests shared by every process."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """What a program of a person shows instead of a login. The token itself is not kept: only its SHA-256."""

    class Scope(models.TextChoices):
        READ = "read", _("read what I may read")
        WRITE = "write", _("read, and state offers and needs for my organisations")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=5, choices=Scope.choices, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_on = models.DateField(null=True)  # the last day
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]


class ApiUse(models.Model):
    """How often one token or one address (as a keyed hash) asked within one window."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()  # seconds since 1970, divided by rules.WINDOW
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_count_per_key_and_window")]
