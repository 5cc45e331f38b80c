"""Small counts stay hidden, directly and by taking shown counts from the whole: every small table is tried."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from mouakaba.match.gaps.rules import publishable
from mouakaba.match.pairing.rules import FEWEST

REGIONS = ("a", "b", "c")
MOST = 8  # people of a region in the tables that are tried


def test_no_table_tells_a_hidden_region_more_than_that_it_is_hidden() -> None:
    """Whoever knows the rule and sees what is published can still take a hidden region for anything below FEWEST."""
    tables = list(product(range(MOST), repeat=len(REGIONS) + 1))  # the last: people who show no region
    behind: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for table in tables:
        everywhere, shown = publishable(sum(table), dict(zip(REGIONS, table[:-1], strict=True)))
        behind[everywhere, tuple(sorted(shown.items()))].append(table)
    for (everywhere, shown), possible in behind.items():
        if everywhere is not None and everywhere > MOST:
            continue  # tables of this total are cut off by MOST, and would look as if they told more
        for place, region in enumerate(REGIONS):
            if region not in dict(shown):
                assert {0, 1, 2, 3, 4} <= {table[place] for table in possible}, (everywhere, shown, region)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=12), st.integers(0, 40))
def test_what_is_left_is_never_small(by_region: dict[str, int], elsewhere: int) -> None:
    total = sum(by_region.values()) + elsewhere
    everywhere, shown = publishable(total, by_region)
    assert everywhere == (total if total >= FEWEST else None)
    assert all(by_region[region] == count >= FEWEST for region, count in shown.items())
    assert not shown or total - sum(shown.values()) >= FEWEST
    hidden = [count for region, count in by_region.items() if region not in shown and count >= FEWEST]
    assert len(hidden) <= (0 if total - sum(by_region.values()) >= FEWEST else 1) or total < FEWEST
