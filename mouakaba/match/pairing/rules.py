"""What a published count of people may say."""

from __future__ import annotations

FEWEST = 5  # a smaller count of people is not shown
