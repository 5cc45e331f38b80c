"""One line per act: who did what to what, when, and why. Row changes are kept beside it by pghistory."""

from __future__ import annotations

from django.db import models


class AuditLine(models.Model):
    act = models.CharField(max_length=60)
    by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # who acted in the name of `by`, with their consent (base.helping)
    helper = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        # read by the history shown on an application, a call, a programme
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="audit_by_subject")]
