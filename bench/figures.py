"""A million generated records: counting them, what one refresh costs, and dashboards; and a long report.

Run by ``script/bench figures [N]`` in the bench's own database; the records are left out again at the end.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

PROGRAMMES, RUNS = 20, 30
FEED = "applications"
FIRST = date(2020, 1, 1)


def invented(count: int, seed: int = 1) -> Iterator[Any]:
    """Records without persons, every dimension filled at random."""
    from mouakaba.kernel.indicators import Record

    rng = random.Random(seed)
    for index in range(count):
        programme = rng.randrange(PROGRAMMES)
        yield Record(
            FEED,
            str(index),
            f"bench-{programme}",
            f"bench-{programme}-{rng.randrange(3)}",
            kind=rng.choice(("submitted", "admitted", "selected", "not_selected")),
            region=f"MA-{rng.randint(1, 12):02}",
            sex=rng.choice(("female", "male", "")),
            age_band=rng.choice(("18-29", "30-44", "45-59", "60-plus")),
            area=rng.choice(("rural", "urban", "")),
            sector=rng.choice(("music", "stage", "film", "books", "media", "events", "heritage", "other")),
            day=FIRST + timedelta(days=rng.randrange(2190)),
        )


def timed(name: str, act: Any) -> Any:
    """Runs once and prints the seconds."""
    start = time.perf_counter()
    result = act()
    print(f"| {name} | {time.perf_counter() - start:.2f} s |", flush=True)
    return result


def told(name: str, times: list[float]) -> None:
    """Prints median and most of some milliseconds."""
    print(f"| {name} | median {statistics.median(times):.0f} ms, most {max(times):.0f} ms |", flush=True)


def boards() -> None:
    """Every kind of dashboard, RUNS times each, through the whole of Django."""
    from django.test import Client

    from mouakaba.observe.indicators.rules import BREAKDOWNS

    client = Client()
    for programme in ("", "bench-3"):
        times = []
        for _ in range(RUNS // len(BREAKDOWNS) + 1):
            for by in BREAKDOWNS:
                start = time.perf_counter()
                page = client.get("/fr/figures/dashboard/", {"figure": FEED, "by": by, "programme": programme})
                times.append(1000 * (time.perf_counter() - start))
                assert page.status_code == 200, page.status_code
        told(f"dashboard, {programme or 'all programmes'}", times)


def offices(person: Any) -> None:
    """The same for who runs every programme: all counts, filters by region and year."""
    from django.test import Client

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    times = []
    for turn in range(RUNS):
        wanted = {"figure": FEED, "by": "sex", "region": f"MA-{1 + turn % 12:02}", "year": str(2020 + turn % 6)}
        start = time.perf_counter()
        assert client.get("/fr/office/figures/", wanted if turn % 2 else {"figure": FEED}).status_code == 200
        times.append(1000 * (time.perf_counter() - start))
    told("office dashboard, 20 programmes", times)


def report(programme: Any, person: Any) -> None:
    """A report of more than a hundred pages, from freezing to PDF."""
    from io import BytesIO

    import pypdfium2

    from mouakaba.observe.dashboards.actions import ask_report, make_report, take_snapshot
    from mouakaba.observe.dashboards.models import Report

    def freeze() -> Any:
        return take_snapshot(programme=programme, name="Bench", region="MA-02", year=None, by=person)

    snapshot = timed("freezing one region of one programme", freeze)
    made = ask_report(snapshot=snapshot, language="ar", by=person)
    timed(f"its report ({len(snapshot.records)} lines)", lambda: make_report(report_id=made.pk))
    pages = len(pypdfium2.PdfDocument(BytesIO(bytes(Report.objects.get(pk=made.pk).pdf or b""))))
    print(f"| pages of the report | {pages} |")


def main(count: int) -> None:
    """Prints the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        measure(count)
        transaction.set_rollback(True)


def measure(count: int) -> None:
    """All of it, inside a transaction that is not kept."""
    from dataclasses import replace

    from django.db import connection

    from mouakaba.base.organisations.models import Organisation
    from mouakaba.base.people.models import Membership, Person
    from mouakaba.observe.indicators.actions import refresh_feed
    from mouakaba.observe.indicators.models import StoredCell
    from mouakaba.select.door import Programme

    person = Person.objects.create_user("bench@demo.example", "bench bench bench", name="DEMO Bench", is_demo=True)
    organisation = Organisation.objects.create(slug="bench-org", name={"en": "DEMO bench"}, is_demo=True)
    Membership.objects.create(person=person, organisation=organisation, role="officer")
    made = [
        Programme.objects.create(
            organisation=organisation, slug=f"bench-{index}", title={"en": f"DEMO {index}"}, is_demo=True
        )
        for index in range(PROGRAMMES)
    ]
    timed(f"first counting of {count:,} records", lambda: refresh_feed(FEED, lambda since: invented(count)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE observe_storedcell, observe_storedrecord")
    print(f"| cells | {StoredCell.objects.count():,} |")
    some = [replace(one, kind="withdrawn") for one in invented(1000)]
    timed("refresh after 1,000 changes", lambda: refresh_feed(FEED, lambda since: iter(some)))
    boards()
    offices(person)
    report(made[3], person)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
