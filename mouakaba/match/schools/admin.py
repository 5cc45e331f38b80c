"""Operators record the agreements that are signed."""

from __future__ import annotations

from django.contrib import admin

from mouakaba.match.schools.models import SchoolAgreement


@admin.register(SchoolAgreement)
class SchoolAgreementAdmin(admin.ModelAdmin):
    """Which school, and from when to when."""

    list_display = ("school", "network", "signed_on", "ends_on", "ended_on")
