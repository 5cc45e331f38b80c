"""Accounts opened for people by somebody else."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.people.models import Person


def open_account(*, person: Person, password: str | None, by: Person | None) -> Person:
    """Stores a new person whose e-mail counts as verified. Without a password nobody can log in until they reset it."""
    with recorded("open_account", by=by) as line:
        person.set_password(password)
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        point(line, person)
    return person


def open_accounts(*, people: Iterable[Person], by: Person | None) -> dict[str, Person]:
    """Stores many people without a password, in one go; returns them by e-mail. Known e-mails are left as they are."""
    wanted = {person.email: person for person in people}
    known = Person.objects.in_bulk(list(wanted), field_name="email")
    fresh = [person for email, person in wanted.items() if email not in known]
    for person in fresh:
        person.set_unusable_password()
    with recorded("open_accounts", by=by, count=len(fresh)):
        Person.objects.bulk_create(fresh, batch_size=500)
        EmailAddress.objects.bulk_create(
            (EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in fresh),
            batch_size=500,
        )
    return {**wanted, **known}


def change_password(*, person: Person, password: str, by: Person | None) -> None:
    """Gives a person another password."""
    with recorded("change_password", by=by, subject=person):
        person.set_password(password)
        person.save(update_fields=["password"])
