"""The open API of OBSERVE, gathered from its rooms."""

from __future__ import annotations

from ninja import Router

from mouakaba.observe.indicators.api import router as figures
from mouakaba.observe.opendata.api import router as opendata

ROUTERS: tuple[Router, ...] = (figures, opendata)
