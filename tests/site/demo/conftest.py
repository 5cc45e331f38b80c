"""The loaded demonstration, in a database of its own: it is loaded once a session, not once a test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.db import connection

from mouakaba.base.places.queries import forget_places
from mouakaba.site.demo.loading import load

SIZES: Mapping[str, int] = {"kawaliss-2": 30, "kawaliss-3": 8, "ideathon-oujda": 8}


def _stand_in(database: str) -> None:
    """From here on the connection is one to this database."""
    connection.close()
    connection.settings_dict["NAME"] = database
    forget_places()


@pytest.fixture(scope="session")
def loaded_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The name of a database with the demonstration, and the folder of its logins."""
    folder, plain = tmp_path_factory.mktemp("demonstration"), str(connection.settings_dict["NAME"])
    name, demo = f"{plain}_demonstration", product.DEMO
    with django_db_blocker.unblock():
        _run(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{plain}"')
        _stand_in(name)
        product.DEMO = True
        load(folder, SIZES)
        product.DEMO = demo
        _stand_in(plain)
    yield name, folder
    with django_db_blocker.unblock():
        _run(f'DROP DATABASE IF EXISTS "{name}"')


def _run(*statements: str) -> None:
    connection.close()  # a database is copied and dropped only when nobody stands in it
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="module")
def demonstration(loaded_once: tuple[str, Path], django_db_blocker: Any) -> Iterator[Path]:
    """Tests of this file stand in the loaded demonstration; what each changes is undone after it."""
    plain = str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        _stand_in(loaded_once[0])
    yield loaded_once[1]
    with django_db_blocker.unblock():
        _stand_in(plain)


@pytest.fixture
def loaded(demonstration: Path, settings: Any, tmp_path: Path) -> Path:
    """A demonstration runs; the folder, one's own copy, holds its logins."""
    settings.DEMO = True
    return Path(shutil.copytree(demonstration, tmp_path / "loaded"))
