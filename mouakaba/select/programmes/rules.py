"""Who may do what in a programme. The queries of ``programmes/queries.py`` apply these when they fetch."""

from __future__ import annotations

ORGANISATION_WRITERS = ("owner", "officer")
ORGANISATION_READERS = ("owner", "officer", "viewer")
PROGRAMME_WRITERS = ("officer",)
PROGRAMME_JUDGES = ("officer", "president")
PROGRAMME_READERS = ("officer", "president", "viewer")
