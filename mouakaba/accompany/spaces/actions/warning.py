"""Letters before a rent changes and before a stay ends."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from mouakaba.accompany.spaces.models import Stay
from mouakaba.accompany.spaces.phrases import end_letter, step_letter
from mouakaba.accompany.spaces.queries import Warned, warnings_of
from mouakaba.base.audit.actions import recorded
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import writers_for


def warn_of_changes() -> int:
    """Owes the member and the site's officers a letter for each change that comes near, once. Returns how many come."""
    stays = Stay.objects.select_related("space__site__network", "member__contact", "member__organisation")
    found = warnings_of(stays.prefetch_related("steps"))
    sides = {
        side for one in found for side in (one.stay.member.organisation_id, one.stay.space.site.network_id) if side
    }
    writers = writers_for(sides)
    with recorded("warn_of_changes", by=None, found=len(found)):
        for one in found:
            for reader in _readers(one, writers):
                _tell(one, reader)
    return len(found)


def _readers(one: Warned, writers: dict[UUID, list[Person]]) -> Iterable[Person]:
    member = one.stay.member
    sides = (member.organisation_id, one.stay.space.site.network_id)
    people = [person for side in sides if side for person in writers.get(side, [])]
    if member.contact and member.contact.is_active:
        people.append(member.contact)
    return {person.pk: person for person in people}.values()


def _tell(one: Warned, reader: Person) -> None:
    subject, body = (end_letter if one.after is None else step_letter)(one, reader)
    cause = "end" if one.after is None else f"step-{one.after}"
    queue_message(key=f"stay-{cause}:{one.stay.pk}:{one.on}:{reader.pk}", person=reader, subject=subject, body=body)
