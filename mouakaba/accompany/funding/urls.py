"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.funding import views

_ONE, _MINE = "office/grants/<uuid:pk>/", "my/grants/<uuid:pk>/"
urlpatterns = [
    path("support/", views.public_support, name="public_support"),
    path("office/support/", views.support_register, name="support_register"),
    path("office/grants/", views.grants, name="grants"),
    path("office/grants/new/", views.grant_new, name="grant_new"),
    path(_ONE, views.grant_page, name="grant_page"),
    path(f"{_ONE}edit/", views.grant_edit, name="grant_edit"),
    path(f"{_ONE}tranches/", views.grant_tranche, name="grant_tranche"),
    path(f"{_ONE}split/", views.grant_split, name="grant_split"),
    path(f"{_ONE}refunds/", views.grant_refund, name="grant_refund"),
    path(f"{_ONE}tranches/<int:number>/payments/", views.grant_pay, name="grant_pay"),
    path(f"{_ONE}proofs/<int:proof>/", views.grant_proof, name="grant_proof"),
    path(f"{_ONE}proofs/<int:proof>/answer/", views.grant_proof_answer, name="grant_proof_answer"),
    path(f"{_ONE}parts/<int:part>/", views.grant_part_proof, name="grant_part_proof"),
    path(f"{_ONE}parts/<int:part>/verify/", views.grant_verify, name="grant_verify"),
    path(f"{_ONE}doubles/<int:double>/", views.grant_double, name="grant_double"),
    path("my/grants/", views.my_grants, name="my_grants"),
    path(_MINE, views.my_grant, name="my_grant"),
    path(f"{_MINE}parts/", views.my_grant_part, name="my_grant_part"),
    path(f"{_MINE}proofs/<int:proof>/", views.my_grant_file, name="my_grant_file"),
    path(f"{_MINE}tranches/<int:number>/", views.my_grant_proof, name="my_grant_proof"),
]
