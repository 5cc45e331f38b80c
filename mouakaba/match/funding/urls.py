"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.funding import views

urlpatterns = [
    path("funding/", views.funding, name="funding"),
    path("my/funding/forget/", views.funding_forget, name="funding_forget"),
    path("office/funding/", views.funding_office, name="funding_office"),
    path("office/funding/<slug:code>/", views.funding_entry, name="funding_entry"),
    path("office/funding/<slug:code>/shown/", views.funding_show, name="funding_show"),
]
