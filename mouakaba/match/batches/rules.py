"""Bounds of a batch."""

from __future__ import annotations

PART_TEXTS = 256  # of a part: some seconds of work, so that a worker killed loses little and people's texts wait little
PART_CHARACTERS = 200_000  # of a part of long texts, which closes with the group that reaches it
PRIORITY = -10  # what a person waits for goes first
MOST_ATTEMPTS = 5  # at one part
KEPT_DAYS = 7  # after it was last asked for
