"""Addresses of the base engine."""

from __future__ import annotations

from django.urls import path

from mouakaba.base.clock import views as clock
from mouakaba.base.people import views as people

urlpatterns = [
    path("my/profile/", people.profile, name="profile"),
    path("my/data/", people.my_data, name="my_data"),
    path("my/data/export/", people.export_data, name="export_data"),
    path("my/data/erase/", people.erase_data, name="erase_data"),
    path("privacy/", people.privacy, name="privacy"),
    path("demo/clock/", clock.demo_clock, name="demo_clock"),
]
