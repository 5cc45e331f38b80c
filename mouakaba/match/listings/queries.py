"""Openings a person may run, and those anybody may read. Fetching is authorising."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.people.rules import WRITERS
from mouakaba.match import registry
from mouakaba.match.listings.models import Opening, OpeningSkill


def organisations_of(person: Person) -> QuerySet[Organisation]:
    """Organisations in whose name this person may state a need."""
    return Organisation.objects.filter(memberships__person=person, memberships__role__in=WRITERS).distinct()


def openings_run_by(person: Person) -> QuerySet[Opening]:
    """Openings this person may change, with how many skills each asks for."""
    asked = Count("skills", filter=Q(skills__state=OpeningSkill.State.ASKED))
    return _run_by(person).filter(side="").annotate(asked=asked)


def trades_run_by(person: Person) -> QuerySet[Opening]:
    """Offers and needs of this person's organisations, and their own."""
    return _run_by(person).exclude(side="")


def owned_by(person: Person, path: str = "") -> Q:
    """Listings this person writes for: their organisations' and their own. ``path``: to the listing, as "opening__"."""
    return Q(**{f"{path}organisation__in": organisations_of(person)}) | Q(**{f"{path}person": person})


def _run_by(person: Person) -> QuerySet[Opening]:
    rows = Opening.objects.filter(owned_by(person))
    return rows.select_related("organisation", "region").order_by("-made_at", "pk")


def open_openings() -> QuerySet[Opening]:
    """Listings that ask for skills or teach them and that anybody may read today."""
    return _open().filter(side="")


def open_trades() -> QuerySet[Opening]:
    """Offers and needs that are open today; whether anybody may read one, its kind says."""
    return _open().exclude(side="")


def public_openings() -> QuerySet[Opening]:
    """Every listing that anybody may read today, of whatever kind: of offers and needs the sides its kind shows."""
    kinds = {
        side: tuple(kind.code for kind in registry.trades() if registry.trade(kind.code).asks(side).public)
        for side in registry.SIDES
    }
    return _public(today(), tuple(kinds.items())).all()  # a copy: what was kept is never asked itself


@lru_cache(maxsize=8)  # building it takes a fifth of asking it
def _public(day: date, kinds: tuple[tuple[str, tuple[str, ...]], ...]) -> QuerySet[Opening]:
    shown = Q(side="")
    for side, codes in kinds:
        shown |= Q(side=side, kind_code__in=codes)
    return _open(day).filter(shown)


def _open(day: date | None = None) -> QuerySet[Opening]:
    return (
        Opening.objects.filter(state=Opening.State.OPEN, closes_on__gte=day or today())
        .select_related("organisation", "region")
        .order_by("closes_on", "pk")
    )


def open_needs() -> QuerySet[Opening]:
    """Of these, those that ask for skills."""
    return open_openings().filter(kind_code__in=registry.codes(teaching=False))


def open_trainings() -> QuerySet[Opening]:
    """Of these, those that teach skills."""
    return open_openings().filter(kind_code__in=registry.codes(teaching=True))


def skills_of(opening: Opening, *states: str) -> QuerySet[OpeningSkill]:
    """Skills of an opening in these states; of all, when none is named."""
    rows = OpeningSkill.objects.filter(opening=opening)
    return rows.filter(state__in=states) if states else rows


def listing_rows(since: datetime | None) -> QuerySet[Any, dict[str, Any]]:
    """One dict a listing that was ever shown, for counting; nobody's name. Those changed since then, or all."""
    rows = Opening.objects.exclude(state=Opening.State.DRAFT)
    if since is not None:
        events = Opening.pgh_event_model.objects.filter(pgh_created_at__gte=since)  # type: ignore[attr-defined]
        rows = rows.filter(pk__in=events.values("pgh_obj_id"))
    found: QuerySet[Any, Any] = rows.order_by().values("id", "kind_code", "made_at", "sector", region_code=F("region"))
    return found
