"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.expansion import views

urlpatterns = [
    path("office/expansion/", views.expansion, name="expansion"),
    path("office/expansion/regions.pdf", views.expansion_paper, name="expansion_paper"),
    path("office/expansion/<slug:slug>/<str:region>/", views.expansion_sheet, name="expansion_sheet"),
]
