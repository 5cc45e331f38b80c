"""What the rest of the house may ask of OBSERVE."""

from __future__ import annotations

from mouakaba.observe.indicators.actions import refresh_all
from mouakaba.observe.indicators.queries import reads_networks

__all__ = ["reads_networks", "refresh_all"]
