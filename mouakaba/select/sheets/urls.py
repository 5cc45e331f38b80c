"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.sheets import views

urlpatterns = [
    path("office/calls/<slug:slug>/sheets/", views.sheet_import, name="sheet_import"),
    path("office/calls/<slug:slug>/sheets/export/", views.sheet_export, name="sheet_export"),
    path("office/calls/<slug:slug>/sheets/<uuid:pk>/columns/", views.sheet_columns, name="sheet_columns"),
    path("office/calls/<slug:slug>/sheets/<uuid:pk>/", views.sheet_report, name="sheet_report"),
]
