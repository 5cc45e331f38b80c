"""Keeping the segments: what changed is folded in from time to time, or all is made anew. No person acts here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import Count

from mouakaba.kernel.matching import distinct
from mouakaba.match.pairing.queries import FACTS, facts_of, visible_profiles
from mouakaba.match.shortlists.models import Posting, ProfileChange, Segment, SegmentFact, SegmentMember
from mouakaba.match.shortlists.rules import NUMBERS, SEGMENT
from mouakaba.match.skills.models import Profile, ProfileSkill

_FEW_GONE = 4  # a segment of which one in so many has gone is written anew


@transaction.atomic
def fold_changes() -> int:
    """Brings the profiles that changed since the last time into segments. Returns how many they are.

    Small segments are written anew together with them, so that there are few. A change that commits meanwhile
    keeps its own row and is folded next time.
    """
    _alone()
    noted = dict(ProfileChange.objects.values_list("pk", "profile_id"))
    changed = set(noted.values())
    _take_out(changed)
    _write(changed | _taken_apart(len(changed)))
    ProfileChange.objects.filter(pk__in=noted).delete()
    return len(changed)


@transaction.atomic
def rebuild_segments() -> int:
    """Makes all segments anew from the profiles. Returns how many profiles they hold. Readers see the old till then."""
    _alone()
    noted = list(ProfileChange.objects.values_list("pk", flat=True))
    Segment.objects.all().delete()
    _write(None)
    ProfileChange.objects.filter(pk__in=noted).delete()
    return SegmentMember.objects.count()


def _alone() -> None:
    """One at a time writes segments; reading goes on."""
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{Segment._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')


def _take_out(profiles: set[UUID]) -> None:
    """Their numbers stand empty from now on."""
    members = SegmentMember.objects.filter(profile_id__in=profiles)
    leaving: dict[int, list[int]] = {}
    for segment, number in members.values_list("segment_id", "number"):
        leaving.setdefault(segment, []).append(number)
    for held in Segment.objects.filter(pk__in=leaving):
        held.gone = bytes(held.gone) + _packed(leaving[held.pk])
        held.save(update_fields=["gone"])
    members.delete()


def _taken_apart(waiting: int) -> set[UUID]:
    """The profiles of segments worth writing anew, which are deleted: the small ones and those with many gone.

    A profile is written again only when it moves to a segment half as large again: some log(n) times in all.
    """
    segments = Segment.objects.annotate(stay=Count("members")).order_by("stay", "pk")
    apart = []
    for held in segments:
        if held.stay <= 2 * waiting or (held.size - held.stay) * _FEW_GONE >= held.size:
            apart.append(held.pk)
            waiting += held.stay
    members = set(SegmentMember.objects.filter(segment__in=apart).values_list("profile_id", flat=True))
    Segment.objects.filter(pk__in=apart).delete()
    return members


def _write(profiles: set[UUID] | None) -> None:
    """New segments of these profiles, of all when None: those of them that may be seen, in the order of their ids."""
    seen = visible_profiles().select_related(None).prefetch_related(None).order_by("pk")
    if profiles is not None:
        seen = seen.filter(pk__in=profiles)
    rows = seen.defer("headline").iterator(chunk_size=5_000)
    while part := list(islice(rows, SEGMENT)):
        _write_segment(part)


def _write_segment(profiles: list[Profile]) -> None:
    segment = Segment.objects.create(size=len(profiles))
    SegmentMember.objects.bulk_create(
        (SegmentMember(profile_id=row.pk, segment=segment, number=number) for number, row in enumerate(profiles)),
        batch_size=5_000,
    )
    facts = [facts_of(row) for row in profiles]
    for name in FACTS:
        told, codes = distinct(row.get(name) for row in facts)
        SegmentFact.objects.create(segment=segment, name=name, told=told, codes=_packed(codes))
    Posting.objects.bulk_create(
        (Posting(uri=uri, segment=segment, numbers=_packed(numbers)) for uri, numbers in _holders(segment)),
        batch_size=2_000,
    )


def _holders(segment: Segment) -> Iterator[tuple[str, list[int]]]:
    """Each skill confirmed in a segment, and the numbers of those who have it."""
    skills, members = ProfileSkill._meta.db_table, SegmentMember._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT uri, array_agg(number ORDER BY number) FROM {members} JOIN {skills} USING (profile_id)"  # noqa: S608
            " WHERE segment_id = %s AND state = %s GROUP BY uri",
            [segment.pk, ProfileSkill.State.CONFIRMED],
        )
        yield from cursor


def _packed(numbers: Iterable[int]) -> bytes:
    return np.fromiter(numbers, NUMBERS).tobytes()
