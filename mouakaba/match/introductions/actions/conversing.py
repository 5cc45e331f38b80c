"""Writing to the other side, reading, closing, reporting; and the grouped letters that tell of new messages."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_message, queue_news
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import writers_for
from mouakaba.match.introductions import phrases
from mouakaba.match.introductions.models import ConversationReport, Introduction, Message, Reading
from mouakaba.match.introductions.queries import last_written, messages_of, open_report, read_until
from mouakaba.match.introductions.rules import A_WHILE, MOST_IN_A_WHILE, MOST_TOLD, MOST_UNANSWERED, TOPIC

ClosedBy = Introduction.ClosedBy


def write_message(*, introduction: Introduction, text: str, number: UUID, from_person: bool, by: Person) -> Message:
    """One message more; the same ``number`` again returns the first and adds none.

    Raises ValidationError, in words, where nobody may write any more, or too much, or contact details too early.
    """
    with recorded("write_message", by=by, subject=introduction):
        row = _locked(introduction)
        known = Message.objects.filter(pk=number).first()
        if known and (known.introduction_id, known.writer_id) == (row.pk, by.pk):
            return known
        _check(row, text, from_person, by)
        return Message.objects.create(
            pk=uuid4() if known else number,  # a number of somebody else's says nothing here
            introduction=row,
            writer=by,
            from_person=from_person,
            text=text,
            written_at=now(),
        )


def _locked(introduction: Introduction) -> Introduction:
    """The row as it is now, held: what was agreed or closed in another tab counts."""
    rows = Introduction.objects.select_for_update(of=("self",)).select_related("profile", "opening__organisation")
    return rows.get(pk=introduction.pk)


def _check(row: Introduction, text: str, from_person: bool, by: Person) -> None:
    if not row.open:
        raise ValidationError(_("This conversation is closed. What you wrote was not sent."), code="closed")
    if not row.agreed and (flaw := phrases.say_contacts(text)):
        raise ValidationError(flaw, code="contact")
    if Message.objects.filter(writer=by, written_at__gt=now() - A_WHILE).count() >= MOST_IN_A_WHILE:
        raise ValidationError(
            _("You have written %(n)s messages in an hour. Send this one a little later.") % {"n": MOST_IN_A_WHILE}
        )
    if not row.agreed and _unanswered(row, from_person) >= MOST_UNANSWERED:
        raise ValidationError(
            _("You have written %(n)s messages without an answer. Wait for one before you send another.")
            % {"n": MOST_UNANSWERED}
        )


def _unanswered(row: Introduction, from_person: bool) -> int:
    """How many of the last messages, in a row, come from this side."""
    last = messages_of(row).order_by("-written_at", "-pk").values_list("from_person", flat=True)[:MOST_UNANSWERED]
    sides = list(last)
    return next((n for n, side in enumerate(sides) if side is not from_person), len(sides))


def mark_read(*, introduction: Introduction, from_person: bool, by: Person) -> None:
    """What the other side wrote until now counts as read by this reader. Looking is no act: no line in the trace."""
    last = last_written(introduction, from_person=from_person)
    if last is None:
        return
    Reading.objects.bulk_create(
        [Reading(introduction=introduction, reader=by, read_at=last)],
        update_conflicts=True,
        unique_fields=["introduction", "reader"],
        update_fields=["read_at"],
    )


def close_conversation(*, introduction: Introduction, closed_by: str, by: Person) -> None:
    """Nobody writes any more; a second time changes nothing. ``closed_by``: a value of Introduction.ClosedBy."""
    with recorded("close_conversation", by=by, subject=introduction, side=closed_by):
        row = _locked(introduction)
        if row.closed_at is None:
            row.closed_at, row.closed_by = now(), closed_by
            row.save(update_fields=["closed_at", "closed_by"])


def reopen_conversation(*, introduction: Introduction, closed_by: str, by: Person) -> None:
    """The side that closed it opens it again; another side's word changes nothing."""
    with recorded("reopen_conversation", by=by, subject=introduction, side=closed_by):
        row = _locked(introduction)
        if row.closed_at and row.closed_by == closed_by:
            row.closed_at, row.closed_by = None, ""
            row.save(update_fields=["closed_at", "closed_by"])


def report_conversation(*, introduction: Introduction, why: str, from_person: bool, by: Person) -> ConversationReport:
    """Asks the operator to look. While a side's report waits, another returns the first."""
    with recorded("report_conversation", by=by, subject=introduction) as line:
        row = _locked(introduction)
        if known := open_report(row, from_person=from_person):
            return known
        made = ConversationReport.objects.create(
            introduction=row, by=by, from_person=from_person, why=why.strip(), made_at=now()
        )
        for operator in Person.objects.filter(is_staff=True, is_active=True).order_by("email"):
            subject, body = phrases.report_letter(made, operator)
            queue_message(
                key=f"conversation-report:{made.pk}:{operator.pk}", person=operator, subject=subject, body=body
            )
        point(line, made)
    return made


def settle_report(*, report: ConversationReport, by: Person) -> None:
    """The operator has looked; a second time changes nothing."""
    with recorded("settle_conversation_report", by=by, subject=report):
        ConversationReport.objects.filter(pk=report.pk, settled_at__isnull=True).update(settled_at=now(), settled_by=by)


@transaction.atomic
def tell_messages() -> int:
    """One letter, without any text, to each person with messages not told and not read. Returns how many letters.

    A message is told once: a second run finds nothing, and two at once never take the same message.
    """
    rows = Message.objects.select_for_update(of=("self",), skip_locked=True).filter(told_at__isnull=True)
    waiting = list(
        rows.select_related(
            "introduction__opening__organisation", "introduction__counterpart", "introduction__profile__person"
        ).order_by("written_at", "pk")[:MOST_TOLD]
    )
    letters = [_told(reader, fresh) for reader, fresh in _by_reader(waiting).values()]
    Message.objects.filter(pk__in=[message.pk for message in waiting]).update(told_at=now())
    return sum(letters)


def _by_reader(waiting: Iterable[Message]) -> dict[UUID, tuple[Person, list[Message]]]:
    """What each person has still to read, of conversations that are open; a message whose text was erased is none."""
    fresh = [message for message in waiting if message.text and message.introduction.open]
    members = writers_for({whose for message in fresh if (whose := _organisation_of(message))})
    seen = read_until({message.introduction_id for message in fresh})
    found: dict[UUID, tuple[Person, list[Message]]] = {}
    for message in fresh:
        row = message.introduction
        whose = _organisation_of(message)
        readers = members.get(whose, []) if whose else [row.profile.person] if row.profile else []
        for reader in readers:
            until = seen.get((row.pk, reader.pk))
            if until is None or message.written_at > until:
                found.setdefault(reader.pk, (reader, []))[1].append(message)
    return found


def _organisation_of(message: Message) -> UUID | None:
    """Whose members read it; None where a person does."""
    row = message.introduction
    if message.from_person:
        return row.opening.organisation_id
    return row.counterpart.organisation_id if row.counterpart else None


def _told(reader: Person, fresh: list[Message]) -> bool:
    subject, body = phrases.messages_letter(reader, fresh)
    key = f"messages:{reader.pk}:{fresh[-1].pk}"
    return queue_news(topic=TOPIC, key=key, person=reader, subject=subject, body=body) is not None
