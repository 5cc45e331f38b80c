"""What each page weighs: bytes over the wire, queries, and milliseconds, with thousands of applications.

Run by ``script/bench pages [N]``: adds invented applications until Kawaliss 2 has N (5,000), then reads every page as
its person would. Writes its table into ``docs/benchmarks.md``.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PIECES = ("base/house.css", "base/house.js", "django_htmx/htmx-2.min.js")
PAGES = {
    "": ["/ar/", "/ar/calls/", "/ar/calls/kawaliss-2/", "/ar/calls/kawaliss-2/check/"],
    "applicant@demo.example": ["/ar/my/"],
    "demo-juror-01@demo.example": ["/ar/jury/"],
    "officer@demo.example": [
        "/ar/office/",
        "/ar/office/calls/kawaliss-2/",
        "/ar/office/calls/kawaliss-2/applications/",
        "/ar/office/calls/kawaliss-2/jury/",
        "/ar/office/calls/kawaliss-2/selection/",
    ],
}


def main(count: int = 5000) -> None:
    """Prepares the rows, measures, prints and records."""
    _prepare(count)
    rows = [_measure(person, path) for person, paths in PAGES.items() for path in paths]
    static = sum(_wire_size(piece) for piece in PIECES)
    lines = ["| page | person | bytes | first visit, bytes | queries | median ms |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{path}` | {person.split('@')[0] or 'anybody'} | {size} | {size + static} | {queries} | {ms:.0f} |"
        for path, person, size, queries, ms in rows
    ]
    _record("pages", [f"{count} applications to Kawaliss 2; static pieces {static} bytes (brotli).", "", *lines])
    sys.stdout.write("\n".join(lines) + "\n")


def _prepare(count: int) -> None:
    os.environ["MOUAKABA_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from mouakaba.select.models import Application

    call_command("demo", "load", stdout=open(os.devnull, "w"))  # noqa: SIM115  (closed with the process)
    missing = count - Application.objects.filter(call__slug="kawaliss-2").count()
    if missing > 0:
        call_command("demo", "applications", "--count", str(missing))


def _measure(email: str, path: str) -> tuple[str, str, int, int, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from mouakaba.base.people.models import Person

    client = Client(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
    if email:
        client.force_login(Person.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return path, email, len(response.content), len(queries), _median_ms(client, path)


def _median_ms(client: Any, path: str) -> float:
    times = []
    for _turn in range(7):
        start = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _wire_size(piece: str) -> int:
    """Bytes of a static piece as a browser that reads brotli gets it."""
    from django.conf import settings
    from django.contrib.staticfiles.storage import staticfiles_storage

    hashed: str = staticfiles_storage.stored_name(piece)  # type: ignore[attr-defined]
    path = Path(settings.STATIC_ROOT) / hashed
    packed = path.with_name(path.name + ".br")
    return (packed if packed.exists() else path).stat().st_size


def _record(name: str, lines: list[str]) -> None:
    page = ROOT / "docs/benchmarks.md"
    text = page.read_text() if page.exists() else "# Benchmarks\n"
    block = f"<!-- {name} -->\n" + "\n".join(lines) + f"\n<!-- /{name} -->"
    pattern = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
    page.write_text(pattern.sub(lambda _found: block, text) if pattern.search(text) else f"{text}\n{block}\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
