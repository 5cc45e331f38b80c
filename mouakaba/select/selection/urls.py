"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.selection import views

_CALL = "office/calls/<slug:slug>/selection/"

urlpatterns = [
    path(_CALL, views.selection_office, name="selection_office"),
    path(f"{_CALL}compute/", views.selection_run, name="selection_run"),
    path(f"{_CALL}what-if/", views.selection_what_if, name="selection_what_if"),
    path(f"{_CALL}compare/", views.selection_compare, name="selection_compare"),
    path(f"{_CALL}files/", views.selection_files, name="selection_files"),
    path(f"{_CALL}files.csv", views.selection_export, name="selection_export"),
    path(f"{_CALL}files/<str:number>/", views.selection_file, name="selection_file"),
    path(f"{_CALL}freeze/<str:run>/", views.selection_freeze, name="selection_freeze"),
    path(f"{_CALL}unfreeze/", views.selection_unfreeze, name="selection_unfreeze"),
    path(f"{_CALL}publish/", views.selection_publish, name="selection_publish"),
    path(f"{_CALL}places/", views.selection_places, name="selection_places"),
    path(f"{_CALL}places/<str:number>/", views.selection_withdraw, name="selection_withdraw"),
    path(f"{_CALL}minutes-<str:language>.pdf", views.selection_minutes, name="selection_minutes"),
    path(f"{_CALL}choice.zip", views.selection_package, name="selection_package"),
    path("my/applications/<uuid:pk>/place/", views.place_answer, name="place_answer"),
    path("calls/<slug:slug>/cohort/", views.call_cohort, name="call_cohort"),
]
