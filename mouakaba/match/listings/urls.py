"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.listings import views

urlpatterns = [
    path("openings/", views.openings, name="openings"),
    path("openings/<uuid:pk>/", views.opening_page, name="opening"),
    path("office/openings/", views.office_openings, name="office_openings"),
    path("office/openings/new/", views.opening_new, name="opening_new"),
    path("office/openings/<uuid:pk>/", views.opening_office, name="opening_office"),
    path("office/openings/<uuid:pk>/edit/", views.opening_edit, name="opening_edit"),
    path("office/openings/<uuid:pk>/skills/", views.opening_add, name="opening_add"),
    path("office/openings/<uuid:pk>/publish/", views.opening_publish, name="opening_publish"),
    path("office/openings/<uuid:pk>/close/", views.opening_close, name="opening_close"),
]
