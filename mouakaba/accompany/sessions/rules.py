"""Bounds of a session, and when things are told."""

from __future__ import annotations

from datetime import timedelta

ZONE = "Africa/Casablanca"
MOST_HOURS = 24 * 14  # of one session
MOST_SEATS = 5000
REMIND = timedelta(hours=36)  # before the beginning
AROUND = timedelta(hours=2)  # before and after a session in which a badge is read within its hours
INDIVIDUAL_KINDS = ("coaching",)  # cannot be collective
