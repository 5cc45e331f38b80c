"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.skills import views

urlpatterns = [
    path("my/skills/", views.my_skills, name="my_skills"),
    path("my/skills/begin/", views.begin, name="my_skills_begin"),
    path("my/skills/texts/", views.give_text, name="my_skills_give"),
    path("my/skills/texts/<uuid:pk>/", views.text_page, name="my_skills_text"),
    path("my/skills/texts/<uuid:pk>/again/", views.again, name="my_skills_again"),
    path("my/skills/texts/<uuid:pk>/delete/", views.take_back, name="my_skills_take_back"),
    path("my/skills/add/", views.add, name="my_skills_add"),
    path("my/skills/levels/", views.levels, name="my_skills_levels"),
    path("my/skills/<int:pk>/remove/", views.remove, name="my_skills_remove"),
    path("my/skills/seen/", views.seen, name="my_skills_seen"),
    path("my/skills/withdraw/", views.withdraw, name="my_skills_withdraw"),
]
