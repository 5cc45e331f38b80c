"""Making programmes, giving roles in them, and recording figures stated in public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.actions import open_account
from mouakaba.base.people.models import Person
from mouakaba.select.programmes import phrases
from mouakaba.select.programmes.models import Programme, ProgrammeRole, PublishedFigure


def create_programme(
    *,
    organisation: Organisation,
    slug: str,
    title: Mapping[str, str],
    by: Person | None,
    partners: Iterable[Organisation] = (),
    **fields: Any,
) -> Programme:
    """A new programme of an organisation. Raises ValidationError, by field, for a slug that is taken or unusable."""
    made = Programme(organisation=organisation, slug=slug, title=dict(title), **fields)
    made.full_clean()
    with recorded("create_programme", by=by) as line:
        made.save()
        made.partners.set(partners)
        point(line, made)
    return made


def change_programme(
    *, programme: Programme, title: Mapping[str, str], summary: Mapping[str, str], by: Person | None
) -> Programme:
    """Changes the words of a programme."""
    with recorded("change_programme", by=by, subject=programme):
        programme.title, programme.summary = dict(title), dict(summary)
        programme.save(update_fields=["title", "summary"])
    return programme


def give_role(*, person: Person, programme: Programme, role: str, by: Person | None) -> ProgrammeRole:
    """Gives a person a role in one programme; a second time changes nothing."""
    known = ProgrammeRole.objects.filter(person=person, programme=programme, role=role).first()
    if known:
        return known
    with recorded("give_role", by=by, subject=programme, person=str(person.pk), role=role):
        return ProgrammeRole.objects.create(person=person, programme=programme, role=role)


def invite_to_role(*, programme: Programme, email: str, role: str, by: Person) -> ProgrammeRole:
    """Gives a role by e-mail and writes to the person; somebody unknown gets an account and a link to open it.

    Raises ValidationError on `email` or `role`.
    """
    address = email.strip().lower()
    _check_invitation(programme, address, role)
    with recorded("invite_to_role", by=by, subject=programme, email=address, role=role):
        person = Person.objects.filter(email=address).first()
        if person is None:
            guest = Person(email=address, language=by.language, is_demo=programme.is_demo)
            person = open_account(person=guest, password=None, by=by)
        given = give_role(person=person, programme=programme, role=role, by=by)
        subject, body = phrases.role_letter(person=person, programme=programme, role=given)
        queue_message(key=f"programme-role:{given.pk}", person=person, subject=subject, body=body)
    return given


def _check_invitation(programme: Programme, address: str, role: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        text = _("Write an e-mail address such as name@example.ma.")
        raise ValidationError({"email": text}) from error
    if role not in ProgrammeRole.Role.values:
        raise ValidationError({"role": _("Choose what this person may do.")})
    if ProgrammeRole.objects.filter(programme=programme, person__email=address, role=role).exists():
        raise ValidationError({"email": _("This person already has this role.")})


def take_role(*, role: ProgrammeRole, by: Person) -> None:
    """Takes a role back; what the person did stays in the records."""
    detail = {"person": str(role.person_id), "role": role.role}
    with recorded("take_role", by=by, subject=role.programme, **detail):
        role.delete()


def remove_figure(*, figure: PublishedFigure, by: Person) -> None:
    """Removes a published figure; its history is kept."""
    with recorded("remove_figure", by=by, subject=figure.programme, code=figure.code, stated=figure.stated):
        figure.delete()


def record_figure(*, programme: Programme, code: str, stated: int, by: Person | None, **fields: Any) -> PublishedFigure:
    """Keeps a total as it was stated in public, beside its parts; the same code again replaces it.

    Both are kept as they are when they differ: the page shows the warning.
    """
    with recorded("record_figure", by=by, subject=programme, code=code, stated=stated):
        figure, _made = PublishedFigure.objects.update_or_create(
            programme=programme, code=code, defaults={"stated": stated, **fields}
        )
    return figure
