"""Reports made in the background."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mouakaba.observe.dashboards.actions import MAKE, make_report


@app.task(name=MAKE, retry=RetryStrategy(max_attempts=3, wait=10))
def make(report_id: str) -> None:
    """Makes a report; a second run changes nothing."""
    make_report(report_id=UUID(report_id))
