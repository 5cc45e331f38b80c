"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.fairs import views

urlpatterns = [
    path("fairs/", views.fairs, name="fairs"),
    path("cohorts/<uuid:pk>/fairs/", views.cohort_fairs, name="cohort_fairs"),
    path("my/fairs/", views.my_fairs, name="my_fairs"),
    path("fairs/visits/<uuid:pk>/", views.fair_visit, name="fair_visit"),
    path("fairs/visits/<uuid:pk>/orders/", views.fair_order, name="fair_order"),
    path("fairs/visits/<uuid:pk>/orders/<int:order>/remove/", views.fair_order_remove, name="fair_order_remove"),
    path("fairs/visits/<uuid:pk>/confirm/", views.fair_confirm, name="fair_confirm"),
    path("office/fairs/", views.office_fairs, name="office_fairs"),
    path("office/fairs/new/", views.fair_new, name="fair_new"),
    path("office/fairs/<uuid:pk>/", views.office_fair, name="office_fair"),
    path("office/fairs/<uuid:pk>/edit/", views.fair_edit, name="fair_edit"),
]
