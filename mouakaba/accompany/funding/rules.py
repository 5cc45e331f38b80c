"""Bounds of what is typed about grants, and when people are reminded."""

from __future__ import annotations

REMIND_BEFORE = 14  # days before a tranche is due, for the beneficiary whose proof is missing
MOST_TEXT = 1_000
MOST_TRANCHES = 12
SHOWN = 20  # rows a page
FEWEST = 5  # organisations in a public count; fewer are not told
FIGURES = ("cooperatives-supported", "cooperatives-support")  # as published, beside what is counted here
