"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.eligibility import views

urlpatterns = [path("calls/<slug:slug>/check/", views.check_eligibility, name="check_eligibility")]
