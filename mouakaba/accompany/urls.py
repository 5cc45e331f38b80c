"""Addresses of ACCOMPANY, gathered from its rooms."""

from __future__ import annotations

from mouakaba.accompany.agreements.urls import urlpatterns as agreements
from mouakaba.accompany.funding.urls import urlpatterns as funding

urlpatterns = [*agreements, *funding]
