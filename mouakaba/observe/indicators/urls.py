"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.observe.indicators import views

urlpatterns = [path("figures/", views.figures_page, name="figures")]
