"""What the rest of the house may ask of OBSERVE."""

from __future__ import annotations

from mouakaba.observe.indicators.actions import refresh_all

__all__ = ["refresh_all"]
