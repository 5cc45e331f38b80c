"""Projects: the spine of the product. Calls, markets and cohorts point at them."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models


@pghistory.track()
class Project(models.Model):
    """What somebody wants to do, as told once, whoever supports it later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="ar")
    bearer = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL)
    organisation = models.ForeignKey("base.Organisation", null=True, blank=True, on_delete=models.SET_NULL)
    region = models.ForeignKey("base.Region", null=True, blank=True, on_delete=models.PROTECT)
    commune = models.ForeignKey("base.Commune", null=True, blank=True, on_delete=models.PROTECT)
    sector = models.CharField(max_length=60, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
