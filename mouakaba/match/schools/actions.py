"""Recording agreements with schools, inviting graduates by list, and a graduate's word on being counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.actions import hand_on_file, let_go, store_file
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.actions import open_accounts
from mouakaba.base.people.models import Person
from mouakaba.kernel.text import isolate
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from mouakaba.match.schools.phrases import invitation_letter
from mouakaba.match.schools.queries import refused, to_remind
from mouakaba.match.schools.rules import MOST_ROWS, status_on, term_end

Rows = Iterable[tuple[int, str]]  # number of a row as its reader sees it, and its text
Status = SchoolAgreement.Status
_ADDRESS = re.compile(r"""[^\s<>()\[\];,"'|]+@[^\s<>()\[\];,"'|]+""")
_AROUND = " \t;,|<>()[]\"'"
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u0000-\u001f\u007f\ufeff]+")


def save_agreement(
    *,
    agreement: SchoolAgreement | None,
    values: Mapping[str, Any],
    upload: UploadedFile | None = None,
    by: Person,
) -> SchoolAgreement:
    """A new agreement, or one changed: `values` are columns of SchoolAgreement, `upload` the signed document.

    Raises ValidationError, in words: two parties, days in order, a document that cannot be received.
    """
    made = agreement or SchoolAgreement()
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean()
    with recorded("save_school_agreement", by=by) as line:
        before = made.document
        if upload:
            made.document = store_file(upload=upload, owner=by)
        made.save()
        if upload and before:
            let_go(before)
        point(line, made)
    return made


def renew_agreement(*, agreement: SchoolAgreement, ends_on: date, by: Person) -> None:
    """The parties signed for another term, up to `ends_on`. Raises ValidationError for a day that is no later."""
    end = term_end(agreement, today())
    if agreement.ended_on is not None:
        raise ValidationError(_("This agreement was ended. Record a new one instead."))
    if end is None:
        raise ValidationError(_("This agreement has no end: there is nothing to renew."))
    if ends_on <= end:
        raise ValidationError({"ends_on": _("The new last day must come after the present one.")})
    with recorded("renew_school_agreement", by=by, subject=agreement, ends_on=str(ends_on)):
        agreement.ends_on = ends_on
        agreement.save(update_fields=["ends_on"])


def end_agreement(*, agreement: SchoolAgreement, ended_on: date, reason: str, by: Person) -> None:
    """A party ended the agreement before its term. Raises ValidationError for a day outside it."""
    if status_on(agreement, today()) in (Status.EXPIRED, Status.ENDED):
        raise ValidationError(_("This agreement is over already."))
    end = term_end(agreement, ended_on)
    if ended_on < agreement.signed_on or (end is not None and ended_on > end):
        raise ValidationError({"ended_on": _("Choose a day on which the agreement is in force.")})
    with recorded("end_school_agreement", by=by, subject=agreement, why=reason, ended_on=str(ended_on)):
        agreement.ended_on, agreement.end_reason = ended_on, reason
        agreement.save(update_fields=["ended_on", "end_reason"])


@dataclass
class Report:
    """What came of a list: how many were invited now, how many before, and the rows that could not be used."""

    invited: int = 0
    before: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)  # row, why
    held_back: bool = False  # nobody was invited, because a row is bad


def invite_graduates(*, agreement: SchoolAgreement, rows: Rows, whole: bool = False, by: Person) -> Report:
    """Invites the address in each row; what stands beside it is the name (`Sara; sara@example.ma`).

    Bad rows are reported with their number; the others are invited, or with `whole` nobody is.
    Raises ValidationError for a list too long.
    """
    lines = list(rows)
    if len(lines) > MOST_ROWS:
        numbers = {"n": len(lines), "most": MOST_ROWS}
        raise ValidationError(_("The list has %(n)s rows; send at most %(most)s at a time.") % numbers)
    report = Report()
    wanted = dict(_read(lines, report))
    if whole and report.bad:
        report.held_back = True
        return report
    with recorded("invite_graduates", by=by, subject=agreement, rows=len(lines)):
        guests = [Person(email=address, name=name, language=by.language) for address, name in wanted.items()]
        _invite(agreement, list(open_accounts(people=guests, by=by).values()), report)
    return report


def _invite(agreement: SchoolAgreement, people: list[Person], report: Report) -> None:
    """Who was invited before, or once said no to this school, is not written to."""
    known = set(SchoolInvitation.objects.filter(agreement=agreement).values_list("person_id", flat=True))
    known |= refused(agreement.school, people)
    fresh = [
        SchoolInvitation(agreement=agreement, person=p, invited_at=now())
        for p in people
        if p.is_active and p.pk not in known
    ]
    made = SchoolInvitation.objects.bulk_create(fresh, batch_size=500)
    queue_messages([_letter(one) for one in made])
    report.invited, report.before = len(made), len(people) - len(made)


def _letter(invitation: SchoolInvitation) -> OutboxMessage:
    subject, body = invitation_letter(invitation)
    person, number = invitation.person, invitation.letters
    key = f"school-invitation:{invitation.pk}" + (f":{number}" if number > 1 else "")
    return OutboxMessage(
        key=key, person=person, address=person.email, language=person.language, subject=subject[:300], body=body
    )


def _read(rows: Rows, report: Report) -> Iterator[tuple[str, str]]:
    for number, row in rows:
        text = _CONTROLS.sub(" ", row)
        if not text.strip(_AROUND):
            continue
        if flaw := _flaw(text):
            report.bad.append((number, flaw))
            continue
        [address] = _ADDRESS.findall(text)
        beside = " ".join(_ADDRESS.sub(" ", text).replace(";", " ").replace(",", " ").split())
        yield address.lower(), beside.strip(_AROUND)[:150]


def _flaw(text: str) -> str:
    """Why a row cannot be used; empty for one with exactly one address."""
    shown = {"text": isolate(" ".join(text.split())[:80])}
    found = _ADDRESS.findall(text)
    if len(found) > 1:
        return _("“%(text)s” holds more than one e-mail address. Write each on its own row.") % shown
    try:
        validate_email(found[0] if found else "")
    except ValidationError:
        return _("“%(text)s” holds no valid e-mail address.") % shown
    return ""


def remind_graduates(*, agreement: SchoolAgreement, by: Person) -> None:
    """Writes once more to those who have not answered, not too often and not too many times (`rules`).

    How many they are is not told: it would say how many said no.
    """
    with recorded("remind_graduates", by=by, subject=agreement):
        rows = list(to_remind(agreement).select_for_update(of=("self",)))
        for row in rows:
            row.letters, row.invited_at = row.letters + 1, now()
        SchoolInvitation.objects.bulk_update(rows, ["letters", "invited_at"], batch_size=500)
        queue_messages([_letter(row) for row in rows])


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
    """Lets go of them; signed documents this person uploaded for a network go to a colleague, not away."""
    SchoolInvitation.objects.filter(person=person).delete()
    for agreement in SchoolAgreement.objects.filter(document__owner=person).select_related("document"):
        hand_on_file(file=agreement.document, organisation=agreement.network_id)
