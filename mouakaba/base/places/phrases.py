"""Names of places in the reader's language."""

from __future__ import annotations

from mouakaba.base.places.queries import commune_rows
from mouakaba.base.words.queries import said


def commune_in_words(code: str) -> str:
    """``Oujda (préfecture d'Oujda-Angad)``; the code itself when it is not known."""
    row = commune_rows().get(code)
    return f"{said(row['name'])} ({said(row['province'])})" if row else code


def communes_by_name() -> list[tuple[str, str]]:
    """Every commune, by code and name, in the order of their names."""
    return sorted(((code, commune_in_words(code)) for code in commune_rows()), key=lambda one: one[1])
