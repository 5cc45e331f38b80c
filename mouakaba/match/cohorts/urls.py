"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.cohorts import views

urlpatterns = [path("office/markets/<slug:kind>/cohort/", views.cohort_pairs, name="cohort_pairs")]
