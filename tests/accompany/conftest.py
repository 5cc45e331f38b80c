"""A cohort with two projects, a trainer, and sessions."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from mouakaba.accompany.attendance.actions import make_badge
from mouakaba.accompany.cohorts.actions import add_project, save_cohort
from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.accompany.sessions.actions import save_session
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.base.people.models import Membership, Person
from tests import factories
from tests.accompany.spaces.cast import TODAY as SITES_TODAY
from tests.accompany.spaces.cast import make_network

TODAY = "2026-03-02 10:00:00"  # in Ramadan: Morocco is at UTC+0


def make_cohort(programme: Any, code: str = "demo-cohort", **fields: Any) -> Cohort:
    values = {"programme": programme, "code": code, "title": factories.words("DEMO cohort"), "is_demo": True, **fields}
    return save_cohort(cohort=None, values=values, by=None)


def make_project(cohort: Cohort, bearer: Person | None = None, title: str = "DEMO project") -> CohortProject:
    values = {"title": title, "region_id": "MA-02", "language": "fr"}
    return add_project(cohort=cohort, values=values, email=bearer.email if bearer else "", by=None)


def make_session(
    cohort: Cohort | None, programme: Any = None, *, trainer: Person | None = None, **fields: Any
) -> Session:
    """A collective training on the day of the tests, from two in the afternoon to five."""
    values = {
        "programme": programme or cohort.programme,  # type: ignore[union-attr]
        "cohort": cohort,
        "kind": "training",
        "title": factories.words("DEMO session"),
        "starts_at": factories.at("2026-03-02 14:00:00"),
        "ends_at": factories.at("2026-03-02 17:00:00"),
        "is_demo": True,
    }
    given = {**values, **fields}
    if "starts_at" in fields and "ends_at" not in fields:
        given["ends_at"] = fields["starts_at"] + timedelta(hours=2)
    return save_session(session=None, values=given, trainers=[trainer.email] if trainer else None, by=None)


def expected(session: Session, count: int) -> list[Registration]:
    """People with badges, registered."""
    made = []
    for number in range(count):
        person = factories.make_person(f"Guest {number:03}")
        make_badge(person=person, by=person)
        made.append(Registration.objects.create(session=session, person=person, at=factories.at(TODAY)))
    return made


@pytest.fixture
def today(stand_at: Any) -> None:
    stand_at(TODAY)


@pytest.fixture
def trainer(db: None) -> Person:
    return factories.make_person("Trainer", language="fr")


@pytest.fixture
def holder(db: None) -> Person:
    """Bears a project of the cohort."""
    return factories.make_person("Holder", language="ar")


@pytest.fixture
def viewer(programme: Any) -> Person:
    """Reads in the office and changes nothing."""
    person = factories.make_person("Viewer")
    Membership.objects.create(person=person, organisation=programme.organisation, role="viewer")
    return person


@pytest.fixture
def cohort(programme: Any, places: None, today: None) -> Cohort:
    return make_cohort(programme)


@pytest.fixture
def project(cohort: Cohort, holder: Person) -> CohortProject:
    return make_project(cohort, holder)


@pytest.fixture
def session(cohort: Cohort, trainer: Person) -> Session:
    return make_session(cohort, trainer=trainer)


@pytest.fixture
def world(places: None, stand_at: Any) -> SimpleNamespace:
    stand_at(SITES_TODAY)
    return make_network()
