"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.schools import views

urlpatterns = [
    path("office/schools/<int:pk>/", views.school_page, name="school_page"),
    path("my/schools/", views.my_schools, name="my_schools"),
    path("my/schools/<int:pk>/", views.school_answer, name="my_school_answer"),
]
