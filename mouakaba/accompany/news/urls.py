"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.news import views

urlpatterns = [
    path("news/", views.news, name="news"),
    path("news/feed/", views.NewsFeed(), name="news_feed"),
    path("news/<uuid:pk>/", views.news_item, name="news_item"),
    path("news/confirm/<str:token>/", views.news_confirm, name="news_confirm"),
    path("news/stop/<str:token>/", views.news_stop, name="news_stop"),
    path("office/news/", views.office_news, name="office_news"),
    path("office/news/new/", views.news_new, name="news_new"),
    path("office/news/<uuid:pk>/", views.news_edit, name="news_edit"),
]
