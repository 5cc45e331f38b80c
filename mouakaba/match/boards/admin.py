"""Boards are opened by operators, who say which organisation keeps each."""

from __future__ import annotations

from django.contrib import admin

from mouakaba.match.boards.models import Board


@admin.register(Board)
class BoardAdmin(admin.ModelAdmin):
    list_display = ("title", "audience", "region", "keeper")
    list_select_related = ("region", "keeper")
    autocomplete_fields = ("keeper",)
