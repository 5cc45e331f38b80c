"""Dashboards, the records behind their numbers, snapshots and reports."""

from mouakaba.observe.dashboards.views.boards import dashboard, office_dashboard, office_records, records
from mouakaba.observe.dashboards.views.frozen import report, report_ask, report_pdf, snapshot, snapshot_sheet, snapshots

__all__ = [
    "dashboard",
    "office_dashboard",
    "office_records",
    "records",
    "report",
    "report_ask",
    "report_pdf",
    "snapshot",
    "snapshot_sheet",
    "snapshots",
]
