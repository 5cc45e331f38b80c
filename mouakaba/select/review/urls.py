"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.review import views

urlpatterns = [path("jury/", views.jury, name="jury")]
