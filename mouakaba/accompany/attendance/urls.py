"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.attendance import views

urlpatterns = [
    path("office/sessions/<uuid:pk>/attendance/", views.attendance, name="attendance"),
    path("office/sessions/<uuid:pk>/attendance/worker.js", views.attendance_worker, name="attendance_worker"),
    path("office/sessions/<uuid:pk>/list/<slug:language>/", views.attendance_list, name="attendance_list"),
    path("office/sessions/<uuid:pk>/sheet/", views.attendance_sheet, name="attendance_sheet"),
    path("office/sessions/<uuid:pk>/import/", views.attendance_import, name="attendance_import"),
    path("office/sessions/<uuid:pk>/signed/", views.attendance_picture, name="attendance_picture"),
    path("office/sessions/<uuid:pk>/signed/<int:sheet>/", views.attendance_signed, name="attendance_signed"),
    path("my/badge/", views.my_badge, name="my_badge"),
    path("my/badge/picture/", views.my_badge_picture, name="my_badge_picture"),
]
