"""Inviting graduates by list, and a graduate's word on being counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.actions import open_accounts
from mouakaba.base.people.models import Person
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from mouakaba.match.schools.phrases import invitation_letter
from mouakaba.match.schools.rules import MOST_ROWS


@dataclass
class Report:
    """What came of a list: how many were invited now, how many before, and the rows that could not be used."""

    invited: int = 0
    before: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)  # row, why


def invite_graduates(*, agreement: SchoolAgreement, rows: str, by: Person) -> Report:
    """Invites each address of a list, one a line, a name after it if wished (`sara@example.ma; Sara`).

    Good rows are invited, bad ones reported with their number. Raises ValidationError for a list too long.
    """
    lines = rows.splitlines()
    if len(lines) > MOST_ROWS:
        numbers = {"n": len(lines), "most": MOST_ROWS}
        raise ValidationError(_("The list has %(n)s rows; send at most %(most)s at a time.") % numbers)
    report = Report()
    wanted = dict(_read(lines, report))
    with recorded("invite_graduates", by=by, subject=agreement, rows=len(lines)):
        guests = [Person(email=address, name=name, language=by.language) for address, name in wanted.items()]
        people = open_accounts(people=guests, by=by)
        known = set(SchoolInvitation.objects.filter(agreement=agreement).values_list("person_id", flat=True))
        for person in people.values():
            if person.pk in known:
                report.before += 1
                continue
            made = SchoolInvitation.objects.create(agreement=agreement, person=person, invited_at=now())
            subject, body = invitation_letter(made)
            queue_message(key=f"school-invitation:{made.pk}", person=person, subject=subject, body=body)
            report.invited += 1
    return report


def _read(lines: list[str], report: Report) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, start=1):
        address, _mark, name = line.replace("\t", ";").replace(",", ";").partition(";")
        address = address.strip().lower()
        if not address and not name.strip():
            continue
        try:
            validate_email(address)
        except ValidationError:
            report.bad.append((number, _("“%(text)s” is not an e-mail address.") % {"text": address[:80]}))
            continue
        yield address, " ".join(name.split())[:150]


def answer_school(*, invitation: SchoolInvitation, counted: bool, by: Person) -> None:
    """Whether the school may count this person among its graduates here."""
    with recorded("answer_school", by=by, subject=invitation, counted=counted):
        invitation.counted, invitation.answered_at = counted, now()
        invitation.save(update_fields=["counted", "answered_at"])


def export_invitations(person: Person) -> list[dict[str, Any]]:
    """Schools that invited this person, as data."""
    rows = SchoolInvitation.objects.filter(person=person)
    return [dict(row) for row in rows.values("agreement__school__slug", "invited_at", "counted", "answered_at")]


def erase_invitations(person: Person) -> None:
    """Lets go of them."""
    SchoolInvitation.objects.filter(person=person).delete()
