"""Organisations in the operators' administration."""

from __future__ import annotations

from django.contrib import admin

from mouakaba.base.organisations.models import Organisation, OrganisationName


class NameInline(admin.TabularInline):
    model = OrganisationName
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["slug", "legal_form", "region", "is_demo"]
    list_filter = ["legal_form", "region", "is_demo"]
    search_fields = ["slug", "search", "ice"]
    readonly_fields = ["search"]
    inlines = [NameInline]
