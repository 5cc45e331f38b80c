"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.boards import views

urlpatterns = [
    path("house/", views.house, name="house"),
    path("house/boards/<uuid:pk>/", views.board, name="board"),
    path("house/posts/<uuid:pk>/", views.post, name="post"),
    path("house/posts/<uuid:pk>/voice/", views.post_voice, name="post_voice"),
    path("house/posts/<uuid:pk>/picture/", views.post_picture, name="post_picture"),
    path("my/house/boards/<uuid:pk>/new/", views.post_new, name="post_new"),
    path("my/house/posts/<uuid:pk>/answer/", views.post_answer, name="post_answer"),
    path("my/house/posts/<uuid:pk>/helped/", views.post_helped, name="post_helped"),
    path("my/house/posts/<uuid:pk>/off/", views.post_off, name="post_off"),
    path("my/house/posts/<uuid:pk>/report/", views.post_report, name="post_report"),
    path("office/house/", views.office_posts, name="office_posts"),
    path("office/house/posts/<uuid:pk>/", views.office_post, name="office_post"),
]
