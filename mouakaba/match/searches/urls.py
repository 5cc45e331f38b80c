"""Addresses of this room: the same pages for a person and for an organisation."""

from __future__ import annotations

from django.urls import URLPattern, path

from mouakaba.match.searches import views


def _pages(entrance: str) -> list[URLPattern]:
    whose = {"entrance": entrance}
    return [
        path(f"{entrance}/searches/", views.searches, whose, name=f"{entrance}_searches"),
        path(f"{entrance}/searches/new/", views.new, whose, name=f"{entrance}_search_new"),
        path(f"{entrance}/searches/<uuid:pk>/", views.search, whose, name=f"{entrance}_search"),
        path(f"{entrance}/searches/<uuid:pk>/edit/", views.edit, whose, name=f"{entrance}_search_edit"),
        path(f"{entrance}/searches/<uuid:pk>/skills/", views.skills, whose, name=f"{entrance}_search_skills"),
        path(f"{entrance}/searches/<uuid:pk>/state/", views.state, whose, name=f"{entrance}_search_state"),
    ]


urlpatterns = [
    *_pages("my"),
    *_pages("office"),
    path("markets/search/save/", views.save, name="market_search_save"),
    path("office/searches/<uuid:pk>/people/<uuid:profile>/", views.meet, name="office_search_meet"),
    path("office/openings/<uuid:pk>/search/", views.watch, name="opening_search"),
]
