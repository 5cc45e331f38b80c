"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.certificates import views

urlpatterns = [
    path("office/cohorts/<uuid:pk>/certificates/", views.cohort_certificates, name="cohort_certificates"),
    path("my/certificates/", views.my_certificates, name="my_certificates"),
    path("my/certificates/<uuid:pk>/name/", views.my_certificate_name, name="my_certificate_name"),
    path("my/certificates/<uuid:pk>/<slug:language>/", views.my_certificate_paper, name="my_certificate_paper"),
    path("certificates/<str:code>/", views.certificate_check, name="certificate_check"),
]
