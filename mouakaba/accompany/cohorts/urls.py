"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.cohorts import views

urlpatterns = [
    path("office/cohorts/", views.cohorts, name="cohorts"),
    path("office/cohorts/new/", views.cohort_new, name="cohort_new"),
    path("office/cohorts/<uuid:pk>/", views.cohort, name="cohort"),
    path("office/cohorts/<uuid:pk>/edit/", views.cohort_edit, name="cohort_edit"),
    path("office/cohorts/<uuid:pk>/steps/", views.cohort_step, name="cohort_step"),
    path("office/cohorts/<uuid:pk>/steps/<int:step>/remove/", views.cohort_step_remove, name="cohort_step_remove"),
    path("office/cohorts/<uuid:pk>/projects/", views.cohort_project, name="cohort_project"),
    path("my/plans/", views.my_plans, name="my_plans"),
    path("plans/<uuid:pk>/", views.plan, name="plan"),
    path("plans/<uuid:pk>/milestones/", views.plan_milestone, name="plan_milestone"),
    path("plans/<uuid:pk>/milestones/<int:milestone>/", views.plan_done, name="plan_done"),
    path("plans/<uuid:pk>/milestones/<int:milestone>/proof/", views.plan_proof, name="plan_proof"),
    path("plans/<uuid:pk>/notes/", views.plan_note, name="plan_note"),
    path("plans/<uuid:pk>/state/", views.plan_state, name="plan_state"),
]
