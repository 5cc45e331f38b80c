"""Facts other engines may react to, connected in ``site/wiring.py``. Handlers get ids and run after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


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
