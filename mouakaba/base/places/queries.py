"""Named reads of places, kept in memory: they change only when a release of the official codes is loaded."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mouakaba.base.places.models import Commune, Region


@lru_cache(maxsize=1)
def region_names() -> dict[str, dict[str, str]]:
    """Names by region code."""
    return dict(Region.objects.values_list("code", "name"))


@lru_cache(maxsize=1)
def commune_rows() -> dict[str, dict[str, Any]]:
    """``{code: {"name", "milieu", "region", "province"}}`` for every commune."""
    rows = Commune.objects.values("code", "name", "milieu", "region_id", "province__name")
    return {
        row["code"]: {
            "name": row["name"],
            "milieu": row["milieu"],
            "region": row["region_id"],
            "province": row["province__name"],
        }
        for row in rows
    }


def forget_places() -> None:
    """Drops what is kept in memory, after a load."""
    region_names.cache_clear()
    commune_rows.cache_clear()
