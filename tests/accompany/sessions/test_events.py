"""Integration: a public event has a motto, organisers and partners, and counts its participants by sort."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mouakaba.accompany.sessions.actions import add_person
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.accompany.sessions.queries import participants_of
from mouakaba.base.people.models import Person
from tests.accompany.conftest import make_session
from tests.browsing import as_, url


@pytest.fixture
def event(programme: Any, places: None, today: None) -> Session:
    return make_session(None, programme, kind="conference", is_open=True)


@pytest.mark.django_db
def test_an_event_carries_its_motto_in_three_languages(event: Session, omar: Person) -> None:
    body = {"kind": "conference", "mode": "collective", "title_fr": "DEMO rencontre", "zone": "Africa/Casablanca",
            "starts": "2026-03-02T14:00", "ends": "2026-03-02T17:00", "is_open": "on", "motto_ar": "شعار (DEMO)",
            "motto_fr": "DEMO devise", "organisers": "DEMO Chambre", "partners": "DEMO Cluster"}  # fmt: skip
    wrong = as_(omar).post(url("session_edit", event.pk), {**body, "ends": ""})
    assert wrong.status_code == 422 and "DEMO devise" in wrong.content.decode()
    as_(omar).post(url("session_edit", event.pk), body)
    french = Client().get(url("session", event.pk)).content.decode()
    assert "DEMO devise" in french and "DEMO Chambre" in french and "DEMO Cluster" in french
    assert "شعار (DEMO)" in Client().get(url("session", event.pk, language="ar")).content.decode()


@pytest.mark.django_db
def test_participants_are_counted_by_sort(event: Session, omar: Person, charlie: Person) -> None:
    as_(charlie).post(url("session_register", event.pk), {"comes_as": "expert"})
    for number in range(3):
        add_person(session=event, email="", name=f"DEMO {number}", comes_as="cooperative", by=omar)
    as_(omar).post(url("session_person", event.pk), {"name": "DEMO x", "comes_as": ""})
    Registration.objects.filter(name="DEMO 0").update(present_at=event.starts_at, present_by="sheet")
    counts = {str(word): (coming, came) for word, coming, came in participants_of(event)}
    assert sorted(counts.values()) == [(1, 0), (1, 0), (3, 1)] and len(counts) == 3
    assert "représentant d’une coopérative" in Client().get(url("session", event.pk)).content.decode()


@pytest.mark.django_db
def test_an_unknown_sort_is_no_sort(event: Session, charlie: Person) -> None:
    as_(charlie).post(url("session_register", event.pk), {"comes_as": "king"})
    assert Registration.objects.get().comes_as == ""
    assert participants_of(event) == []
