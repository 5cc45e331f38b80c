"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.programmes import views

urlpatterns = [path("office/", views.office, name="office")]
