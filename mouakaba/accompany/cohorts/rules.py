"""Bounds of a cohort and of a project's plan."""

from __future__ import annotations

from collections.abc import Iterable

MOST_TEXT = 3000  # characters of objectives, of a note
MOST_STEPS = 40  # of a programme of support
MOST_MILESTONES = 40  # of one project
USUAL_SHARE = 70  # per cent of the sessions held that a certificate asks for, until the cohort says otherwise


def progress(done: Iterable[bool]) -> int | None:
    """Per cent of milestones done, rounded down, so that 100 means all; None without a milestone."""
    told = list(done)
    return 100 * sum(told) // len(told) if told else None
