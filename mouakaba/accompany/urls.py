"""Addresses of ACCOMPANY, gathered from its rooms."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
