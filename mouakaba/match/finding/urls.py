"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.finding import views

urlpatterns = [
    path("markets/", views.markets, name="markets"),
    path("markets/search/", views.markets_search, name="markets_search"),
]
