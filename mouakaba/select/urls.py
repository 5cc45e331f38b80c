"""Addresses of SELECT, gathered from its rooms."""

from __future__ import annotations

from mouakaba.select.applications.urls import urlpatterns as applications
from mouakaba.select.calls.urls import urlpatterns as calls
from mouakaba.select.eligibility.urls import urlpatterns as eligibility
from mouakaba.select.fairs.urls import urlpatterns as fairs
from mouakaba.select.programmes.urls import urlpatterns as programmes
from mouakaba.select.review.urls import urlpatterns as review
from mouakaba.select.screening.urls import urlpatterns as screening
from mouakaba.select.selection.urls import urlpatterns as selection
from mouakaba.select.sheets.urls import urlpatterns as sheets

urlpatterns = [
    *applications,
    *eligibility,
    *programmes,
    *calls,
    *screening,
    *sheets,
    *review,
    *selection,
    *fairs,
]
