"""Bounds of news."""

from __future__ import annotations

from datetime import timedelta

CODE = "news"  # of the topic of letters
CONFIRM_WITHIN = timedelta(days=7)
LATEST = 30  # of the feed
MOST_TEXT = 20_000
