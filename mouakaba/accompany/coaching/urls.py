"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.coaching import views

urlpatterns = [
    path("coaching/<uuid:pk>/", views.coaching, name="coaching"),
    path("coaching/<uuid:pk>/sign/", views.coaching_sign, name="coaching_sign"),
    path("coaching/<uuid:pk>/<slug:language>.pdf", views.coaching_paper, name="coaching_paper"),
]
