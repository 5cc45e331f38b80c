"""Who keeps the bank is said by operators."""

from __future__ import annotations

from django.contrib import admin

from mouakaba.match.ideas.models import IdeaKeeper


@admin.register(IdeaKeeper)
class IdeaKeeperAdmin(admin.ModelAdmin):
    list_display = ("organisation",)
    autocomplete_fields = ("organisation",)
