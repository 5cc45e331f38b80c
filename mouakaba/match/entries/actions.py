"""Placing what changed: its words, and where it stands for the quick encoder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from django.db import connection

from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.words import search_terms
from mouakaba.match.entries.models import Entry
from mouakaba.match.entries.queries import as_vector
from mouakaba.match.entries.rules import AT_ONCE, MOST_TERMS, MOST_TEXT, place_terms
from mouakaba.match.skills.queries import NotInstalledError, vectors


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry says: in each language a title and the rest; words to find it by besides; codes of its regions."""

    said: tuple[tuple[str, str], ...] = ()
    besides: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()  # none: everywhere


_WRITE = """UPDATE match_entry AS entry SET words = told.words::tsvector,
    vector = COALESCE(told.vector::halfvec, entry.vector), of = told.of, regions = told.regions,
    stale = entry.stale - told.stale
    FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS told(id bigint, stale int, words text, regions text[], vector text, of text)
    WHERE entry.id = told.id AND entry.stale >= told.stale"""
Reader = Callable[[Sequence[Entry]], dict[int, Told]]  # what entries say, by their number


def place_entries(reader: Reader) -> int:
    """Reads the texts of every entry that changed, and writes its words and its vector. Returns how many.

    A change that comes meanwhile keeps its entry stale. Without the quick encoder entries are found by words alone.
    """
    placed = 0
    last = 0
    while rows := list(Entry.objects.filter(stale__gt=0, pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        _place(rows, reader(rows))
        placed += len(rows)
    return placed


def _place(rows: list[Entry], told: dict[int, Told]) -> None:
    known = {row.pk: told.get(row.pk, Told()) for row in rows}
    hashes = {row.pk: _hash(known[row.pk]) for row in rows}
    found = _vectors({row.pk: known[row.pk] for row in rows if hashes[row.pk] != row.of})
    values = [
        {
            "id": row.pk,
            "stale": row.stale,
            "words": tsvector(known[row.pk]),
            "regions": list(known[row.pk].regions),
            "vector": found.get(row.pk),
            "of": hashes[row.pk] if row.pk in found else row.of,
        }
        for row in rows
    ]
    with connection.cursor() as cursor:  # one statement: what traces changes cannot follow executemany
        cursor.execute(_WRITE, {"rows": json.dumps(values)})


def _hash(told: Told) -> str:
    return sha256(repr(told.said).encode()).hexdigest()


def tsvector(told: Told) -> str:
    """The words as PostgreSQL keeps them: those of titles weigh most. Beside them where it is (`place_terms`)."""
    heads = search_terms(" ".join(title for title, _rest in told.said))
    rest = search_terms(" ".join([*(rest for _title, rest in told.said), *told.besides]))
    marked = [(term, "A") for term in heads] + [(term, "") for term in rest]
    words = [f"'{term}':{n}{mark}" for n, (term, mark) in enumerate(marked[:MOST_TERMS], start=1)]
    return " ".join([*words, *(f"'{term}'" for term in place_terms(told.regions))])


def _vectors(told: dict[int, Told]) -> dict[int, str]:
    """One unit vector an entry: the sum of those of its languages, the title once more beside the whole."""
    pieces = [(pk, piece) for pk, one in told.items() for piece in _pieces(one.said)]
    if not pieces:
        return {}
    try:
        floats = vectors([piece for _pk, piece in pieces])
    except NotInstalledError:
        return {}
    sums: dict[int, Floats] = {}
    for (pk, _piece), row in zip(pieces, floats, strict=True):
        sums[pk] = sums[pk] + row if pk in sums else row
    return {pk: as_vector(total / max(float(np.linalg.norm(total)), 1e-9)) for pk, total in sums.items()}


def _pieces(said: Iterable[tuple[str, str]]) -> Iterable[str]:
    for title, rest in said:
        if title.strip():
            yield title
        if rest.strip():
            yield f"{title}. {rest[:MOST_TEXT]}"
