"""What is said of a cooperative's books: faults, letters, and printed papers in Arabic and French."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from mouakaba.accompany.cooperatives.models import Assembly, Cooperative, CooperativeDate, Cooperator
from mouakaba.accompany.cooperatives.queries import Attendance, attendance, capital_of, entitled, holdings
from mouakaba.accompany.cooperatives.rules import COLUMNS
from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import amount_in_words, day_in_words, isolated, number_in_words
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.assemblies import Holding, MoveFault, Part, Quorum, QuorumAnswer, SeatFault, read_part
from mouakaba.kernel.money import dirhams

FOLDER = Path(__file__).parents[1] / "templates/accompany/cooperatives"
HELPED_LABEL = gettext_lazy("Keep the register and the meetings of the cooperative")
ACTS = {
    "begin_books": gettext_lazy("began the books of a cooperative"),
    "save_statutes": gettext_lazy("changed the figures of the statutes"),
    "add_cooperator": gettext_lazy("entered a member in the register"),
    "change_cooperator": gettext_lazy("corrected a line of the register"),
    "move_shares": gettext_lazy("recorded shares or a payment"),
    "record_leaving": gettext_lazy("recorded that a member left"),
    "import_cooperators": gettext_lazy("brought in members from a sheet"),
    "save_assembly": gettext_lazy("prepared a meeting"),
    "send_notices": gettext_lazy("sent the notices of a meeting"),
    "take_seats": gettext_lazy("recorded who was at a meeting"),
    "record_decision": gettext_lazy("recorded a decision"),
    "drop_decision": gettext_lazy("took out a decision"),
    "write_minutes": gettext_lazy("wrote minutes"),
    "approve_minutes": gettext_lazy("approved minutes"),
    "add_note": gettext_lazy("added a note to approved minutes"),
    "save_cooperative_date": gettext_lazy("recorded a due date"),
    "finish_cooperative_date": gettext_lazy("marked a due date as done"),
}
MOVE_FAULTS = {
    MoveFault.NOTHING: gettext_lazy("Write a number of shares or an amount."),
    MoveFault.TOO_FEW_SHARES: gettext_lazy("This member does not hold so many shares."),
    MoveFault.REFUNDED_TOO_MUCH: gettext_lazy("This is more than the member has paid."),
    MoveFault.PAID_TOO_MUCH: gettext_lazy("This would be more than the member’s shares are worth."),
    MoveFault.HAS_LEFT: gettext_lazy("This member has left: only a refund can be recorded."),
}
SEAT_FAULTS = {
    SeatFault.BOTH: gettext_lazy("is ticked as present and also represented"),
    SeatFault.ONESELF: gettext_lazy("cannot represent themselves"),
    SeatFault.STRANGER: gettext_lazy("was no member on that day"),
    SeatFault.ABSENT: gettext_lazy("is represented by somebody who was not there"),
    SeatFault.TOO_MANY: gettext_lazy("is represented by somebody who holds more proxies than the statutes allow"),
}
_CELLS = {
    "required": gettext_lazy("%(column)s: this cell is empty."),
    "not_a_date": gettext_lazy("%(column)s: “%(value)s” is not a day. Write day/month/year."),
    "not_an_email": gettext_lazy("%(column)s: “%(value)s” is not an e-mail address."),
    "negative": gettext_lazy("%(column)s: write an amount that is not below 0."),
    "too_long": gettext_lazy("%(column)s: this text is too long."),
}
_ANY = gettext_lazy("%(column)s: “%(value)s” cannot be read as a number.")


def say_cell(column: str, code: str = "", value: str = "") -> str:
    """The name of a column, or what is wrong with one of its cells."""
    name = next(said(one["label"]) for one in COLUMNS if one["code"] == column)
    if not code:
        return name
    return str(_CELLS.get(code, _ANY)) % {"column": name, "value": value[:60]}


def part_in_words(text: str) -> str:
    """A part of the statutes as people say it; empty for one that is not known."""
    if not text:
        return ""
    part: Part = read_part(text)
    shown = isolated(f"{part.of.numerator}/{part.of.denominator}")
    if part.of == 1:
        return pgettext("members", "all of them")
    return (_("more than %(part)s") if part.beyond else _("at least %(part)s")) % {"part": shown}


def quorum_in_words(found: Quorum) -> str:
    """Whether the quorum is reached, with its numbers."""
    given = {"voices": found.voices, "members": found.members, "needed": found.needed}
    if found.answer is QuorumAnswer.CANNOT_TELL:
        return _("%(voices)s of %(members)s present or represented. Type the quorum of your statutes to know.") % given
    if found.answer is QuorumAnswer.YES:
        return _("Quorum reached: %(voices)s of %(members)s present or represented, %(needed)s needed.") % given
    return _("Quorum not reached: %(voices)s of %(members)s present or represented, %(needed)s needed.") % given


def meeting_name(assembly: Assembly) -> str:
    """Its kind, and whether it is called a second time."""
    name = str(assembly.get_kind_display())
    return _("%(meeting)s (second call)") % {"meeting": name} if assembly.again else name


def due_in_words(due: CooperativeDate) -> str:
    """What is due, in its own words or by its kind."""
    return due.label or str(due.get_kind_display())


def agenda_of(assembly: Assembly) -> list[str]:
    """The points of the agenda."""
    return [line.strip() for line in assembly.agenda.splitlines() if line.strip()]


def _called(assembly: Assembly) -> str:
    given = {
        "meeting": meeting_name(assembly),
        "name": said(assembly.cooperative.organisation.name),
        "day": day_in_words(assembly.on, weekday=True),
        "hour": isolated(assembly.at.strftime("%H:%M")),
        "place": assembly.place,
    }
    return _("You are called to the %(meeting)s of %(name)s, on %(day)s at %(hour)s, at %(place)s.") % given


def notice_letter(assembly: Assembly, name: str) -> tuple[str, str]:
    """Subject and text of a notice, in the active language."""
    subject = _("Notice of meeting: %(meeting)s") % {"meeting": meeting_name(assembly)}
    points = [f"{isolated(str(n))}. {point}" for n, point in enumerate(agenda_of(assembly), 1)]
    again = [_("If you cannot come, you may be represented by another member as your statutes allow.")]
    return subject, "\n\n".join([name, _called(assembly), "\n".join([_("Agenda of the meeting"), *points]), *again])


def date_letter(due: CooperativeDate, reader: Person, *, late: bool) -> tuple[str, str]:
    """To who writes for the cooperative."""
    with override(reader.language):
        given = {
            "what": due_in_words(due),
            "name": said(due.cooperative.organisation.name),
            "day": day_in_words(due.due_on),
        }
        subject = _("Late: %(what)s (%(name)s)") if late else _("Due soon: %(what)s (%(name)s)")
        line = _("“%(what)s” was due on %(day)s.") if late else _("“%(what)s” is due on %(day)s.")
        link = settings.PUBLIC_URL + reverse("cooperative_dates", args=[due.cooperative.organisation.slug])
        source = _("By: %(source)s") % {"source": due.source}
        return subject % given, "\n\n".join([line % given, source, _("See it here:") + f"\n{link}"])


def money(amount: int) -> str:
    """Centimes as dirhams in words."""
    return amount_in_words(dirhams(amount))


def _paper(cooperative: Cooperative, heading: str, **more: Any) -> dict[str, Any]:
    name = said(cooperative.organisation.name)
    number = [_("No. in the local register"), cooperative.register_number]
    facts = [number, [_("Court"), cooperative.court]]
    return {
        "title": heading,
        "organisation": name,
        "heading": heading,
        "facts": [row for row in facts if row[1]],
        "footer": _("Printed on %(day)s") % {"day": day_in_words(today())},
        "notice": "DEMO" if cooperative.is_demo else "",
        **more,
    }


def register_data(cooperative: Cooperative) -> dict[str, Any]:
    """The printed register of members."""
    held, rows = holdings(cooperative), cooperative.cooperators.order_by("number")
    total = capital_of(cooperative, held)
    sums = [
        [_("Members"), number_in_words(total.members)],
        [_("Value of a share"), money(cooperative.share_value)],
        [_("Shares"), number_in_words(total.shares)],
        [_("Capital subscribed"), money(total.subscribed)],
        [_("Capital paid"), money(total.paid)],
        [_("Still to be paid"), money(total.unpaid)],
        [_("To be refunded to members who left"), money(total.owed_back)],
    ]
    paper = _paper(cooperative, _("Register of members"))
    return {
        **paper,
        "facts": [*paper["facts"], *sums],
        "columns": [
            _("No."), _("Member"), _("Entered on"), _("Shares"), pgettext("shares", "Paid"),
            pgettext("cooperator", "Left on"),
        ],
        "rows": [_register_line(row, held.get(row.pk, Holding())) for row in rows],
    }  # fmt: skip


def _register_line(row: Cooperator, holding: Holding) -> list[str]:
    name = f"{row.name} ({row.get_duty_display()})" if row.duty else row.name
    left = f"{day_in_words(row.left_on)} · {row.get_left_why_display()}" if row.left_on else ""
    return [
        isolated(str(row.number)), name, day_in_words(row.entered_on), number_in_words(holding.shares),
        money(holding.paid), left,
    ]  # fmt: skip


def _meeting_facts(assembly: Assembly) -> list[list[str]]:
    rows = [
        [pgettext("meeting", "Day"), day_in_words(assembly.on, weekday=True)],
        [pgettext("meeting", "Hour"), isolated(assembly.at.strftime("%H:%M"))],
        [pgettext("meeting", "Place"), assembly.place],
        [pgettext("meeting", "Chaired by"), assembly.chair],
        [pgettext("meeting", "Minutes written by"), assembly.secretary],
    ]
    return [row for row in rows if row[1]]


def notices_data(assembly: Assembly) -> dict[str, Any]:
    """A notice a page, for every member who may sit."""
    return {
        **_paper(assembly.cooperative, _("Notice of meeting")),
        "called": _called(assembly),
        "agenda_label": _("Agenda of the meeting"),
        "agenda": agenda_of(assembly),
        "proxy": _("If you cannot come, you may be represented by another member as your statutes allow."),
        "to_label": _("To the member"),
        "to": [row.name for row in entitled(assembly)],
        "signed": _("For the cooperative: name and signature"),
    }


def list_data(assembly: Assembly) -> dict[str, Any]:
    """The attendance list, with a place to sign."""
    there = attendance(assembly)
    paper = _paper(assembly.cooperative, _("Attendance list"), meeting=capfirst(meeting_name(assembly)))
    return {
        **paper,
        "facts": [*paper["facts"], *_meeting_facts(assembly)],
        "columns": [_("No."), _("Member"), _("Represented by"), _("Signature")],
        "rows": [
            [isolated(str(row.number)), row.name, seat.proxy.name if seat and seat.proxy else "", ""]
            for row, seat in there.rows
        ],
        "signatures": [_("Chair of the meeting"), _("Secretary of the meeting")],
    }


def minutes_data(assembly: Assembly) -> dict[str, Any]:
    """The minutes: who was there, the quorum, what was decided; a draft until they are approved."""
    there = attendance(assembly)
    paper = _paper(assembly.cooperative, pgettext("meeting", "Minutes"), meeting=capfirst(meeting_name(assembly)))
    draft = "" if assembly.approved_at else _("DRAFT: these minutes are not approved yet.")
    return {
        **paper,
        "notice": " · ".join(filter(None, (paper["notice"], draft))),
        "facts": [*paper["facts"], *_meeting_facts(assembly), [_("Quorum"), quorum_in_words(there.quorum)]],
        "agenda_label": _("Agenda of the meeting"),
        "agenda": agenda_of(assembly),
        "text": [line for line in assembly.minutes.splitlines() if line.strip()],
        "decisions_label": _("Decisions"),
        "decisions": [_decided(one) for one in assembly.decisions.all()],
        "people": _people(there),
        "notes_label": _("Notes added after approval"),
        "notes": [f"{day_in_words(note.written_at.date())}: {note.text}" for note in assembly.notes.all()],
        "signatures": [_("Chair of the meeting"), _("Secretary of the meeting")],
    }


def _decided(one: Any) -> list[str]:
    given = {"number": one.number, "for": one.votes_for, "against": one.against, "abstained": one.abstained}
    head = _("Decision %(number)s: adopted") if one.adopted else _("Decision %(number)s: rejected")
    votes = _("for %(for)s, against %(against)s, abstained %(abstained)s") % given
    return [head % given, one.text, votes]


def _people(there: Attendance) -> list[list[str]]:
    def names(rows: Sequence[str]) -> str:
        return ("، " if current() == "ar" else ", ").join(rows)

    present = [row.name for row, seat in there.rows if seat and seat.present]
    given = [f"{row.name} ({seat.proxy.name})" for row, seat in there.rows if seat and seat.proxy]
    absent = [row.name for row, seat in there.rows if not seat or not (seat.present or seat.proxy_id)]
    rows = [[_("Present"), present], [_("Represented (by)"), given], [_("Absent"), absent]]
    return [[str(label), names(found)] for label, found in rows if found]
