"""Integration: sessions are made, moved and cancelled, people register and wait, calendars follow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.accompany.sessions.actions import cancel_session, register, remind, save_session, save_tour, withdraw
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.accompany.sessions.queries import calendar_of, session_rows
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from tests import factories
from tests.accompany.conftest import expected, make_cohort, make_project, make_session
from tests.browsing import as_, url

State = Registration.State


def typed(**changes: Any) -> dict[str, Any]:
    values = {
        "kind": "workshop", "mode": "collective", "title_fr": "DEMO atelier", "starts": "2026-03-20T14:00",
        "ends": "2026-03-20T17:00", "zone": "Africa/Casablanca", "place": "DEMO salle", "trainers": "",
        "capacity": "12",
    }  # fmt: skip
    return {**values, **changes}


@pytest.mark.django_db
def test_an_officer_writes_a_session_in_wall_time(omar: Person, cohort: Cohort, trainer: Person) -> None:
    client = as_(omar)
    body = typed(trainers=f"{trainer.email}\nnew-trainer@demo.example")
    answer = client.post(url("cohort_session_new", cohort.pk), body)
    made = Session.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("session_office", made.pk))
    assert made.starts_at == factories.at("2026-03-20 14:00:00")  # Ramadan: UTC+0
    assert made.starts_at.utctimetuple().tm_hour == 14
    assert set(made.trainers.values_list("email", flat=True)) == {trainer.email, "new-trainer@demo.example"}
    page = client.get(url("session_office", made.pk)).content.decode()
    assert "UTC+0" in page and "DEMO atelier" in page
    client.post(url("session_edit", made.pk), typed(starts="2026-03-25T14:00", ends="2026-03-25T17:00"))
    made.refresh_from_db()
    assert made.starts_at.utctimetuple().tm_hour == 13  # after Ramadan: UTC+1
    assert made.sequence == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends": "2026-03-20T13:00"}, "ends", "n’est pas après le début"),
        ({"ends": "2026-03-20T14:00"}, "ends", "n’est pas après le début"),
        ({"ends": "2026-05-20T14:00"}, "ends", "deux semaines"),
        ({"starts": "demain"}, "starts", "Écrivez le jour et l’heure"),
        ({"title_fr": ""}, "title_ar", "au moins une des trois langues"),
        ({"kind": "coaching"}, "mode", "un seul projet"),
        ({"trainers": "no address"}, "trainers", "pas une adresse"),
        ({"kind": ""}, "kind", ""),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    omar: Person, cohort: Cohort, changes: dict[str, str], field: str, words: str
) -> None:
    answer = as_(omar).post(url("cohort_session_new", cohort.pk), typed(**changes))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert set(form.errors) == {field}
    assert words in str(form.errors[field])
    assert "DEMO salle" in answer.content.decode()
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_the_table_itself_refuses_an_end_before_the_start(session: Session) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(ends_at=session.starts_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(kind="coaching")


@pytest.mark.django_db
def test_a_tour_and_a_project_belong_to_the_same_cohort(programme: Any, cohort: Cohort) -> None:
    other = make_cohort(programme, "demo-other")
    tour = save_tour(cohort=other, title={"fr": "DEMO"}, by=None)
    with pytest.raises(ValidationError, match="فوج آخر"):
        make_session(cohort, tour=tour)
    with pytest.raises(ValidationError):
        make_session(cohort, individual=True, project=make_project(other))


@pytest.mark.django_db
def test_who_waits_gets_the_place_that_comes_free(cohort: Cohort, holder: Person, project: CohortProject) -> None:
    session = make_session(cohort, capacity=1, link="https://demo.example/room")
    first = factories.make_person("First", language="fr")
    make_project(cohort, first)
    mine = register(session=session, person=first, by=first)
    assert register(session=session, person=first, by=first).pk == mine.pk
    waits = register(session=session, person=holder, by=holder)
    assert (mine.state, waits.state) == (State.REGISTERED, State.WAITING)
    assert b"VEVENT" not in calendar_of(holder)
    withdraw(registration=mine, by=first)
    assert b"VEVENT" in calendar_of(holder)
    waits.refresh_from_db()
    assert waits.state == State.REGISTERED
    letters = OutboxMessage.objects.filter(person=holder).order_by("queued_at").values_list("subject", flat=True)
    assert [subject.split(":")[0] for subject in letters] == ["في لائحة الانتظار", "لك مكان"]
    bodies = OutboxMessage.objects.filter(person=holder).order_by("queued_at").values_list("body", flat=True)
    assert ["demo.example/room" in body for body in bodies] == [False, True]
    again = register(session=session, person=first, by=first)
    assert (again.pk, again.state) == (mine.pk, State.WAITING)


@pytest.mark.django_db(transaction=True)
def test_places_are_given_once_to_many_at_the_same_moment(programme: Any, places: None, stand_at: Any) -> None:
    stand_at("2026-03-02 10:00:00")
    session = make_session(make_cohort(programme), capacity=2, is_open=True)
    people = [factories.make_person(f"Guest {number}") for number in range(6)]
    gate = Barrier(len(people))

    def come(person: Person) -> str:
        try:
            gate.wait(30)
            return register(session=session, person=person, by=person).state
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        states = list(pool.map(come, people))
    assert sorted(states) == [State.REGISTERED] * 2 + [State.WAITING] * 4


@pytest.mark.django_db
def test_a_move_and_a_cancellation_are_told_to_everybody(session: Session, trainer: Person, omar: Person) -> None:
    rows = expected(session, 2)
    values = {"starts_at": session.starts_at + timedelta(hours=1)}
    save_session(session=session, values=values, by=omar)
    cancel_session(session=session, reason="DEMO pluie", by=omar)
    told = OutboxMessage.objects.filter(key__startswith="session-")
    assert told.filter(person=trainer).count() == told.filter(person=rows[0].person).count() == 2
    letter = told.get(person=trainer, key__startswith="session-cancelled").body
    assert "Motif\u00a0: DEMO pluie" in letter and "Début\u00a0: lundi 2 mars 2026" in letter
    with pytest.raises(ValidationError):
        cancel_session(session=session, reason="again", by=omar)
    with pytest.raises(ValidationError):
        register(session=session, person=trainer, by=omar)


@pytest.mark.django_db
def test_everybody_is_reminded_once(session: Session) -> None:
    expected(session, 2)
    make_session(session.cohort, starts_at=factories.at("2026-03-20 14:00:00"))
    assert (remind(), remind()) == (2, 0)


@pytest.mark.django_db
def test_the_calendar_is_secret_and_may_be_renewed(session: Session, trainer: Person, omar: Person) -> None:
    client = as_(trainer)
    client.post(url("my_calendar"), {"act": "renew"})
    address = client.get(url("my_sessions")).context["address"]
    path = "/" + address.split("/", 3)[3]
    body = as_(None).get(path).content.decode()
    assert "DTSTART:20260302T140000Z" in body and "STATUS:CONFIRMED" in body
    cancel_session(session=session, reason="DEMO", by=omar)
    assert "STATUS:CANCELLED" in as_(None).get(path).content.decode()
    client.post(url("my_calendar"), {"act": "renew"})
    assert as_(None).get(path).status_code == 404
    client.post(url("my_calendar"), {"act": "close"})
    assert client.get(url("my_sessions")).context["address"] == ""


@pytest.mark.django_db
def test_who_opens_what(
    session: Session, trainer: Person, omar: Person, viewer: Person, charlie: Person, holder: Person,
    project: CohortProject,
) -> None:  # fmt: skip
    people = {"officer": omar, "viewer": viewer, "trainer": trainer, "holder": holder, "stranger": charlie}
    pages = {
        "session_office": {"officer", "viewer", "trainer"},
        "session_edit": {"officer"},
        "session": {"officer", "viewer", "trainer", "holder"},
    }
    for name, allowed in pages.items():
        answers = {who: as_(person).get(url(name, session.pk)).status_code for who, person in people.items()}
        assert {who for who, status in answers.items() if status == 200} == allowed, name
        assert set(answers.values()) <= {200, 404}
    assert url("my_sessions") in as_(trainer).get(url("session_office", session.pk)).content.decode()
    assert url("cohort", session.cohort_id) not in as_(trainer).get(url("session_office", session.pk)).content.decode()
    assert as_(None).get(url("session", session.pk)).status_code == 404
    assert as_(charlie).post(url("session_register", session.pk)).status_code == 404
    assert as_(viewer).post(url("session_cancel", session.pk), {"reason": "x"}).status_code == 404
    assert as_(trainer).post(url("session_cancel", session.pk), {"reason": "x"}).status_code == 404


@pytest.mark.django_db
def test_anybody_registers_for_an_open_session_and_gives_the_place_back(cohort: Cohort, charlie: Person) -> None:
    unnamed = factories.make_person("Unnamed")
    Person.objects.filter(pk=unnamed.pk).update(name="")
    session = make_session(cohort, is_open=True, trainer=unnamed)
    assert unnamed.email not in as_(None).get(url("session", session.pk)).content.decode()
    assert "DEMO session" in as_(None).get(url("agenda")).content.decode()
    assert as_(None).get(url("session", session.pk)).status_code == 200
    client = as_(charlie)
    client.post(url("session_register", session.pk))
    assert session.registrations.get().state == State.REGISTERED
    client.post(url("session_register", session.pk), {"act": "withdraw"})
    assert session.registrations.get().state == State.WITHDRAWN


@pytest.mark.django_db
def test_a_name_without_an_account_is_put_on_the_list(session: Session, trainer: Person) -> None:
    client = as_(trainer)
    client.post(url("session_person", session.pk), {"name": "DEMO nom"})
    answer = client.post(url("session_person", session.pk), {"email": "nobody@demo.example"})
    assert answer.status_code == 422 and "nobody@demo.example" in answer.content.decode()
    assert session.registrations.get().name == "DEMO nom"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_lists_ask_few_queries_whatever_the_rows(cohort: Cohort, omar: Person, trainer: Person, language: str) -> None:
    client, pages = as_(omar), ("agenda", "sessions", "my_sessions", "cohorts")
    for count in (1, 24):
        for _ in range(count):
            session = make_session(cohort, trainer=omar, is_open=True)
        if count == 1:
            expected(session, 1)
        paths = [url(page, language=language) for page in pages]
        paths += [
            url("session_office", session.pk, language=language),
            url("cohort_figures", cohort.pk, language=language),
        ]
        for path in [*paths, url("cohort_sessions", cohort.pk, language=language)]:
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            assert answer.status_code == 200, path
            assert len(asked) <= 12, (path, [query["sql"][:80] for query in asked])
    table = client.get(url("sessions", language=language) + "?format=csv&kind=training")
    assert len(table.content.decode().splitlines()) == 26


@pytest.mark.django_db
def test_rows_for_counting_name_nobody(session: Session, stand_at: Any) -> None:
    make_session(session.cohort, kind="visit")
    stand_at("2026-03-03 10:00:00")
    rows = list(session_rows(cohort__code="demo-cohort").filter(kind="training"))
    assert [(row["held"], row["cancelled"], row["individual"], row["tour"]) for row in rows] == [
        (True, False, False, None)
    ]
    assert set(rows[0]) == {
        "id", "programme_slug", "cohort_code", "kind", "individual", "tour", "region_code", "starts_at", "held",
        "cancelled", "day_known", "is_demo",
    }  # fmt: skip
