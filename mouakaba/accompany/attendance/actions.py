"""Taking in what phones scanned, sheets that were signed on paper, and their pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from mouakaba.accompany.attendance.models import Badge, Scan, SignedSheet, new_badge
from mouakaba.accompany.attendance.queries import attendance_of, name_of
from mouakaba.accompany.attendance.rules import MOST_ROWS, clean_badge
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.files.actions import ALLOWED, let_go, store_file
from mouakaba.base.people.models import Person
from mouakaba.kernel import attendance as kernel
from mouakaba.kernel.text import fold

PICTURES = {ending: ALLOWED[ending] for ending in (".pdf", ".jpg", ".jpeg", ".png")}
State, Proof = Registration.State, Registration.Proof


def plain(text: str) -> str:
    """A name or a word as it is compared: folded, without signs that only direct the line."""
    return fold("".join(letter for letter in text if unicodedata.category(letter) != "Cf")).strip()


YES = {plain(word) for word in ("1", "x", "yes", "y", "oui", "نعم", "حاضر", "حاضرة", "present", "présente", "✓", "✔")}
NO = {plain(word) for word in ("", "0", "no", "n", "non", "لا", "غائب", "غائبة", "absent", "absente", "-")}
HEADS = {
    plain(word) for word in ("name", "nom", "الاسم", "e-mail", "email", "البريد الإلكتروني", "signature", "التوقيع")
}


@dataclass(frozen=True, slots=True)
class DeviceScan:
    """One scan as a phone sends it: its own id and its own time."""

    id: UUID
    badge: str
    device_at: datetime


def make_badge(*, person: Person, by: Person, again: bool = False) -> Badge:
    """The person's badge; ``again`` makes another, and the one before is unknown from then on."""
    known = Badge.objects.filter(person=person).first()
    if known and not again:
        return known
    fresh = [Badge(person=person, code=new_badge(), made_at=now())]
    with recorded("make_badge", by=by, subject=person, again=again):
        if again:
            told = ["code", "made_at"]
            Badge.objects.bulk_create(fresh, update_conflicts=True, unique_fields=["person"], update_fields=told)
        else:
            Badge.objects.bulk_create(fresh, ignore_conflicts=True)  # two pages at once show one badge
        return Badge.objects.get(person=person)


def take_scans(*, session: Session, scans: Sequence[DeviceScan], sent_at: datetime, by: Person) -> int:
    """Merges what a phone scanned; sent again, or by another phone, nothing is lost or counted twice.

    ``sent_at`` is the phone's own clock at the moment of sending: its difference to ours is taken off every scan.
    Returns how many lines of the list are present after it.
    """
    received = now()
    drift = kernel.drift(sent_at=sent_at, received_at=received)
    with recorded("take_scans", by=by, subject=session, scans=len(scans), drift=drift.total_seconds()):
        row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)  # phones that send at once wait
        told = {one.id: one for one in scans}
        fresh = [_corrected(one, sent_at, received) for one in scans]
        known = {str(one.key): one for one in Scan.objects.filter(session=row, key__in=list(told))}
        before = [kernel.Scan(key, one.badge, one.at) for key, one in known.items()]
        changed = [one for one in kernel.merge(before, fresh) if _is_news(one, known.get(one.id))]
        _store([
            Scan(
                key=one.id, session=row, badge=one.badge, device_at=told[UUID(one.id)].device_at, drift=drift,
                at=one.at, received_at=received, by=by,
            )
            for one in changed
        ])  # fmt: skip
        return count_present(row)


def _corrected(one: DeviceScan, sent_at: datetime, received_at: datetime) -> kernel.Scan:
    at = kernel.corrected(one.device_at, sent_at=sent_at, received_at=received_at)
    return kernel.Scan(str(one.id), clean_badge(one.badge), at)


def _store(scans: list[Scan]) -> None:
    Scan.objects.bulk_create(
        scans,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["session", "key"],
        update_fields=["badge", "device_at", "drift", "at", "received_at", "by"],
    )


def _is_news(scan: kernel.Scan, known: Scan | None) -> bool:
    return known is None or (scan.at, scan.badge) != (known.at, known.badge)


def count_present(session: Session) -> int:
    """Writes on the list who was there by the scans; those on a signed sheet stay. Returns how many are present.

    A badge that is known here, of somebody not on the list, puts them on it: they came without registering.
    """
    _welcome(session)
    found = {one.badge: one.at for one in attendance_of(session).present}
    rows = {str(row.pk): row for row in session.registrations.filter(pk__in=list(found))}
    changed = []
    for pk, at in found.items():
        row = rows[pk]
        if row.present_at is None or (row.present_by == Proof.SCAN and row.present_at != at):
            row.present_at, row.present_by = at, Proof.SCAN
            changed.append(row)
        if row.state in (State.WITHDRAWN, State.WAITING):
            row.state = State.WALK_IN
            changed.append(row)
    Registration.objects.bulk_update(set(changed), ["present_at", "present_by", "state"], batch_size=1000)
    return session.registrations.filter(present_at__isnull=False).count()


