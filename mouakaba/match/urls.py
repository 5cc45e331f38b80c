"""Addresses of MATCH, gathered from its rooms."""

from __future__ import annotations

from mouakaba.match.boards.urls import urlpatterns as boards
from mouakaba.match.bookings.urls import urlpatterns as bookings
from mouakaba.match.cohorts.urls import urlpatterns as cohorts
from mouakaba.match.finding.urls import urlpatterns as finding
from mouakaba.match.founding.urls import urlpatterns as founding
from mouakaba.match.funding.urls import urlpatterns as funding
from mouakaba.match.gaps.urls import urlpatterns as gaps
from mouakaba.match.ideas.urls import urlpatterns as ideas
from mouakaba.match.introductions.urls import urlpatterns as introductions
from mouakaba.match.listings.urls import urlpatterns as listings
from mouakaba.match.schools.urls import urlpatterns as schools
from mouakaba.match.searches.urls import urlpatterns as searches
from mouakaba.match.skills.urls import urlpatterns as skills
from mouakaba.match.trades.urls import urlpatterns as trades

urlpatterns = [
    *skills,
    *listings,
    *gaps,
    *schools,
    *introductions,
    *searches,
    *funding,
    *finding,
    *trades,
    *cohorts,
    *ideas,
    *founding,
    *bookings,
    *boards,
]
