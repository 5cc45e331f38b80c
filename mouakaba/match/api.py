"""The open API of MATCH, gathered from its rooms."""

from __future__ import annotations

from mouakaba.match.boards.api import router as boards
from mouakaba.match.bookings.api import router as bookings
from mouakaba.match.finding.api import router as finding
from mouakaba.match.funding.api import router as funding
from mouakaba.match.ideas.api import router as ideas

ROUTERS = (funding, ideas, finding, boards, bookings)
