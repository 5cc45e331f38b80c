"""Bounds of markets with offers and needs."""

from __future__ import annotations

from decimal import Decimal

MOST_TITLE = 150
MOST_TEXT = 5000
MOST_REASON = 500
MOST_AVOIDED = 50  # organisations a listing names as those it is in conflict with
MOST_QUANTITY = Decimal(10) ** 9
MOST_PRICE = Decimal(10) ** 6  # dirhams for one unit
MOST_PROPOSED = 50  # pairs on the broker's page
