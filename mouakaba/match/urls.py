"""Addresses of MATCH, gathered from its rooms."""

from __future__ import annotations

from mouakaba.match.funding.urls import urlpatterns as funding
from mouakaba.match.introductions.urls import urlpatterns as introductions
from mouakaba.match.listings.urls import urlpatterns as listings
from mouakaba.match.pairing.urls import urlpatterns as pairing
from mouakaba.match.schools.urls import urlpatterns as schools
from mouakaba.match.skills.urls import urlpatterns as skills

urlpatterns = [*skills, *listings, *pairing, *schools, *introductions, *funding]
