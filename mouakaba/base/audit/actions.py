"""Writing the trace. Every action of the product runs inside ``recorded``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pghistory
from django.db import models, transaction

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.clock.queries import now

_helper: ContextVar[Any] = ContextVar("helper", default=None)


@contextmanager
def helped_by(helper: models.Model) -> Iterator[None]:
    """Every act recorded inside names this helper beside the person it is done for."""
    token = _helper.set(helper)
    try:
        yield
    finally:
        _helper.reset(token)


@contextmanager
def recorded(
    act: str, *, by: Any, subject: models.Model | None = None, why: str = "", **detail: Any
) -> Iterator[AuditLine]:
    """One transaction and one audit line around a change; pghistory rows written inside carry the same context.

    ``subject`` may be set on the yielded line later with ``point`` when the change creates it.
    """
    person = by if by is not None and by.pk else None
    helper = _helper.get()
    who = {"by": str(person.pk) if person else "", **({"helper": str(helper.pk)} if helper else {})}
    with transaction.atomic(), pghistory.context(act=act, why=why, **who):
        line = AuditLine(act=act, by=person, helper=helper, at=now(), why=why, detail=detail)
        if subject is not None:
            point(line, subject)
        yield line
        line.save()


def point(line: AuditLine, subject: models.Model) -> None:
    """Says what the act was done to."""
    line.subject_type, line.subject_id = subject._meta.label_lower, str(subject.pk)
