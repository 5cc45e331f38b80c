"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.introductions import views

urlpatterns = [
    path("my/introductions/", views.my_introductions, name="my_introductions"),
    path("my/introductions/<uuid:pk>/", views.my_answer, name="my_introduction_answer"),
    path("my/openings/<uuid:pk>/interest/", views.offer, name="my_interest"),
    path("office/openings/<uuid:pk>/matches/", views.opening_matches, name="opening_matches"),
    path("office/openings/<uuid:pk>/matches/<uuid:profile>/", views.ask, name="opening_ask"),
    path("office/introductions/<uuid:pk>/", views.office_answer, name="introduction_answer"),
    path("my/introductions/<uuid:pk>/messages/", views.my_conversation, name="my_conversation"),
    path("my/introductions/<uuid:pk>/messages/close/", views.my_conversation_close, name="my_conversation_close"),
    path("my/introductions/<uuid:pk>/messages/report/", views.my_conversation_report, name="my_conversation_report"),
    path("office/introductions/<uuid:pk>/messages/", views.office_conversation, name="office_conversation"),
    path(
        "office/introductions/<uuid:pk>/messages/close/",
        views.office_conversation_close,
        name="office_conversation_close",
    ),
    path(
        "office/introductions/<uuid:pk>/messages/report/",
        views.office_conversation_report,
        name="office_conversation_report",
    ),
]
