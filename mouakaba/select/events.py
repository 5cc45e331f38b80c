"""Facts other engines may react to, connected in ``site/wiring.py``. Handlers get ids and run after commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction


@dataclass(frozen=True, slots=True)
class CallPublished:
    call_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    application_id: UUID
    submission_id: UUID


@dataclass(frozen=True, slots=True)
class CohortPublished:
    call_id: UUID


@dataclass(frozen=True, slots=True)
class PlaceTaken:
    """A reserve was called into the place of a withdrawn file."""

    call_id: UUID
    application_id: UUID


Handler = Callable[[Any], None]
_handlers: dict[type, list[Handler]] = {}


def listen(kind: type, handler: Handler) -> None:
    """Connects a handler to a kind of event. Called by ``site/wiring.py``."""
    known = _handlers.setdefault(kind, [])
    if handler not in known:
        known.append(handler)


def emit(event: object) -> None:
    """Tells the handlers once the present transaction is committed; one that fails does not stop the others."""
    for handler in _handlers.get(type(event), []):
        transaction.on_commit(partial(handler, event), robust=True)
