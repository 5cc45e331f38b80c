"""Two boards of a region, a keeper, a member of a cooperative."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.people.models import Person
from mouakaba.match.boards.actions import open_board, write_post
from mouakaba.match.boards.models import Board, Post
from tests import factories
from tests.kernel.pictures.test_stripping import png as grey
from tests.kernel.sounds.test_measure import wav


def note(seconds: float = 2, name: str = "voice.wav") -> SimpleUploadedFile:
    """A recording of silence."""
    return SimpleUploadedFile(name, wav(seconds))


def png() -> SimpleUploadedFile:
    return SimpleUploadedFile("DEMO.png", grey())


@pytest.fixture
def keeper(db: None) -> Person:
    """Writes for the organisation that keeps the boards."""
    person, office = factories.make_person("Keeper", language="fr"), factories.make_organisation("demo-odco")
    join_organisation(person=person, organisation=office, role="officer", by=None)
    return person


@pytest.fixture
def fatima(db: None) -> Person:
    """A member of a cooperative, without an office in it."""
    person = factories.make_person("Fatima", language="ar")
    cooperative = factories.make_organisation("demo-cooperative", legal_form="cooperative")
    join_organisation(person=person, organisation=cooperative, role="viewer", by=None)
    return person


@pytest.fixture
def partner(db: None) -> Person:
    """Belongs to an association."""
    person = factories.make_person("Partner")
    association = factories.make_organisation("demo-association", legal_form="association")
    join_organisation(person=person, organisation=association, role="viewer", by=None)
    return person


def make_board(audience: str = "cooperatives", **fields: Any) -> Board:
    from mouakaba.base.organisations.models import Organisation

    given = {"title": factories.words(f"DEMO {audience}"), "region_id": "MA-02", "is_demo": True}
    keeper = Organisation.objects.get(slug="demo-odco")
    return open_board(by=None, audience=audience, keeper=keeper, **{**given, **fields})


@pytest.fixture
def board(keeper: Person, places: None, today: None) -> Board:
    """Anybody reads it, cooperatives write on it."""
    return make_board()


@pytest.fixture
def closed(keeper: Person, places: None, today: None) -> Board:
    """Members of cooperatives alone."""
    return make_board("members")


@pytest.fixture
def question(board: Board, fatima: Person) -> Post:
    return write_post(board=board, kind="question", title="DEMO بيع العسل", text="DEMO كيف", voice=note(), by=fatima)
