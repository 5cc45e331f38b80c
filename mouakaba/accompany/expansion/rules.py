"""What a region is compared by, and with which weights unless the reader says otherwise."""

from __future__ import annotations

CRITERIA = ("potential", "gdp", "partners")
# Ours: the sources name the criteria and their order (request, potential, share of GDP), and no weights.
USUAL_WEIGHTS = {"potential": 50, "gdp": 30, "partners": 20}
MOST_WEIGHT = 100
BEST_MARK = 5
REQUEST = "request"  # the condition: without the region's request there is no rank
