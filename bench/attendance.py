"""How long 5,000 offline scans take to be merged: `python -m bench.attendance [SCANS]`, in a database of its own.

Ten phones hold the scans of 1,000 people; portions of 500 arrive in any order, a third of them twice, clocks wrong.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

PEOPLE, PHONES, PORTION = 1000, 10, 500


def main(scans: int = 5000) -> None:
    """Prints the two lines of the table: the kernel alone, and through the product's action."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        measure(scans)
    finally:
        runner.teardown_databases(databases)


def measure(count: int) -> None:
    """Makes the session, sends the portions, says how long it took and that nothing was lost or doubled."""
    from mouakaba.accompany.attendance.actions import take_scans
    from mouakaba.accompany.models import Scan
    from mouakaba.base.clock.queries import now
    from mouakaba.kernel import attendance as kernel

    rng = random.Random(1)
    session, codes, officer = stage()
    portions = sendings(rng, codes, count, now())
    started = time.perf_counter()
    merged = kernel.merge(*([kernel.Scan(str(s.id), s.badge, s.device_at) for s in rows] for _drift, rows in portions))
    middle = time.perf_counter()
    for drift, rows in portions:
        present = take_scans(session=session, scans=rows, sent_at=now() + drift, by=officer)
    ended = time.perf_counter()
    kept = Scan.objects.count()
    sent = sum(len(rows) for _drift, rows in portions)
    sys.stdout.write(
        f"kernel: {sent} scans of {len(merged)} ids in {middle - started:.2f} s\n"
        f"product: {sent} scans in {len(portions)} sendings in {ended - middle:.2f} s; "
        f"{kept} kept, {present} people present\n"
    )
    if (kept, present) != (count, len({scan.badge for scan in merged})):
        raise SystemExit("a scan was lost or counted twice")


def stage() -> tuple[Any, list[str], Any]:
    """An organisation, a session of now, people with badges on its list."""
    from mouakaba.accompany import door
    from mouakaba.accompany.models import Badge, Registration
    from mouakaba.base.clock.queries import now
    from mouakaba.base.organisations.models import Organisation
    from mouakaba.base.people.models import Person
    from mouakaba.select import door as select

    officer = Person.objects.create(email="officer@demo.example", name="DEMO", is_demo=True)
    organisation = Organisation.objects.create(slug="demo", name={"en": "DEMO"}, is_demo=True)
    programme = select.create_programme(organisation=organisation, slug="demo", title={"en": "DEMO"}, by=None)
    times = {"starts_at": now() - timedelta(hours=1), "ends_at": now() + timedelta(hours=1)}
    values = {"programme": programme, "kind": "conference", "title": {"en": "DEMO"}, "is_demo": True, **times}
    session = door.save_session(session=None, values=values, by=None)
    people = Person.objects.bulk_create(Person(email=f"demo-{n}@demo.example", is_demo=True) for n in range(PEOPLE))
    badges = Badge.objects.bulk_create(Badge(person=person, made_at=now()) for person in people)
    Registration.objects.bulk_create(Registration(session=session, person=person, at=now()) for person in people)
    return session, [badge.code for badge in badges], officer


def sendings(rng: random.Random, codes: list[str], count: int, at: datetime) -> list[tuple[timedelta, list[Any]]]:
    """What the phones send: portions in any order, a third of them twice, each phone with its own wrong clock."""
    from mouakaba.accompany.door import DeviceScan

    drifts = [timedelta(minutes=rng.randint(-300, 300)) for _ in range(PHONES)]
    phones: list[list[Any]] = [[] for _ in range(PHONES)]
    for number in range(count):
        phone = rng.randrange(PHONES)
        when = at - timedelta(seconds=rng.randint(0, 3000)) + drifts[phone]
        phones[phone].append(DeviceScan(UUID(int=rng.getrandbits(128)), codes[number % len(codes)], when))
    portions = [
        (drifts[phone], rows[start : start + PORTION])
        for phone, rows in enumerate(phones)
        for start in range(0, len(rows), PORTION)
    ]
    portions += rng.sample(portions, len(portions) // 3)
    rng.shuffle(portions)
    return portions


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
