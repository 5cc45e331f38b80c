"""Changing a person's own record; exporting and erasing what the product holds about them (law 09-08)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import ProtectedError

from mouakaba.base.audit.actions import recorded
from mouakaba.base.files.actions import forget_kept
from mouakaba.base.files.models import StoredFile
from mouakaba.base.files.queries import kept_paths
from mouakaba.base.notify.models import LetterPace, OutboxMessage
from mouakaba.base.notify.queries import wants_daily
from mouakaba.base.people.models import Person

Exporter = Callable[[Person], Any]
Eraser = Callable[[Person], None]


@dataclass(frozen=True, slots=True)
class DataSource:
    """What one engine holds about a person, and how it lets go of it."""

    name: str
    export: Exporter
    erase: Eraser


_sources: list[DataSource] = []


def register_data_source(source: DataSource) -> None:
    """Each engine registers its own, in ``site/wiring.py``."""
    if source.name not in {known.name for known in _sources}:
        _sources.append(source)


def export_person(person: Person) -> dict[str, Any]:
    """Everything held about a person, as data."""
    account = {
        "email": person.email,
        "name": person.name,
        "phone": person.phone,
        "language": person.language,
        "joined_at": person.joined_at.isoformat(),
        "roles": list(person.memberships.values("organisation__slug", "role")),
        "letters_stopped": list(person.letters_refused.values("topic", "refused_at")),
        "letters_once_a_day": wants_daily(person),
        "uploads_kept_for_a_day": [when.isoformat() for when, _path in kept_paths(person)],
    }
    return {"account": account, **{source.name: source.export(person) for source in _sources}}


def erase_person(*, person: Person, by: Person) -> None:
    """Takes the person out: engines let go of what they hold, then name, address and history go.

    The empty row stays, so that marks given and decisions made keep their place without anybody's name.
    """
    why = "asked by the person" if by == person else "asked through an operator"
    with recorded("erase_person", by=by, subject=person, why=why):
        for source in _sources:
            source.erase(person)
        for file in StoredFile.objects.filter(owner=person):
            _drop_file(file)
        transaction.on_commit(partial(forget_kept, owner=person))
        OutboxMessage.objects.filter(person=person).update(address="erased@erased.invalid", subject="", body="")
        EmailAddress.objects.filter(user=person).delete()
        Authenticator.objects.filter(user=person).delete()
        person.letters_refused.all().delete()
        LetterPace.objects.filter(person=person).delete()
        person.memberships.all().delete()
        _empty(person)
    _forget_history(person)


def _drop_file(file: StoredFile) -> None:
    """The content goes once the erasure is certain; the row too, unless a decision still names its hash."""
    transaction.on_commit(partial(file.content.delete, save=False))
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:
        StoredFile.objects.filter(pk=file.pk).update(name="")


def _empty(person: Person) -> None:
    person.email, person.name, person.phone = f"{person.pk}@erased.invalid", "", ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.save()


def _forget_history(person: Person) -> None:
    """Old names and addresses are personal data too."""
    Person.pgh_event_model.objects.filter(pgh_obj=person).delete()  # type: ignore[attr-defined]
