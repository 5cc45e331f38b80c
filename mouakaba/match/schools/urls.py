"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.schools import views

urlpatterns = [
    path("office/schools/", views.school_agreements, name="school_agreements"),
    path("office/schools/new/", views.school_agreement_new, name="school_agreement_new"),
    path("office/schools/<int:pk>/", views.school_page, name="school_page"),
    path("office/schools/<int:pk>/edit/", views.school_agreement_edit, name="school_agreement_edit"),
    path("office/schools/<int:pk>/renew/", views.school_agreement_renew, name="school_agreement_renew"),
    path("office/schools/<int:pk>/end/", views.school_agreement_end, name="school_agreement_end"),
    path("office/schools/<int:pk>/document/", views.school_document, name="school_document"),
    path("office/schools/<int:pk>/remind/", views.school_remind, name="school_remind"),
    path("my/schools/", views.my_schools, name="my_schools"),
    path("my/schools/<int:pk>/", views.school_answer, name="my_school_answer"),
    path("schools/no/<str:letter>/", views.school_refusal, name="school_refusal"),
]
