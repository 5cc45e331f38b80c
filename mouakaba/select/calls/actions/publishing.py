"""Freezing a call's draft as a version, and saying whom it touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import moment, now
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.select.calls import rules
from mouakaba.select.calls.actions.drafting import locked_call
from mouakaba.select.calls.models import Call, CallVersion
from mouakaba.select.calls.phrases import PART_NAMES, letter_of_cancelling, letter_of_change
from mouakaba.select.calls.queries.applications import drafts_of, touched
from mouakaba.select.calls.queries.differences import changed_parts
from mouakaba.select.calls.queries.drafts import draft_of
from mouakaba.select.calls.queries.findings import blocking
from mouakaba.select.calls.queries.reading import DraftRead, read_draft
from mouakaba.select.calls.queries.versions import call_file, parse_rules
from mouakaba.select.events import CallPublished, emit


def publish_call(*, call: Call, by: Person | None, why: str = "", seen: str = "", tell: bool = True) -> CallVersion:
    """Freezes the draft as the next version and makes it the call's.

    `why` is required from the second version on. `seen`: the digest of the draft the officer checked; another
    officer's change in between is refused. `tell`: people with an application are told of a change.
    Sent applications keep the version they answered; drafts move to the new one with their answers.
    Raises ValidationError with one sentence per obstacle.
    """
    with recorded("publish_call", by=by, subject=call, why=why) as line:
        # Drafts before the call: sending a file takes its locks in this order too.
        list(drafts_of(call).select_for_update().order_by("pk").values_list("pk"))
        fresh = locked_call(call)
        read = read_draft(fresh)
        parts = _check(fresh, read, why=why.strip(), seen=seen)
        version = _frozen(fresh, read, why=why.strip(), by=by)
        moved = _move_drafts(fresh, version)
        line.detail = {"version": version.number, "changed": parts, "drafts_moved": moved}
        if parts and tell:
            _tell(fresh, version, parts)
        emit(CallPublished(fresh.pk, version.number))
    call.refresh_from_db()
    return version


def _check(call: Call, read: DraftRead, *, why: str, seen: str) -> list[str]:
    """The parts that change; raises ValidationError when the draft may not be published."""
    if call.state == Call.State.CANCELLED:
        raise ValidationError(_("This call is cancelled: it can no longer be published."))
    if seen and seen != draft_of(call).digest:
        raise ValidationError(_("Somebody changed the draft while you were checking it. Read it again, then publish."))
    if obstacles := blocking(read.problems):
        raise ValidationError([problem.sentence for problem in obstacles])
    if call.version is None:
        return []
    parts = changed_parts(call.version, rules_file=read.rules_file, content=read.content)
    if not parts:
        raise ValidationError(_("The published version already says the same. Nothing was published."))
    if not why:
        raise ValidationError({"why": _("Write why the call changes: applicants and auditors will read it.")})
    _check_allowed(call, parts)
    _check_closing(call, read)
    return parts


def _check_closing(call: Call, read: DraftRead) -> None:
    """A closing that people count on does not come earlier."""
    header = parse_rules(read.rules_file).call
    if header.closes_at is None or call.closes_at is None or call.stage(now()) == Call.Stage.ANNOUNCED:
        return
    if moment(header.closes_at, header.timezone) < call.closes_at:
        raise ValidationError(_("The call is open or closed: its closing can come later, not earlier."))


def _check_allowed(call: Call, parts: list[str]) -> None:
    allowed = rules.MAY_CHANGE[call.stage(now())]
    if refused := [str(PART_NAMES[part]) for part in parts if part not in allowed]:
        text = _("After the closing these can no longer change: %(parts)s. What a file is judged by stands.")
        raise ValidationError(text % {"parts": ", ".join(refused)})


def _frozen(call: Call, read: DraftRead, *, why: str, by: Person | None) -> CallVersion:
    number = call.version.number + 1 if call.version else 1
    version = CallVersion.objects.create(
        call=call,
        number=number,
        rules_file=read.rules_file,
        content=read.content,
        digest=read.digest,
        why=why,
        published_at=now(),
        published_by=by,
    )
    _take_over(call, version)
    return version


def _take_over(call: Call, version: CallVersion) -> None:
    """Copies from the frozen file what queries need; the file as read back, not the draft, is the source."""
    header = call_file(version).call
    if header.opens_at is None or header.closes_at is None:
        raise ValueError("a published call file has its dates")
    call.version, call.state, call.title = version, Call.State.PUBLISHED, dict(header.title)
    call.zone, call.grace = header.timezone, timedelta(minutes=header.grace_minutes)
    call.opens_at = moment(header.opens_at, header.timezone)
    call.closes_at = moment(header.closes_at, header.timezone)
    call.places = header.places or 0
    call.save(update_fields=["version", "state", "title", "zone", "grace", "opens_at", "closes_at", "places"])


def _move_drafts(call: Call, version: CallVersion) -> int:
    """Drafts answer the new version; answers to questions that are gone stay in the working copy."""
    return int(drafts_of(call).exclude(version=version).update(version=version))


def _tell(call: Call, version: CallVersion, parts: Sequence[str]) -> int:
    return queue_messages([_letter(call, version, parts, row.applicant) for row in touched(call)])


def _letter(call: Call, version: CallVersion, parts: Sequence[str], person: Person) -> OutboxMessage:
    with override(person.language):
        changed = ", ".join(str(PART_NAMES[part]) for part in parts)
        subject, body = letter_of_change(call.slug, title=said(call.title), changed=changed, why=version.why)
    return _message(f"call-changed:{version.pk}:{person.pk}", person, subject, body)


def _message(key: str, person: Person, subject: str, body: str) -> OutboxMessage:
    return OutboxMessage(
        key=key, person=person, address=person.email, language=person.language, subject=subject[:300], body=body
    )


def cancel_call(*, call: Call, why: str, by: Person | None) -> Call:
    """Stops a call for good; everybody with an application is told why. Files and versions stay.

    Raises ValidationError without a reason, or once results are published.
    """
    if not why.strip():
        raise ValidationError({"why": _("Write why the call is cancelled: applicants will read it.")})
    with recorded("cancel_call", by=by, subject=call, why=why.strip()):
        fresh = locked_call(call)
        if fresh.decided_at:
            raise ValidationError(_("The results of this call are published: it can no longer be cancelled."))
        fresh.state = Call.State.CANCELLED
        fresh.save(update_fields=["state"])
        queue_messages([_farewell(fresh, why.strip(), row.applicant) for row in touched(fresh)])
    call.refresh_from_db()
    return call


def _farewell(call: Call, why: str, person: Person) -> OutboxMessage:
    with override(person.language):
        subject, body = letter_of_cancelling(said(call.title), why=why)
    return _message(f"call-cancelled:{call.pk}:{person.pk}", person, subject, body)
