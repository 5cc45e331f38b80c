"""The open API of MATCH, gathered from its rooms."""

from __future__ import annotations

from mouakaba.match.finding.api import router as finding
from mouakaba.match.funding.api import router as funding
from mouakaba.match.ideas.api import router as ideas

ROUTERS = (funding, ideas, finding)
