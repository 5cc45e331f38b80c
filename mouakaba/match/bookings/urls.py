"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.bookings import views

urlpatterns = [
    path("logistics/", views.logistics, name="logistics"),
    path("logistics/<int:pk>/", views.capacity, name="capacity"),
    path("office/logistics/", views.logistics_office, name="logistics_office"),
    path("office/logistics/new/", views.capacity_new, name="capacity_new"),
    path("office/logistics/<int:pk>/edit/", views.capacity_edit, name="capacity_edit"),
    path("office/logistics/<int:pk>/windows/", views.capacity_windows, name="capacity_windows"),
    path("office/logistics/windows/<int:pk>/close/", views.window_close, name="window_close"),
    path("office/bookings/<uuid:pk>/cancel/", views.booking_cancel, name="booking_cancel"),
]
