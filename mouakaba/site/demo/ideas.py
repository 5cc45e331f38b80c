"""Twelve ideas of cooperative projects for the Oriental: ours, of public sectors; none is a real cooperative."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from mouakaba.base.clock.queries import now, today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.places.models import Region
from mouakaba.kernel.money import centimes
from mouakaba.match import door

_FILE = Path(__file__).parent / "words" / "ideas.json"
_KEEPER = "odco@demo.example"
_TEXTS = ("title", "problem", "model", "features", "permits", "partners")
_STORY = (
    (60, "ar", "اجتمعنا سبعة من الواحة واتفقنا على النشاط والمقر."),
    (35, "ar", "طلبنا الموافقة على التسمية."),
    (10, "ar", "جربنا فرز أول كمية من التمور في محل مؤقت."),
)
_MET = "لم نجد مكانا باردا لحفظ التمور بعد الجني."
_WAY = "اتفقنا مع تعاونية مجاورة على استعمال غرفتها الباردة يومين في الأسبوع مقابل ثمن الكهرباء."


def invented_ideas() -> list[dict[str, Any]]:
    """The ideas, in three languages."""
    data: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data


def load_ideas(people: Mapping[str, Person]) -> None:
    """The bank of the cooperatives' office: ideas, two plans, one taken up with its story, a need and an offer."""
    keeper, taker = people[_KEEPER], people["applicant@demo.example"]
    door.keep_bank(organisation=Organisation.objects.get(slug="odco"), by=None)
    regions = list(Region.objects.filter(code="MA-02"))
    for entry in invented_ideas():
        idea = door.save_idea(
            idea=None,
            regions=regions,
            by=None,
            **{name: entry[name] for name in _TEXTS},
            sector=entry["sector"],
            cost_from=entry["cost"][0],
            cost_to=entry["cost"][1],
            takers=entry["takers"],
            is_demo=True,
        )
        idea = door.publish_idea(idea=idea, by=keeper)
        if plan := entry.get("plan"):
            door.save_plan(idea=idea, by=keeper, values=_in_centimes(plan))
        if entry.get("adopted"):
            _adopted(idea, taker)


def _in_centimes(plan: Mapping[str, Any]) -> dict[str, Any]:
    lines = {part: {line: centimes(paid) for line, paid in plan[part].items()} for part in ("start", "monthly")}
    money = {name: centimes(str(plan[name])) for name in ("price", "own")}
    return {**lines, **money, "unit": plan["unit"], "units": plan["units"]}


def _adopted(idea: Any, taker: Person) -> None:
    adoption = door.adopt_idea(idea=idea, organisation=None, by=taker)
    adoption.adopted_at = now() - timedelta(days=70)
    adoption.save(update_fields=["adopted_at"])
    for days, language, text in _STORY:
        door.note_step(
            adoption=adoption, day=today() - timedelta(days=days), text=f"{text} (DEMO)", by=taker, language=language
        )
    door.tell_challenge(idea=idea, met=f"{_MET} (DEMO)", way=_WAY, by=taker, language="ar")
    door.say_want(idea=idea, kind="need", text="نحتاج ميزانا معتمدا لموسم واحد، بفكيك. (DEMO)", by=taker, language="ar")
