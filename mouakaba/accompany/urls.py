"""Addresses of ACCOMPANY, gathered from its rooms."""

from __future__ import annotations

from mouakaba.accompany.agreements.urls import urlpatterns as agreements
from mouakaba.accompany.attendance.urls import urlpatterns as attendance
from mouakaba.accompany.certificates.urls import urlpatterns as certificates
from mouakaba.accompany.coaching.urls import urlpatterns as coaching
from mouakaba.accompany.cohorts.urls import urlpatterns as cohorts
from mouakaba.accompany.cooperatives.urls import urlpatterns as cooperatives
from mouakaba.accompany.expansion.urls import urlpatterns as expansion
from mouakaba.accompany.fairs.urls import urlpatterns as fairs
from mouakaba.accompany.followup.urls import urlpatterns as followup
from mouakaba.accompany.funding.urls import urlpatterns as funding
from mouakaba.accompany.news.urls import urlpatterns as news
from mouakaba.accompany.sessions.urls import urlpatterns as sessions
from mouakaba.accompany.spaces.urls import urlpatterns as spaces

urlpatterns = [
    *cohorts,
    *sessions,
    *attendance,
    *coaching,
    *certificates,
    *spaces,
    *expansion,
    *agreements,
    *funding,
    *followup,
    *fairs,
    *news,
    *cooperatives,
]
