"""Integration: what phones scanned is merged without loss or double count, whatever their clocks say."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.attendance.actions import DeviceScan, count_present, make_badge, take_scans
from mouakaba.accompany.attendance.models import Badge, Scan
from mouakaba.accompany.attendance.queries import report_of
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from tests import factories
from tests.accompany.conftest import expected, make_cohort, make_session
from tests.browsing import as_, url

AT = factories.at("2026-03-02 14:05:00")
BLANK = json.dumps({"sent_at": AT.isoformat(), "scans": [{"id": str(UUID(int=1)), "badge": " ", "at": AT.isoformat()}]})


def scan(badge: str, at: datetime = AT) -> DeviceScan:
    return DeviceScan(uuid4(), badge, at)


def codes(rows: list[Registration]) -> list[str]:
    return [Badge.objects.get(person=row.person).code for row in rows]


@pytest.mark.django_db
def test_the_same_badge_counts_once_and_the_unknown_is_kept(session: Session, trainer: Person, stand_at: Any) -> None:
    badges = codes(expected(session, 3))
    stand_at("2026-03-02 14:30:00")
    sent = factories.at("2026-03-02 14:30:00")
    rows = [scan(badges[0]), scan(badges[0].lower()), scan(badges[1]), scan("NOBODYS")]
    assert take_scans(session=session, scans=rows, sent_at=sent, by=trainer) == 2
    assert take_scans(session=session, scans=rows, sent_at=sent, by=trainer) == 2  # sent again: the answer was lost
    assert Scan.objects.count() == 4
    report = report_of(session)
    assert (report.present, [one.badge for one in report.unknown], report.drift) == (2, ["NOBODYS"], None)
    assert (
        list(session.registrations.filter(present_at__isnull=False).values_list("present_by", flat=True))
        == ["scan"] * 2
    )


@pytest.mark.django_db
def test_a_wrong_clock_is_corrected_and_told(session: Session, trainer: Person, stand_at: Any) -> None:
    [badge] = codes(expected(session, 1))
    stand_at("2026-03-02 18:30:00")
    wrong = timedelta(hours=3, minutes=2)
    sent = factories.at("2026-03-02 18:30:00") + wrong
    take_scans(session=session, scans=[scan(badge, AT + wrong)], sent_at=sent, by=trainer)
    found = session.registrations.get().present_at
    assert found and abs(found - AT) < timedelta(seconds=30)
    page = as_(trainer).get(url("attendance", session.pk)).content.decode()
    assert "3 h 2 min" in page


@pytest.mark.django_db
def test_a_badge_read_out_of_hours_counts_and_is_told(session: Session, trainer: Person, stand_at: Any) -> None:
    [row] = expected(session, 1)
    stand_at("2026-03-03 09:00:00")
    sent = factories.at("2026-03-03 09:00:00")
    take_scans(session=session, scans=[scan(codes([row])[0], sent)], sent_at=sent, by=trainer)
    assert report_of(session).outside == [str(row.person)]
    assert session.registrations.filter(present_at__isnull=False).count() == 1


@pytest.mark.django_db
def test_who_was_not_on_the_list_is_put_on_it_and_an_unknown_badge_counts_once_it_is_known(
    session: Session, trainer: Person, charlie: Person
) -> None:
    code = make_badge(person=charlie, by=charlie).code
    take_scans(session=session, scans=[scan(code), scan("LATER")], sent_at=AT, by=trainer)
    assert session.registrations.get().state == Registration.State.WALK_IN
    Badge.objects.create(person=factories.make_person("Later"), code="LATER", made_at=AT)
    assert count_present(session) == 2


@pytest.mark.django_db
def test_scans_of_one_session_never_touch_another(session: Session, trainer: Person) -> None:
    other = make_session(session.cohort, trainer=trainer)
    [badge] = codes(expected(session, 1))
    one = scan(badge)
    take_scans(session=session, scans=[one], sent_at=AT, by=trainer)
    take_scans(session=other, scans=[DeviceScan(one.id, "STOLEN", AT)], sent_at=AT, by=trainer)
    assert set(Scan.objects.values_list("session", "badge")) == {(session.pk, badge), (other.pk, "STOLEN")}


@pytest.mark.django_db(transaction=True)
def test_phones_that_send_at_once_lose_and_double_nothing(programme: Any, places: None, stand_at: Any) -> None:
    stand_at("2026-03-02 15:00:00")
    session = make_session(make_cohort(programme))
    officer = factories.make_person("Officer")
    badges = codes(expected(session, 6))
    shared = [scan(badge) for badge in badges]
    gate = Barrier(4)

    def send(part: int) -> None:
        try:
            gate.wait(30)
            rows = shared if part % 2 else [*shared[part:], scan("UNKNOWN")]
            take_scans(session=session, scans=rows, sent_at=AT, by=officer)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    assert Scan.objects.count() == 6 + 2
    assert session.registrations.filter(present_at__isnull=False).count() == 6


@pytest.mark.django_db
def test_the_page_takes_scans_from_trainer_and_officer_alone(
    session: Session, trainer: Person, omar: Person, viewer: Person, charlie: Person, holder: Person
) -> None:
    [badge] = codes(expected(session, 1))
    body = {"sent_at": AT.isoformat(), "scans": [{"id": str(uuid4()), "badge": badge, "at": AT.isoformat()}]}
    told = {}
    for name, person in {"trainer": trainer, "officer": omar, "viewer": viewer, "stranger": charlie}.items():
        answer = as_(person).post(url("attendance", session.pk), json.dumps(body), content_type="application/json")
        told[name] = answer.status_code
        assert as_(person).get(url("attendance", session.pk)).status_code == answer.status_code
    assert told == {"trainer": 200, "officer": 200, "viewer": 404, "stranger": 404}
    assert as_(None).get(url("attendance", session.pk)).status_code == 302
    assert Scan.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        "no json", "[]", '{"scans": []}', '{"sent_at": "2026-03-02", "scans": []}',
        '{"sent_at": "2026-03-02T14:00:00Z", "scans": [{"id": "1", "badge": "A", "at": "2026-03-02T14:00:00Z"}]}',
        BLANK,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(session: Session, trainer: Person, body: str) -> None:
    answer = as_(trainer).post(url("attendance", session.pk), body, content_type="application/json")
    assert answer.status_code == 400
    assert "rien n’est perdu" in answer.json()["problem"]
    assert Scan.objects.count() == 0


@pytest.mark.django_db
def test_without_scripts_names_are_ticked_and_a_badge_typed(session: Session, trainer: Person) -> None:
    rows = expected(session, 2)
    client = as_(trainer)
    client.post(url("attendance", session.pk), {"present": [f"R:{rows[0].pk}"], "badge": codes(rows)[1]})
    assert session.registrations.filter(present_at__isnull=False).count() == 2


@pytest.mark.django_db
def test_the_page_asks_as_many_queries_for_many_as_for_few(session: Session, trainer: Person) -> None:
    client = as_(trainer)
    expected(session, 2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url("attendance", session.pk))
    for number in range(40):
        Registration.objects.create(session=session, name=f"DEMO {number}", at=AT)
    with CaptureQueriesContext(connection) as many:
        client.get(url("attendance", session.pk))
    assert len(many) == len(few) <= 12, [query["sql"][:90] for query in many]


@pytest.mark.django_db
def test_a_badge_goes_with_its_person_and_the_count_stays(session: Session, trainer: Person) -> None:
    [row] = expected(session, 1)
    take_scans(session=session, scans=[scan(codes([row])[0])], sent_at=AT, by=trainer)
    person = row.person
    assert person and export_person(person)["badge"]["scans"]
    erase_person(person=person, by=person)
    assert Badge.objects.count() == Scan.objects.count() == 0
    kept = session.registrations.get()
    assert (kept.person, kept.name, kept.present_at is not None) == (None, "", True)


@pytest.mark.django_db
def test_a_renewed_badge_replaces_the_one_before(charlie: Person) -> None:
    client = as_(charlie)
    client.get(url("my_badge"))
    before = Badge.objects.get().code
    client.post(url("my_badge"))
    after = Badge.objects.get().code
    assert before != after and len(after) == 10
    picture = client.get(url("my_badge_picture"))
    assert picture["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content


@pytest.mark.django_db
def test_a_badge_at_first_sight_asks_few_queries(charlie: Person) -> None:
    client = as_(charlie)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url("my_badge")).status_code == 200
    assert Badge.objects.get().person == charlie
    assert len(asked) <= 12, "\n".join(query["sql"][:150] for query in asked)
