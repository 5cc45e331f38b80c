"""Addresses of ACCOMPANY, gathered from its rooms."""

from __future__ import annotations

from mouakaba.accompany.attendance.urls import urlpatterns as attendance
from mouakaba.accompany.certificates.urls import urlpatterns as certificates
from mouakaba.accompany.coaching.urls import urlpatterns as coaching
from mouakaba.accompany.cohorts.urls import urlpatterns as cohorts
from mouakaba.accompany.fairs.urls import urlpatterns as fairs
from mouakaba.accompany.followup.urls import urlpatterns as followup
from mouakaba.accompany.news.urls import urlpatterns as news
from mouakaba.accompany.sessions.urls import urlpatterns as sessions

urlpatterns = [*cohorts, *sessions, *attendance, *coaching, *certificates, *followup, *fairs, *news]
