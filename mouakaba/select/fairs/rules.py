"""Bounds of fairs, and where an exhibitor's form says what the plan needs."""

from __future__ import annotations

MOST_DAYS = 60
MOST_STANDS = 500  # added at once
MOST_PRICE = 1_000_000  # dirhams for a day
SHOWN = "shown"  # question: may the public page name the exhibitor
TYPE = "stand.type"  # fact: which type of stand is wished for
NAME = "organisation_name"  # question: what the exhibitor is called
