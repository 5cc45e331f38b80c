"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.followup import views

urlpatterns = [
    path("follow-up/<str:secret>/", views.followup, name="followup"),
    path("cohorts/<uuid:pk>/follow-up/", views.cohort_after, name="cohort_after"),
    path("sites/<slug:slug>/follow-up/", views.site_after, name="site_after"),
    path("office/cohorts/<uuid:pk>/follow-up/", views.cohort_followup, name="cohort_followup"),
    path("office/sites/<slug:slug>/follow-up/", views.site_followup, name="site_followup"),
    path("office/follow-up/<uuid:pk>/", views.followup_phone, name="followup_phone"),
    path("office/follow-up/<uuid:pk>/certificate/", views.followup_certificate, name="followup_certificate"),
]
