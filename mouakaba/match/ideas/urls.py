"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.ideas.views import mine, office, public
from mouakaba.match.ideas.views.feed import IdeasFeed

urlpatterns = [
    path("ideas/", public.ideas, name="ideas"),
    path("ideas/feed/", IdeasFeed(), name="ideas_feed"),
    path("ideas/embed/", public.ideas_embed, name="ideas_embed"),
    path("ideas/challenges/", public.idea_challenges, name="idea_challenges"),
    path("ideas/<uuid:pk>/", public.idea, name="idea"),
    path("ideas/<uuid:pk>/story/", public.idea_story, name="idea_story"),
    path("ideas/<uuid:pk>/around/", public.idea_around, name="idea_around"),
    path("ideas/<uuid:pk>/plan/", public.idea_plan, name="idea_plan"),
    path("my/ideas/", mine.my_ideas, name="my_ideas"),
    path("my/ideas/new/", mine.my_idea_new, name="my_idea_new"),
    path("my/ideas/<uuid:pk>/", mine.my_idea_edit, name="my_idea_edit"),
    path("my/ideas/<uuid:pk>/adopt/", mine.my_idea_adopt, name="my_idea_adopt"),
    path("my/ideas/<uuid:pk>/want/", mine.my_idea_want, name="my_idea_want"),
    path("my/ideas/wants/<int:pk>/off/", mine.my_want_off, name="my_want_off"),
    path("my/ideas/taken/<uuid:pk>/", mine.my_adoption, name="my_adoption"),
    path("my/ideas/taken/<uuid:pk>/withdraw/", mine.my_adoption_withdraw, name="my_adoption_withdraw"),
    path("office/ideas/", office.office_ideas, name="office_ideas"),
    path("office/ideas/<uuid:pk>/", office.office_idea, name="office_idea"),
    path("office/ideas/<uuid:pk>/decide/", office.office_idea_decide, name="office_idea_decide"),
    path("office/ideas/<uuid:pk>/plan/", office.office_idea_plan, name="office_idea_plan"),
]
