"""Bounds, usual terms and the words' codes of sites, spaces and stays."""

from __future__ import annotations

from decimal import Decimal

# Months from the beginning of a stay, and centimes for a square metre and a month: 50 DH, doubled after 18 months, as
# published of the first site (https://fr.le360.ma/economie/technopark-ses-reussites-et-ses-projets-40701).
USUAL_PLAN = ((0, 50_00), (18, 100_00))
BY_SEAT = ("coworking",)  # kinds of space let by the seat; all others are let to one at a time
WARN_STEP_DAYS = 60  # before a rent changes
WARN_END_DAYS = 90  # before a stay ends
MOST_STEPS = 6
MOST_RATE = 10_000_00  # centimes for a unit and a month
MOST_AREA = Decimal(100_000)  # square metres of one space
MOST_SEATS = 2_000
MOST_PRIORITY = 9
MONTHS_SHOWN = 24  # of occupancy
TENANTS_FOR = "waiting_list"  # what a kind of call whose chosen ones come here says in `then`
