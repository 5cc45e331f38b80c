"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.observe.dashboards import views

urlpatterns = [
    path("figures/dashboard/", views.dashboard, name="dashboard"),
    path("figures/records/<str:indicator>/", views.records, name="figure_records"),
    path("office/figures/", views.office_dashboard, name="office_figures"),
    path("office/figures/records/<str:indicator>/", views.office_records, name="office_figure_records"),
    path("office/figures/snapshots/", views.snapshots, name="snapshots"),
    path("office/figures/snapshots/<uuid:snapshot_id>/", views.snapshot, name="snapshot"),
    path("office/figures/snapshots/<uuid:snapshot_id>/figures.xlsx", views.snapshot_sheet, name="snapshot_sheet"),
    path("office/figures/snapshots/<uuid:snapshot_id>/report/", views.report_ask, name="report_ask"),
    path("office/figures/reports/<uuid:report_id>/", views.report, name="report"),
    path("office/figures/reports/<uuid:report_id>/report.pdf", views.report_pdf, name="report_pdf"),
]
