"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.screening import views

urlpatterns = [
    path("office/calls/<slug:slug>/applications/", views.screening_list, name="screening_list"),
    path("office/calls/<slug:slug>/applications/decide/", views.screening_decide, name="screening_decide"),
    path("office/calls/<slug:slug>/applications/<uuid:pk>/", views.screening_file, name="screening_file"),
    path("office/papers/<uuid:pk>/<uuid:file_id>/", views.screening_paper, name="screening_paper"),
]
