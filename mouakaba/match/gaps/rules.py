"""What published counts of people may say."""

from __future__ import annotations

from collections.abc import Mapping

from mouakaba.match.pairing.rules import FEWEST

TREND_DAYS = 90
KEPT_SECONDS = 600  # counts are made again after this


def publishable(everywhere: int, by_region: Mapping[str, int]) -> tuple[int | None, dict[str, int]]:
    """Of the people who have a skill: the count everywhere and those of regions that may be shown.

    A count below FEWEST is not shown, nor one that would tell it: what is left when the shown regions are taken from
    the count everywhere is always FEWEST at least, so that it says nothing of a single region that is not shown.
    """
    if everywhere < FEWEST:
        return None, {}
    shown = {region: count for region, count in by_region.items() if count >= FEWEST}
    if shown and everywhere - sum(shown.values()) < FEWEST:
        del shown[min(shown, key=lambda region: (shown[region], region))]
    return everywhere, shown
