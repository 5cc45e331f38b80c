"""Invented applications taken into a call of the demonstration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from mouakaba.base.clock.queries import moment
from mouakaba.base.people.actions import open_accounts
from mouakaba.base.people.models import Person
from mouakaba.select import door
from mouakaba.site.demo.applications import Invented, invent

BATCH = 1000  # applications held in memory at once


def add_applications(*, call: door.Call, count: int, seed: int, until: datetime | None = None) -> list[int]:
    """Takes the next ``count`` invented applications into a call marked as demonstration; returns their numbers.

    ``until``: those sent later, in wall time, are left out.
    """
    if not call.is_demo:
        raise ValueError(
            f"{call.slug}: this call is not marked DEMO; invented applications never stand beside real ones"
        )
    stream = invent(count, seed=seed, call=call.slug, first=next_number(call))
    numbers: list[int] = []
    for batch in batches(one for one in stream if until is None or one.submitted_local < until):
        batch.sort(key=lambda one: one.submitted_local)
        people = open_accounts(people=map(_applicant, batch), by=None)
        door.take_in(call=call, arrivals=_arrivals(call, batch, people), by=None)
        numbers += [one.number for one in batch]
    return numbers


def next_number(call: door.Call) -> int:
    """The number after the highest among the call's invented applications."""
    numbers = (int(file.email.partition("@")[0].rpartition("-")[2]) for file in door.sent_files(call) if _is_ours(file))
    return max(numbers, default=0) + 1


def _is_ours(file: door.SentFile) -> bool:
    return file.email.startswith("demo-applicant-") and file.email.endswith("@demo.example")


def batches(stream: Iterable[Invented]) -> Iterator[list[Invented]]:
    """The stream in lists of at most BATCH."""
    source = iter(stream)
    while batch := list(islice(source, BATCH)):
        yield batch


def _applicant(one: Invented) -> Person:
    return Person(email=one.email, name=one.applicant, language=one.language, is_demo=True)


def _arrivals(call: door.Call, batch: list[Invented], people: Mapping[str, Person]) -> Iterator[door.Arrival]:
    for one in batch:
        sent = moment(one.submitted_local, call.zone)
        # Written over an hour to three days, the same for the same number.
        begun = sent - timedelta(minutes=61 * (1 + one.number * 7 % 70))
        yield door.Arrival(
            applicant=people[one.email],
            language=one.language,
            answers=one.answers,
            started_at=max(begun, call.opens_at or begun),
            sent_at=sent,
        )
