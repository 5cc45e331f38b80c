"""The House of the Oriental: invented boards' posts, voices that are a tone, and a helper with a consent."""

from __future__ import annotations

import io
import json
import math
import struct
import wave
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mouakaba.base.clock.queries import now, today
from mouakaba.base.helping.actions import open_for
from mouakaba.base.organisations.actions import join_organisation, record_organisation
from mouakaba.base.organisations.models import LegalForm, Organisation
from mouakaba.base.people.models import Person
from mouakaba.match import door
from mouakaba.site.demo.logins import Login

_FILE = Path(__file__).with_name("house.json")
_RATE = 8000
HELPED = "متعاونة بلا هاتف ذكي (DEMO)"
_KEEPER = "odco@demo.example"


def house_logins() -> tuple[Login, ...]:
    """A member of a cooperative, and somebody who helps."""
    return (
        Login("member@demo.example", "عضوة تعاونية (DEMO)", "ar", "member of a cooperative: asks on the boards"),
        Login(
            "helper@demo.example", "مرافقة في جمعية (DEMO)", "ar", "association worker: helps somebody, with consent"
        ),
    )


def tone(seconds: int) -> SimpleUploadedFile:
    """A voice note that is a soft tone (DEMO): WAV, 8 kHz, one channel."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        waves = (int(6000 * math.sin(math.tau * 330 * n / _RATE)) for n in range(_RATE * seconds))
        out.writeframes(b"".join(struct.pack("<h", one) for one in waves))
    return SimpleUploadedFile("voice.wav", buffer.getvalue())


def load_house(people: Mapping[str, Person]) -> None:
    """Boards kept by the cooperatives' office, what is said on them, and a woman who is helped."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    member, helper, keeper = (people[email] for email in ("member@demo.example", "helper@demo.example", _KEEPER))
    _belong(member, "demo-honey-cooperative", LegalForm.COOPERATIVE, "viewer", "تعاونية العسل", "Coopérative du miel")
    _belong(
        helper, "demo-support-association", LegalForm.ASSOCIATION, "officer", "جمعية المواكبة", "Association d’appui"
    )
    office = Organisation.objects.get(slug="odco")
    boards = {
        entry["audience"]: door.open_board(
            by=None, keeper=office, region_id="MA-02", audience=entry["audience"], title=entry["title"], is_demo=True
        )
        for entry in data["boards"]
    }
    for n, entry in enumerate(data["posts"]):
        asked = _write(boards[entry["board"]], entry, member, days=len(data["posts"]) - n)
        for answer in entry.get("answers", []):
            given = _write(asked.board, {"kind": "answer", **answer}, keeper, days=len(data["posts"]) - n, parent=asked)
            if answer.get("helped"):
                door.mark_helped(answer=given, by=member)
    _helped(helper)


def _belong(person: Person, slug: str, form: str, role: str, arabic: str, french: str) -> None:
    name = {"ar": f"{arabic} (DEMO)", "fr": f"{french} (DEMO)"}
    made = record_organisation(slug=slug, name=name, legal_form=form, region_id="MA-02", is_demo=True, by=None)
    join_organisation(person=person, organisation=made, role=role, by=None)


def _write(board: Any, entry: Mapping[str, Any], by: Person, *, days: int, parent: Any = None) -> Any:
    voice = tone(entry["seconds"]) if "seconds" in entry else None
    texts = {name: entry.get(name, "") for name in ("title", "text", "language")}
    made = door.write_post(board=board, kind=entry["kind"], parent=parent, voice=voice, by=by, is_demo=True, **texts)
    made.said_at = now() - timedelta(days=days)
    made.save(update_fields=["said_at"])
    return made


def _helped(helper: Person) -> None:
    open_for(
        name=HELPED,
        organisation=Organisation.objects.get(slug="demo-support-association"),
        scopes=["boards", "applications"],
        why="الترشيح للإيدياثون وأسئلة في الدار (DEMO)",
        until=today() + timedelta(days=60),
        voice=tone(3),
        member=True,
        by=helper,
    )
