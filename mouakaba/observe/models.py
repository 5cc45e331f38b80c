"""The tables of the observe engine, gathered from its rooms for Django."""

from mouakaba.observe.dashboards.models import Report, Snapshot
from mouakaba.observe.indicators.models import FeedMark, StoredCell, StoredMargin, StoredRecord
from mouakaba.observe.opendata.models import DirectoryEntry

__all__ = ["DirectoryEntry", "FeedMark", "Report", "Snapshot", "StoredCell", "StoredMargin", "StoredRecord"]
