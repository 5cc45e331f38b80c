"""The trace in the operators' administration, read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mouakaba.base.audit.models import AuditLine


@admin.register(AuditLine)
class AuditAdmin(admin.ModelAdmin):
    list_display = ["at", "act", "by", "helper", "subject_type", "subject_id", "why"]
    list_filter = ["act"]
    search_fields = ["subject_id", "why", "by__email"]
    list_select_related = ["by", "helper"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only acts write here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A trace that can be edited is none."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor deleted."""
        return False
