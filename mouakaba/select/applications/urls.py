"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.applications import views

urlpatterns = [
    path("calls/", views.call_list, name="call_list"),
    path("calls/<slug:slug>/", views.call_page, name="call_page"),
    path("my/", views.my, name="my"),
]
