"""What the rest of the house may ask of OBSERVE."""

from __future__ import annotations

from mouakaba.observe.indicators.actions import refresh_all
from mouakaba.observe.indicators.queries import connect_feed

__all__ = ["connect_feed", "refresh_all"]
