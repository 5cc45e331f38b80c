"""Which organisations stand in the public directory."""

from __future__ import annotations

import pghistory
from django.db import models


@pghistory.track()
class DirectoryEntry(models.Model):
    """An organisation that agreed to stand in the directory; taken back at any time."""

    organisation = models.OneToOneField("base.Organisation", on_delete=models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
