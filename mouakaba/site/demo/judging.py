"""The demonstration's officer and jury at work: admissions, a few papers asked for, conflicts, marks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.select import door
from mouakaba.site.demo.applications import Invented, invent
from mouakaba.site.demo.jury import InventedJuror, conflicts, jurors, marks
from mouakaba.site.demo.receiving import batches

PAPERS_ASKED = 3
PAPER = {
    "ar": "ينقص ملفكم ما نتحقق به من شروط الأهلية: تاريخ الازدياد أو الشكل القانوني. المرجو موافاتنا به. (DEMO)",
    "fr": "Il manque la date de naissance ou la forme juridique. Merci de nous l’envoyer. (DEMO)",
    "en": "We cannot check the conditions yet: date of birth or legal form. Please send it. (DEMO)",
}
TIE = "DEMO: has worked with this team"


def seat_jury(*, call: door.Call, seats: Iterable[InventedJuror], by: Person) -> None:
    """Invites jurors to a call."""
    for juror in seats:
        door.invite_juror(call=call, email=juror.email, languages=juror.languages, name=juror.name, by=by)


def admit_eligible(*, call: door.Call, by: Person) -> int:
    """The officer admits every waiting file that the verdict calls eligible; refusals stay for a person to confirm."""
    waiting = [file.id for file in door.sent_files(call) if (file.state, file.verdict) == ("submitted", "eligible")]
    return door.admit_many(call=call, files=waiting, by=by).done


def ask_papers(*, call: door.Call, due: datetime, by: Person) -> None:
    """The officer asks the first few applicants whose eligibility cannot be told; ``due`` is wall time."""
    files = door.files_in(call)
    unclear = [file.id for file in door.sent_files(call) if (file.state, file.verdict) == ("submitted", "cannot_tell")]
    for key in unclear[:PAPERS_ASKED]:
        door.ask_paper(application=files[key], by=by, text=PAPER[files[key].language], due=due)


def judge(*, call: door.Call, numbers: Iterable[int], seed: int, by: Person) -> int:
    """Conflicts and finished marks on the admitted among these invented applications; returns how many reviews."""
    wanted, admitted = sorted(numbers), _admitted(call)
    if not wanted:
        return 0
    stream = invent(wanted[-1] - wanted[0] + 1, seed=seed, call=call.slug, first=wanted[0])
    known = set(wanted)
    to_judge = (one for one in stream if one.number in known and one.email in admitted)
    return sum(_judge_batch(call, batch, seed=seed, by=by) for batch in batches(to_judge))


def _admitted(call: door.Call) -> dict[str, Any]:
    return {file.email: file.id for file in door.sent_files(call) if file.state == "admitted"}


def _judge_batch(call: door.Call, batch: list[Invented], *, seed: int, by: Person) -> int:
    seats, files, ids = door.jury_of(call), door.files_in(call), _admitted(call)
    panel = [juror for juror in jurors(seed) if juror.email in seats]
    file_of = {one.number: files[ids[one.email]] for one in batch}
    ties = [(seats[email], file_of[number]) for number, email in conflicts(batch, panel, seed)]
    door.enter_conflicts(call=call, pairs=ties, note=TIE, by=by)
    marked = [
        door.Marked(juror=seats[email], file=file_of[number], marks=given)
        for number, email, given in marks(batch, panel, seed)
    ]
    return door.take_marks(call=call, marked=marked, by=by)
