"""The books of an invented cooperative: members, a meeting with approved minutes, one that is called, due dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from mouakaba.accompany import door
from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.kernel.assemblies import Seat
from mouakaba.kernel.money import CENTIMES

SLUG = "demo-oued-cooperative"  # made with the markets, as its president
PRESIDENT = "cooperative@demo.example"
_BY_STATUTES = "النظام الأساسي للتعاونية (DEMO)"
_STATUTES = {
    "share_value": 100 * CENTIMES, "register_number": "DEMO-1/2023", "court": "المحكمة الابتدائية (DEMO)",
    "quorum": "1/2", "quorum_again": "1/4", "quorum_extra": "2/3", "quorum_board": ">1/2", "majority": ">1/2",
    "notice_days": 15, "most_proxies": 1,
}  # fmt: skip
# name, duty, shares, paid in dirhams
_MEMBERS = (
    ("DEMO فاطمة", "president", 10, 1000),
    ("DEMO خديجة", "treasurer", 10, 1000),
    ("DEMO مليكة", "secretary", 8, 800),
    ("DEMO رقية", "", 5, 500),
    ("DEMO حليمة", "", 5, 250),
    ("DEMO السعدية", "", 5, 500),
    ("DEMO زهرة", "", 4, 400),
    ("DEMO نجاة", "", 3, 300),
)


def load_cooperatives(people: Mapping[str, Person]) -> None:
    """The books of the Oued cooperative, as its president keeps them."""
    president, organisation = people[PRESIDENT], Organisation.objects.get(slug=SLUG)
    join_organisation(person=president, organisation=organisation, role="owner", by=None)
    books = door.begin_books(organisation=organisation, values=_STATUTES, is_demo=True, by=president)
    founded = today() - timedelta(days=700)
    members = [
        door.add_cooperator(
            cooperative=books,
            values={"name": name, "duty": duty, "entered_on": founded, "email": president.email if not n else ""},
            shares=shares,
            paid=paid * CENTIMES,
            by=president,
        )
        for n, (name, duty, shares, paid) in enumerate(_MEMBERS)
    ]
    gone = members[-1]
    left = today() - timedelta(days=90)
    door.record_leaving(cooperator=gone, on=left, why="withdrew", note="انتقلت إلى مدينة أخرى (DEMO)", by=president)
    _held(books, members, president)
    _called(books, president)
    _dates(books, president)


def _meeting(books: Any, on: date, agenda: str, by: Person) -> Any:
    values = {
        "kind": "ordinary", "again": False, "on": on, "at": time(10), "place": "مقر التعاونية (DEMO)",
        "agenda": agenda, "language": "ar",
    }  # fmt: skip
    return door.save_assembly(cooperative=books, assembly=None, values=values, by=by)


def _held(books: Any, members: list[Any], by: Person) -> None:
    row = _meeting(
        books, today() - timedelta(days=330), "التقرير الأدبي (DEMO)\nالتقرير المالي (DEMO)\nتوزيع الفائض (DEMO)", by
    )
    seats = {one.pk: Seat(present=True) for one in members[:5]} | {members[5].pk: Seat(proxy=members[0].pk)}
    door.take_seats(assembly=row, seats=seats, by=by)
    for text, votes in (
        ("المصادقة على التقريرين الأدبي والمالي (DEMO)", (6, 0, 0, True)),
        ("تخصيص الفائض لشراء معدات جديدة (DEMO)", (5, 1, 0, True)),
        ("رفع قيمة الحصة (DEMO)", (2, 3, 1, False)),
    ):
        names = ("votes_for", "against", "abstained", "adopted")
        door.record_decision(assembly=row, values={"text": text, **dict(zip(names, votes, strict=True))}, by=by)
    said = "تلت الرئيسة التقرير الأدبي ثم عرضت أمينة المال الحسابات، ونوقشت كل نقطة قبل التصويت (DEMO)."
    values = {"chair": members[0].name, "secretary": members[2].name, "minutes": said}
    door.write_minutes(assembly=row, values=values, by=by)
    door.approve_minutes(assembly=row, by=by)
    door.add_note(assembly=row, text="الصواب في النقطة الثانية: عشر آلات (DEMO).", by=by)


def _called(books: Any, by: Person) -> None:
    row = _meeting(books, today() + timedelta(days=20), "التقرير السنوي (DEMO)\nتجديد أجهزة التسيير (DEMO)", by)
    door.send_notices(assembly=row, by=by)


def _dates(books: Any, by: Person) -> None:
    year_end = date(today().year - 1, 12, 31)
    for kind, months, every in (("assembly", 6, 12), ("accounts", 7, 12), ("officers", 36, 36)):
        values = {
            "kind": kind, "label": "", "counted_from": year_end, "months": months, "every": every,
            "source": _BY_STATUTES,
        }  # fmt: skip
        door.save_date(cooperative=books, values=values, by=by)
