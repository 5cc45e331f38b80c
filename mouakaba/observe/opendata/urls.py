"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.observe.opendata import views

urlpatterns = [
    path("data/", views.open_data, name="open_data"),
    path("network/", views.network, name="network"),
    path("office/figures/directory/", views.directory_mine, name="directory_mine"),
]
