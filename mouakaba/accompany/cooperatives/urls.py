"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.cooperatives import views

_ONE = "my/cooperatives/<slug:slug>/"
_MEETING = "my/assemblies/<uuid:pk>/"
urlpatterns = [
    path("my/cooperatives/", views.my_cooperatives, name="my_cooperatives"),
    path(f"{_ONE}begin/", views.cooperative_begin, name="cooperative_begin"),
    path(_ONE, views.cooperative, name="cooperative"),
    path(f"{_ONE}statutes/", views.cooperative_statutes, name="cooperative_statutes"),
    path(f"{_ONE}members/", views.cooperators, name="cooperators"),
    path(f"{_ONE}members/new/", views.cooperator_new, name="cooperator_new"),
    path(f"{_ONE}members/import/", views.cooperators_import, name="cooperators_import"),
    path(f"{_ONE}members/register/<slug:language>/", views.cooperators_paper, name="cooperators_paper"),
    path(f"{_ONE}members/<int:number>/", views.cooperator, name="cooperator"),
    path(f"{_ONE}members/<int:number>/edit/", views.cooperator_edit, name="cooperator_edit"),
    path(f"{_ONE}members/<int:number>/shares/", views.cooperator_move, name="cooperator_move"),
    path(f"{_ONE}members/<int:number>/leave/", views.cooperator_leave, name="cooperator_leave"),
    path(f"{_ONE}dates/", views.cooperative_dates, name="cooperative_dates"),
    path(f"{_ONE}dates/<int:record>/done/", views.cooperative_date_done, name="cooperative_date_done"),
    path(f"{_ONE}meetings/", views.assemblies, name="assemblies"),
    path(f"{_ONE}meetings/new/", views.assembly_new, name="assembly_new"),
    path(_MEETING, views.assembly, name="assembly"),
    path(f"{_MEETING}edit/", views.assembly_edit, name="assembly_edit"),
    path(f"{_MEETING}notices/", views.assembly_notices, name="assembly_notices"),
    path(f"{_MEETING}attendance/", views.assembly_seats, name="assembly_seats"),
    path(f"{_MEETING}decisions/", views.assembly_decision, name="assembly_decision"),
    path(f"{_MEETING}decisions/<int:number>/remove/", views.assembly_decision_off, name="assembly_decision_off"),
    path(f"{_MEETING}minutes/", views.assembly_minutes, name="assembly_minutes"),
    path(f"{_MEETING}approve/", views.assembly_approve, name="assembly_approve"),
    path(f"{_MEETING}notes/", views.assembly_note, name="assembly_note"),
    path(f"{_MEETING}papers/<slug:code>/<slug:language>/", views.assembly_paper, name="assembly_paper"),
    path("office/cooperatives/", views.office_cooperatives, name="office_cooperatives"),
]
