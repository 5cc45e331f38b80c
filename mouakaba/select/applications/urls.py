"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.applications import views

_ONE = "my/applications/<uuid:pk>/"

urlpatterns = [
    path("calls/", views.call_list, name="call_list"),
    path("calls/<slug:slug>/", views.call_page, name="call_page"),
    path("calls/<slug:slug>/apply/", views.apply, name="apply"),
    path("communes/", views.find_commune, name="find_commune"),
    path("receipts/", views.receipt_check, name="receipt_check"),
    path("receipts/<str:number>/", views.receipt_check, name="receipt_check_one"),
    path("my/", views.my, name="my"),
    path(_ONE, views.application_page, name="application_page"),
    path(f"{_ONE}sections/<str:code>/", views.section, name="application_section"),
    path(f"{_ONE}save/", views.save_field, name="application_save"),
    path(f"{_ONE}earlier/", views.earlier_texts, name="application_earlier"),
    path(f"{_ONE}files/<int:file_id>/", views.download_file, name="application_file"),
    path(f"{_ONE}review/", views.review, name="application_review"),
    path(f"{_ONE}receipt/", views.receipt_page, name="application_receipt"),
    path(f"{_ONE}receipt.pdf", views.receipt_pdf, name="application_receipt_pdf"),
    path(f"{_ONE}withdraw/", views.withdraw, name="application_withdraw"),
    path(f"{_ONE}papers/<int:request_id>/", views.answer_paper, name="application_paper"),
]
