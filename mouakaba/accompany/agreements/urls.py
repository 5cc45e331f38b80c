"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.agreements import views

_ONE = "office/agreements/<uuid:pk>/"
urlpatterns = [
    path("agreements/", views.public_agreements, name="public_agreements"),
    path("office/agreements/", views.agreements, name="agreements"),
    path("office/agreements/new/", views.agreement_new, name="agreement_new"),
    path("office/agreements/health/", views.agreements_health, name="agreements_health"),
    path(_ONE, views.agreement_page, name="agreement_page"),
    path(f"{_ONE}edit/", views.agreement_edit, name="agreement_edit"),
    path(f"{_ONE}parts/", views.agreement_parts, name="agreement_parts"),
    path(f"{_ONE}amend/", views.agreement_amend, name="agreement_amend"),
    path(f"{_ONE}end/", views.agreement_end, name="agreement_end"),
    path(f"{_ONE}document/", views.agreement_document, name="agreement_document"),
    path(f"{_ONE}amendments/<int:number>/", views.agreement_document, name="amendment_document"),
    path(f"{_ONE}sheet/", views.agreement_sheet, name="agreement_sheet"),
    path(f"{_ONE}commitments/new/", views.commitment_new, name="commitment_new"),
    path(f"{_ONE}commitments/<int:number>/", views.commitment_page, name="commitment_page"),
    path(f"{_ONE}commitments/<int:number>/edit/", views.commitment_edit, name="commitment_edit"),
    path(f"{_ONE}commitments/<int:number>/<int:record>/", views.commitment_proof, name="commitment_proof"),
]
