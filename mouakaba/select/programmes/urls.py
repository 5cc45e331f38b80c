"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.programmes import views

_PROGRAMME = "office/programmes/<slug:slug>"

urlpatterns = [
    path("office/", views.office, name="office"),
    path("office/new-programme/", views.programme_new, name="programme_new"),
    path(f"{_PROGRAMME}/", views.programme_page, name="programme_page"),
    path(f"{_PROGRAMME}/words/", views.programme_edit, name="programme_edit"),
    path(f"{_PROGRAMME}/people/", views.programme_invite, name="programme_invite"),
    path(f"{_PROGRAMME}/people/<int:pk>/remove/", views.programme_take_role, name="programme_take_role"),
    path(f"{_PROGRAMME}/figures/add/", views.figure, name="figure_new"),
    path(f"{_PROGRAMME}/figures/<slug:code>/", views.figure, name="figure"),
    path(f"{_PROGRAMME}/figures/<slug:code>/remove/", views.figure_remove, name="figure_remove"),
]