def _welcome(session: Session) -> None:
    badges = set(session.scans.values_list("badge", flat=True))
    people = set(Badge.objects.filter(code__in=badges).values_list("person_id", flat=True))
    people -= set(session.registrations.filter(person__isnull=False).values_list("person_id", flat=True))
    at = now()
    Registration.objects.bulk_create(
        [Registration(session=session, person_id=pk, state=State.WALK_IN, at=at) for pk in sorted(people)],
        batch_size=1000,
    )


@dataclass
class SheetReport:
    """What came of a sheet: how many are present by it, and the rows that could not be used."""

    present: int = 0
    absent: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)  # row, why
    held_back: bool = False


def take_sheet(
    *, session: Session, rows: Iterable[tuple[int, Sequence[str]]], whole: bool = False, by: Person
) -> SheetReport:
    """Marks who signed: each row is a name or an e-mail, and yes or no in the next cell.

    A row that names nobody on the list, or two people, is reported with its number; the others count, or with
    ``whole`` none does. Raises ValidationError for a sheet too long.
    """
    lines = [(number, [cell.strip() for cell in cells]) for number, cells in rows]
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if lines and HEADS & {plain(cell) for cell in lines[0][1]}:  # the row that names the columns
        lines = lines[1:]
    if len(lines) > MOST_ROWS:
        numbers = {"n": len(lines), "most": MOST_ROWS}
        raise ValidationError(_("The sheet has %(n)s rows; send at most %(most)s at a time.") % numbers)
    report, index = SheetReport(), _index(session)
    marked: dict[UUID, bool] = {}
    for number, cells in lines:
        _read(number, cells, index, marked, report)
    if whole and report.bad:
        report.held_back = True
        return report
    with recorded("take_sheet", by=by, subject=session, rows=len(lines), bad=len(report.bad)):
        _mark(session, marked, report)
    return report


def _index(session: Session) -> dict[str, list[Registration]]:
    found: dict[str, list[Registration]] = {}
    for row in session.registrations.exclude(state=State.WITHDRAWN).select_related("person"):
        for key in {plain(name_of(row)), plain(row.person.email) if row.person else ""} - {""}:
            found.setdefault(key, []).append(row)
    return found


def _read(
    number: int,
    cells: list[str],
    index: dict[str, list[Registration]],
    marked: dict[UUID, bool],
    report: SheetReport,
) -> None:
    who = next((index[plain(cell)] for cell in cells if plain(cell) in index), [])
    flaw = ""
    if len(who) > 1:
        flaw = _("“%(name)s” stands twice on the list. Write the e-mail in this row.") % {"name": cells[0]}
    elif not who:
        flaw = _("“%(name)s” is not on the list of this session. Add this person first.") % {"name": cells[0]}
    answer = plain(cells[-1])
    if not flaw and answer not in YES | NO:
        flaw = _("“%(answer)s” is neither yes nor no.") % {"answer": cells[-1]}
    if not flaw and who[0].pk in marked and marked[who[0].pk] != (answer in YES):
        flaw = _("“%(name)s” is said to be present in one row and absent in another.") % {"name": cells[0]}
    if flaw:
        report.bad.append((number, flaw))
    else:
        marked[who[0].pk] = answer in YES


def _mark(session: Session, marked: dict[UUID, bool], report: SheetReport) -> None:
    """A no on paper takes nothing off a badge that was read."""
    rows = list(session.registrations.select_for_update(of=("self",)).filter(pk__in=list(marked)))
    for row in rows:
        if marked[row.pk] and row.present_at is None:
            row.present_at, row.present_by = session.starts_at, Proof.SHEET
        elif not marked[row.pk] and row.present_by == Proof.SHEET:
            row.present_at, row.present_by = None, ""
    Registration.objects.bulk_update(rows, ["present_at", "present_by"], batch_size=1000)
    report.present = sum(marked.values())
    report.absent = len(marked) - report.present


def keep_sheet(*, session: Session, upload: UploadedFile, by: Person) -> SignedSheet:
    """Keeps the picture or PDF of a signed sheet. Raises ValidationError for a file we cannot receive."""
    with recorded("keep_sheet", by=by, subject=session):
        return SignedSheet.objects.create(
            session=session, file=store_file(upload=upload, owner=by, allowed=PICTURES), at=now()
        )


def remove_sheet(*, sheet: SignedSheet, by: Person) -> None:
    """Lets go of a picture kept by mistake."""
    with recorded("remove_sheet", by=by, subject=sheet.session):
        let_go(sheet.file)


def export_badge(person: Person) -> dict[str, Any]:
    """The badge, and when it was read."""
    badge = Badge.objects.filter(person=person).first()
    if badge is None:
        return {}
    scans = Scan.objects.filter(badge=badge.code).order_by("at").values("session__title", "at")
    return {"code": badge.code, "made_at": badge.made_at, "scans": list(scans)}


def erase_badge(person: Person) -> None:
    """The badge goes, and what was read of it; who was there is still counted, without a name."""
    badge = Badge.objects.filter(person=person).first()
    if badge:
        Scan.objects.filter(badge=badge.code).delete()
        badge.delete()
    Scan.objects.filter(by=person).update(by=None)
