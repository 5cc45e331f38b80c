"""A million generated records: counting them, what one refresh costs, and dashboards; and a long report.

Run by ``script/bench figures [N]`` in the bench's own database; the records are left out again at the end.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

from bench.markets import backend, ticks

PROGRAMMES, RUNS = 20, 30
FEED = "applications"


def fill(count: int) -> None:
    """Records without persons, every dimension at random, written by the database itself."""
    from django.db import connection

    def one_of(*values: str) -> str:
        listed = ",".join(f"'{value}'" for value in values)
        return f"(ARRAY[{listed}])[1 + floor(random() * {len(values)})::int]"

    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            f"""
            INSERT INTO observe_storedrecord
                (feed, key, programme, edition, kind, region, sex, age_band, area, sector, day, year, amount)
            SELECT '{FEED}', n::text, 'bench-' || n % {PROGRAMMES}, 'bench-' || n % {PROGRAMMES} || '-' || n % 3,
                {one_of("submitted", "admitted", "selected", "not_selected")},
                'MA-' || lpad((1 + floor(random() * 12))::text, 2, '0'), {one_of("female", "male", "")},
                {one_of("18-29", "30-44", "45-59", "60-plus")}, {one_of("rural", "urban", "")},
                {one_of("music", "stage", "film", "books", "media", "events", "heritage", "other")},
                make_date(2020 + (n / 7) % 6, 1 + n % 12, 1), 2020 + (n / 7) % 6, 0
            FROM generate_series(1, {count}) AS n
            """
        )


def changed(count: int) -> Iterator[Any]:
    """Some of them, withdrawn since."""
    from dataclasses import fields

    from mouakaba.kernel.indicators import Record
    from mouakaba.observe.indicators.models import StoredRecord

    names = [field.name for field in fields(Record)]
    for row in StoredRecord.objects.filter(feed=FEED).values(*names)[:count]:
        yield Record(**{**row, "kind": "withdrawn"})


def spent() -> float:
    """CPU seconds so far, of this process and of the database's that serves it."""
    from django.db import connection

    return time.process_time() + ticks(backend(connection)) / 1000


def timed(name: str, act: Any) -> Any:
    """Runs once and prints the seconds, by the clock and of CPU."""
    start, before = time.perf_counter(), spent()
    result = act()
    print(f"| {name} | {time.perf_counter() - start:.2f} s | {spent() - before:.2f} CPU s |", flush=True)
    return result


def told(name: str, times: Mapping[str, tuple[float, float]]) -> None:
    """Prints median and most of some milliseconds, and the first page, which reads templates and words."""
    for what, place in (("clock", 0), ("CPU", 1)):
        taken = {page: both[place] for page, both in times.items()}
        first, *rest = taken.values()
        slowest = max(list(taken)[1:], key=lambda page: taken[page])
        most = (
            f"median {statistics.median(rest):.0f} ms, most {taken[slowest]:.0f} ms ({slowest}), first {first:.0f} ms"
        )
        print(f"| {name}, {what} | {most} |", flush=True)


def opened(client: Any, path: str, asked: Mapping[str, str]) -> tuple[float, float]:
    """Milliseconds of one page, by the clock and of CPU."""
    start, before = time.perf_counter(), spent()
    page = client.get(path, asked)
    assert page.status_code == 200, page.status_code
    return 1000 * (time.perf_counter() - start), 1000 * (spent() - before)


def boards() -> None:
    """Every kind of dashboard, RUNS times each, through the whole of Django."""
    from django.test import Client

    from mouakaba.observe.indicators.rules import BREAKDOWNS

    client = Client()
    for programme in ("", "bench-3"):
        times = {}
        for turn in range(RUNS // len(BREAKDOWNS) + 1):
            for by in BREAKDOWNS:
                asked = {"figure": FEED, "by": by, "programme": programme}
                times[f"{by} {turn}"] = opened(client, "/fr/figures/dashboard/", asked)
        told(f"dashboard, {programme or 'all programmes'}", times)


def offices(person: Any) -> None:
    """The same for who runs every programme: all counts, filters by region and year."""
    from django.test import Client

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    times = {}
    for turn in range(RUNS):
        wanted = {"figure": FEED, "by": "sex", "region": f"MA-{1 + turn % 12:02}", "year": str(2020 + turn % 6)}
        asked = wanted if turn % 2 else {"figure": FEED}
        times[f"{'filtered' if turn % 2 else 'whole'} {turn}"] = opened(client, "/fr/office/figures/", asked)
    told("office dashboard, 20 programmes", times)
    behind = {
        str(turn): opened(client, f"/fr/office/figures/records/{FEED}/", {"page": str(turn)}) for turn in range(1, 9)
    }
    told("records behind a number, by pages", behind)


def report(programme: Any, person: Any) -> None:
    """A report of more than a hundred pages, from freezing to PDF."""
    from io import BytesIO

    import pypdfium2

    from mouakaba.observe.dashboards.actions import ask_report, make_report, take_snapshot
    from mouakaba.observe.dashboards.models import Report

    def freeze() -> Any:
        return take_snapshot(programme=programme, name="Bench", region="", year=None, by=person)

    snapshot = timed("freezing one programme", freeze)
    made = ask_report(snapshot=snapshot, language="ar", by=person)
    timed(f"its report ({len(snapshot.records)} lines)", lambda: make_report(report_id=made.pk))
    pages = len(pypdfium2.PdfDocument(BytesIO(bytes(Report.objects.get(pk=made.pk).pdf or b""))))
    print(f"| pages of the report | {pages} |")


def main(count: int) -> None:
    """Prints the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    import mouakaba.site.wsgi  # noqa: F401 - a process that is as ready as one that serves

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        measure(count)
        transaction.set_rollback(True)


def measure(count: int) -> None:
    """All of it, inside a transaction that is not kept."""
    from django.db import connection

    from mouakaba.base.clock.queries import now
    from mouakaba.base.organisations.models import Organisation
    from mouakaba.base.people.models import Membership, Person
    from mouakaba.base.places.actions import load_places
    from mouakaba.base.places.queries import forget_places
    from mouakaba.observe.indicators.actions import count_again, refresh_feed
    from mouakaba.observe.indicators.models import FeedMark, StoredCell
    from mouakaba.observe.indicators.rules import declarations_digest
    from mouakaba.select.door import Programme

    load_places()
    forget_places()
    person = Person.objects.create_user("bench@demo.example", "bench bench bench", name="DEMO Bench", is_demo=True)
    organisation = Organisation.objects.create(slug="bench-org", name={"en": "DEMO bench"}, is_demo=True)
    Membership.objects.create(person=person, organisation=organisation, role="officer")
    made = [
        Programme.objects.create(
            organisation=organisation, slug=f"bench-{index}", title={"en": f"DEMO {index}"}, is_demo=True
        )
        for index in range(PROGRAMMES)
    ]
    fill(count)
    timed(f"counting every cell anew from {count:,} records", lambda: count_again(FEED))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE observe_storedcell, observe_storedrecord")
    print(f"| cells | {StoredCell.objects.count():,} |", flush=True)
    FeedMark.objects.create(feed=FEED, read_to=now(), declarations=declarations_digest(), refreshed_at=now())
    some = list(changed(1000))
    timed("refresh after 1,000 changes", lambda: refresh_feed(FEED, lambda since: iter(some)))
    boards()
    offices(person)
    report(made[3], person)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
