"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.base.helping import views

urlpatterns = [
    path("my/helping/", views.helping, name="helping"),
    path("my/helping/new/", views.helping_new, name="helping_new"),
    path("my/helping/code/", views.helping_take, name="helping_take"),
    path("my/helping/stop/", views.helping_stop, name="helping_stop"),
    path("my/helping/<uuid:pk>/", views.helping_one, name="helping_one"),
    path("my/helping/<uuid:pk>/begin/", views.helping_begin, name="helping_begin"),
    path("my/helping/<uuid:pk>/code/", views.helping_code, name="helping_code"),
    path("my/help/", views.my_help, name="my_help"),
    path("my/help/<uuid:pk>/voice/", views.help_voice, name="help_voice"),
    path("my/help/<uuid:pk>/end/", views.my_help_end, name="my_help_end"),
    path("hand-over/", views.hand_over, name="hand_over"),
]
