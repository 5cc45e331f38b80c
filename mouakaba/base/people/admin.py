"""People in the operators' administration."""

from __future__ import annotations

from django.contrib import admin

from mouakaba.base.people.models import Membership, Person


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["organisation"]


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "language", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_active", "is_staff", "language", "is_demo"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "phone", "language", "is_active", "is_staff", "is_superuser", "is_demo"]
    inlines = [MembershipInline]

    def has_add_permission(self, request: object) -> bool:
        """People sign up themselves or are invited: an operator never sets a password."""
        return False
