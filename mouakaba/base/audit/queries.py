"""Reading the trace."""

from __future__ import annotations

from django.db import models

from mouakaba.base.audit.models import AuditLine


def history_of(subject: models.Model) -> models.QuerySet[AuditLine]:
    """What was done to a thing, newest first, with who did it."""
    return (
        AuditLine.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
        .select_related("by", "helper")
        .order_by("-at", "-pk")
    )
