"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.founding import views

urlpatterns = [
    path("cooperative/", views.founding, name="founding"),
    path("cooperative/<slug:code>/", views.founding_paper, name="founding_paper"),
]
