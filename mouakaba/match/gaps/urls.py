"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.gaps import views

urlpatterns = [
    path("openings/skills/", views.skills_wanted, name="skills_wanted"),
    path("my/skills/trainings/", views.my_trainings, name="my_trainings"),
]
