"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.spaces import views

_SITE = "office/sites/<slug:slug>/"
_WAITING = "office/waiting/<int:pk>/"
_STAY = "office/stays/<uuid:pk>/"
urlpatterns = [
    path("sites/", views.sites, name="sites"),
    path("sites/<slug:slug>/", views.site_page, name="site_page"),
    path("my/stay/", views.my_stay, name="my_stay"),
    path("office/sites/", views.office_sites, name="office_sites"),
    path("office/new-site/", views.office_site_new, name="office_site_new"),
    path("office/members/", views.office_members, name="office_members"),
    path("office/members/<uuid:pk>/", views.office_member, name="office_member"),
    path("office/spaces/<int:pk>/", views.office_space, name="office_space"),
    path(_SITE, views.office_site, name="office_site"),
    path(f"{_SITE}edit/", views.office_site_edit, name="office_site_edit"),
    path(f"{_SITE}call/", views.office_site_call, name="office_site_call"),
    path(f"{_SITE}figures/", views.office_site_figure, name="office_site_figure"),
    path(f"{_SITE}figures/<int:pk>/remove/", views.office_site_figure_remove, name="office_site_figure_remove"),
    path(f"{_SITE}spaces/", views.site_spaces, name="site_spaces"),
    path(f"{_SITE}stays/", views.site_stays, name="site_stays"),
    path(f"{_SITE}waiting/", views.site_waiting, name="site_waiting"),
    path(f"{_SITE}occupancy/", views.site_occupancy, name="site_occupancy"),
    path(_WAITING, views.office_waiting, name="office_waiting"),
    path(f"{_WAITING}allot/", views.office_waiting_allot, name="office_waiting_allot"),
    path(f"{_WAITING}priority/", views.office_waiting_priority, name="office_waiting_priority"),
    path(f"{_WAITING}leave/", views.office_waiting_leave, name="office_waiting_leave"),
    path(_STAY, views.office_stay, name="office_stay"),
    path(f"{_STAY}end/", views.office_stay_end, name="office_stay_end"),
    path(f"{_STAY}steps/", views.office_stay_step, name="office_stay_step"),
    path(f"{_STAY}steps/<int:step>/remove/", views.office_step_remove, name="office_step_remove"),
    path(f"{_STAY}move/", views.office_stay_move, name="office_stay_move"),
]
