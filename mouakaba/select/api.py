"""The open API of SELECT, gathered from its rooms."""

from __future__ import annotations

from mouakaba.select.fairs.api import router as fairs

ROUTERS = (fairs,)
