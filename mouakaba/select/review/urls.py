"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.review import views

urlpatterns = [
    path("jury/", views.jury, name="jury"),
    path("jury/calls/<slug:slug>/", views.jury_call, name="jury_call"),
    path("jury/calls/<slug:slug>/live/", views.jury_live, name="jury_live"),
    path("jury/calls/<slug:slug>/files/<uuid:pk>/", views.jury_file, name="jury_file"),
    path("jury/calls/<slug:slug>/files/<uuid:pk>/tie/", views.jury_tie, name="jury_tie"),
    path("jury/files/<uuid:pk>/papers/<uuid:file_id>/", views.jury_paper, name="jury_paper"),
    path("calls/<slug:slug>/screen/", views.call_screen, name="call_screen"),
    path("office/calls/<slug:slug>/jury/", views.jury_office, name="jury_office"),
    path("office/calls/<slug:slug>/jury/files/", views.jury_files, name="jury_files"),
    path("office/calls/<slug:slug>/jury/files/<uuid:pk>/", views.jury_file_office, name="jury_file_office"),
    path("office/calls/<slug:slug>/jury/jurors/<int:pk>/", views.jury_juror, name="jury_juror"),
    path("office/calls/<slug:slug>/jury/ties/", views.jury_ties, name="jury_ties"),
    path("office/calls/<slug:slug>/jury/close/", views.jury_close, name="jury_close"),
    path("office/calls/<slug:slug>/live/", views.live_office, name="live_office"),
]
