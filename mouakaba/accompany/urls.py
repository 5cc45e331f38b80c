"""Addresses of ACCOMPANY, gathered from its rooms."""

from __future__ import annotations

from mouakaba.accompany.expansion.urls import urlpatterns as expansion
from mouakaba.accompany.spaces.urls import urlpatterns as spaces

urlpatterns = [*spaces, *expansion]
