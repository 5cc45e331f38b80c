"""Bounds of the bank, and what a state allows."""

from __future__ import annotations

MOST_TEXT = 3000  # characters of one text in one language
MOST_STORY = 1500
MOST_DIRHAMS = 1_000_000_000
MOST_TAKERS = 50
SIMILAR = 4
BANDS = (10_000, 50_000, 100_000, 300_000, 1_000_000)  # dirhams: the steps of the filter by cost
# What a cooperative pays for before it starts, and each month: the lines of a plan.
COSTS = (
    "equipment", "works", "papers", "training", "supplies", "packaging", "transport", "wages", "rent", "energy",
    "selling", "other",
)  # fmt: skip
# The map: units a degree, its corner in the north-west, its size, and where names stand that are not west.
DEGREE = 20
CORNER = (36.2, -16.7)
MAP_SIZE = (350, 306)
NAMES_EAST = frozenset({"MA-02", "MA-05", "MA-08", "MA-11", "MA-12"})
NAMES_BELOW = frozenset({"MA-03"})
TEXTS = ("problem", "model", "features", "permits", "partners")
SEARCHED = ("title", *TEXTS)
BRANCHES = {  # the branch by which instruments of funding know a sector
    "culture_crafts": "crafts", "ict": "digital", "food_farming": "agriculture", "renewable_energy": "industry",
    "waste_recycling": "industry", "management": "services", "finance": "services", "marketing": "trade",
    "tourism": "tourism", "construction": "other",
}  # fmt: skip
