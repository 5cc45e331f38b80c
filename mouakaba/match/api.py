"""The open API of MATCH, gathered from its rooms."""

from __future__ import annotations

from mouakaba.match.funding.api import router as funding

ROUTERS = (funding,)
