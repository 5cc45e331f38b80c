"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.fairs import views

_CALL = "office/calls/<slug:slug>/stands/"

urlpatterns = [
    path("calls/<slug:slug>/fair/", views.fair, name="fair"),
    path(_CALL, views.fair_office, name="fair_office"),
    path(f"{_CALL}add/", views.fair_stands, name="fair_stands"),
    path(f"{_CALL}give/", views.fair_give, name="fair_give"),
    path(f"{_CALL}give-all/", views.fair_give_all, name="fair_give_all"),
    path(f"{_CALL}<int:pk>/take/", views.fair_take, name="fair_take"),
]
