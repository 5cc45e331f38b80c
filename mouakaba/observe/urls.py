"""Addresses of OBSERVE, gathered from its rooms."""

from __future__ import annotations

from mouakaba.observe.dashboards.urls import urlpatterns as dashboards
from mouakaba.observe.indicators.urls import urlpatterns as indicators
from mouakaba.observe.opendata.urls import urlpatterns as opendata

urlpatterns = [*indicators, *dashboards, *opendata]
