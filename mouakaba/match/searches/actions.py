"""Every write on saved searches, and telling what they found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.notify.actions import queue_news
from mouakaba.base.notify.queries import is_owed
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.kernel.matching import Side
from mouakaba.match import registry
from mouakaba.match.entries.models import Entry
from mouakaba.match.entries.queries import Hit
from mouakaba.match.finding.queries import meaning, terms_of
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import organisations_of
from mouakaba.match.searches import phrases
from mouakaba.match.searches.models import SavedSearch, SearchHit, SearchSkill
from mouakaba.match.searches.queries import (
    Find,
    answers,
    finds,
    introduced,
    is_due,
    is_for_people,
    listed_side,
    news_over_markets,
    public_markets,
    skills_of,
    to_look_through,
)
from mouakaba.match.searches.rules import AT_ONCE, MOST_SEARCHES, MOST_SKILLS, NEAR, ONE_AT_A_TIME, TOPIC
from mouakaba.match.skills.queries import concept

# What is open of the markets asked, in the region asked, with every word or near in meaning. A listing of the search's
# own organisation or owner is no news. The words are looked up in the searches (`search_terms`), not search by search.
_ASKED = """SELECT s.id AS search, e.id AS entry FROM match_entry e
    JOIN unnest(%(kinds)s::text[], %(sides)s::text[], %(markets)s::text[]) AS m(kind, side, market)
        ON m.market = e.market
    JOIN match_savedsearch s ON s.over_markets AND s.side = m.side AND s.kind_code IN ('', m.kind) AND {answers}
    LEFT JOIN match_opening o ON o.id = e.opening_id
    WHERE e.until >= %(today)s AND {these}
        AND (s.regions = '[]'::jsonb OR e.regions = '{{}}' OR s.regions ?| e.regions::text[])
        AND (o.organisation_id = s.organisation_id) IS NOT TRUE AND (o.person_id = s.owner_id) IS NOT TRUE"""
_WORDED = "s.terms <@ COALESCE(tsvector_to_array(e.words), '{{}}')"
_NEAR = "s.vector IS NOT NULL AND e.vector <=> s.vector < %(near)s"
_OF_ENTRIES, _OF_SEARCH = "e.id = ANY(%(entries)s)", "s.id = %(search)s"


def save_search(
    *,
    search: SavedSearch | None,
    kind_code: str = "",
    organisation: Organisation | None = None,
    opening: Opening | None = None,
    by: Person,
    **values: Any,
) -> SavedSearch:
    """A new search, or one changed. What it finds already is not new: only what comes later is told.

    With an organisation it looks for people, without one for listings of organisations. Raises ValidationError.
    """
    made = search or _begun(organisation, by)
    if search is None:
        listed = listed_side(registry.kind(kind_code))
        people = Side.LEFT if listed is Side.RIGHT else Side.RIGHT
        made.kind_code, made.opening, made.side = kind_code, opening, people if organisation else listed
    return _kept(made, values, by)


def save_over_markets(
    *, search: SavedSearch | None, organisation: Organisation | None = None, region: str = "", by: Person, **values: Any
) -> SavedSearch:
    """A search over all markets, new or changed, of the person or of an organisation. Raises ValidationError.

    What it finds already is not new.
    """
    made = search or _begun(organisation, by)
    words = values.get("words", "")
    terms = terms_of(words)
    if not (terms or region or values.get("kind_code") or values.get("side")):
        raise ValidationError({"words": _("Say what to look for: a word, a market, a side or a region.")})
    means = {"terms": list(terms), "vector": (meaning(words) or None) if terms else None}
    return _kept(made, {**values, **means, "over_markets": True, "regions": [region] if region else []}, by)


def _kept(made: SavedSearch, values: dict[str, Any], by: Person) -> SavedSearch:
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean(exclude=["owner", "organisation", "opening"])
    with recorded("save_search", by=by) as line:
        made.save()
        point(line, made)
        if made.over_markets:
            SearchHit.objects.filter(search=made, seen_at__isnull=True).update(seen_at=now())  # of what it asked before
            _note({"search": made.pk}, _OF_SEARCH, seen=True)
        else:
            _know(made, finds(made))
    return made


def _begun(organisation: Organisation | None, by: Person) -> SavedSearch:
    own = {"organisation": organisation} if organisation else {"owner": by, "organisation__isnull": True}
    if SavedSearch.objects.filter(**own).count() >= MOST_SEARCHES:
        raise ValidationError(_("You have saved %(most)s searches. Delete one first.") % {"most": MOST_SEARCHES})
    return SavedSearch(
        owner=by,
        organisation=organisation,
        made_at=now(),
        looked_on=today(),
        told_on=today(),
        is_demo=by.is_demo,
    )


def watch_opening(*, opening: Opening, by: Person) -> SavedSearch:
    """A search for people who fit an opening; a second time returns the first."""
    if known := SavedSearch.objects.filter(opening=opening).first():
        return known
    return save_search(
        search=None,
        kind_code=opening.kind_code,
        organisation=opening.organisation,
        opening=opening,
        name=opening.title[:100],
        by=by,
    )


def add_skill(*, search: SavedSearch, uri: str, by: Person) -> SearchSkill:
    """Asks for a skill found in the list. Raises ValidationError for one that does not exist, or too many."""
    known = concept(uri)
    if known is None:
        raise ValidationError(_("This skill is not in the list. Search for it again."))
    if skills_of(search).count() >= MOST_SKILLS:
        raise ValidationError(_("A search asks for at most %(most)s skills.") % {"most": MOST_SKILLS})
    with recorded("add_search_skill", by=by, subject=search, uri=uri):
        row, _new = SearchSkill.objects.update_or_create(search=search, uri=uri, defaults={"label": dict(known.labels)})
        _begin_anew(search)
    return row


def remove_skill(*, search: SavedSearch, uri: str, by: Person) -> None:
    """Asks for a skill no more; a second time changes nothing."""
    with recorded("remove_search_skill", by=by, subject=search, uri=uri):
        skills_of(search).filter(uri=uri).delete()
        _begin_anew(search)


def _begin_anew(search: SavedSearch) -> None:
    """What a changed search finds at once is no news."""
    fresh = SavedSearch.objects.get(pk=search.pk)  # with the skills as they are now
    _know(fresh, finds(fresh))


def pause_search(*, search: SavedSearch, paused: bool, by: Person) -> None:
    """No letters and no looking while it rests; the page still finds."""
    with recorded("pause_search", by=by, subject=search, paused=paused):
        SavedSearch.objects.filter(pk=search.pk).update(paused=paused)


def delete_search(*, search: SavedSearch, by: Person) -> None:
    """Forgets it and what it found."""
    with recorded("delete_search", by=by, subject=search):
        _wait_for_looks()
        SavedSearch.objects.filter(pk=search.pk).delete()


def look(search: SavedSearch) -> tuple[list[Find], set[UUID]]:
    """What somebody sees who opens the page, and the numbers of what is new to them; from then on it is seen.

    ``search`` comes from ``with_seen``.
    """
    found, known = finds(search), set(search.seen)  # type: ignore[attr-defined]
    fresh = {one.pk for one in found if one.pk not in known}
    if fresh:
        _know(search, found)
    return found, fresh


def look_over_markets(search: SavedSearch) -> tuple[list[Hit], set[object]]:
    """What somebody sees who opens the page of a search over all markets, and the keys of what is new to them."""
    found, new = answers(search)
    if new:
        SearchHit.objects.filter(search=search, seen_at__isnull=True).update(seen_at=now())
    return found, {hit.key for hit in found[:new]}


def note_news() -> int:
    """Looks up every entry that changed since the last time in the saved searches over all markets. Returns how many.

    An entry is marked by the transaction that changes it, so one that commits late is found by the next look. Who saves
    a search meanwhile waits, or is waited for: nothing falls between what the search knew and what is looked up.
    """
    looked = 0
    while rows := _look_up():
        looked += rows
    return looked


@transaction.atomic
def _look_up() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    changed = Entry.objects.select_for_update(skip_locked=True).filter(news=True, stale=0).order_by("pk")
    numbers = list(changed.values_list("pk", flat=True)[:AT_ONCE])
    if numbers:
        # What it said before may have answered, and no longer.
        SearchHit.objects.filter(entry__in=numbers, seen_at__isnull=True, told_at__isnull=True).delete()
        _note({"entries": numbers}, _OF_ENTRIES, seen=False)
        Entry.objects.filter(pk__in=numbers).update(news=False)
    return len(numbers)


def _note(which: dict[str, Any], these: str, *, seen: bool) -> None:
    """Writes what the searches find among these, once each; by one statement."""
    kinds, sides, markets = (list(column) for column in zip(*public_markets(), strict=True))
    asked = [_ASKED.format(answers=one.format(), these=these) for one in (_WORDED, _NEAR)]
    _wait_for_looks()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO match_searchhit (search_id, entry_id, found_at, seen_at)"  # noqa: S608 - of constants alone
            f" SELECT search, entry, %(now)s, %(seen)s::timestamptz FROM ({' UNION '.join(asked)}) AS found"
            " JOIN match_savedsearch kept ON kept.id = search FOR KEY SHARE OF kept"
            " ON CONFLICT (search_id, entry_id) DO UPDATE SET seen_at = EXCLUDED.seen_at"
            " WHERE EXCLUDED.seen_at IS NOT NULL",
            {
                **which, "kinds": kinds, "sides": sides, "markets": markets, "today": today(), "near": NEAR,
                "now": now(), "seen": now() if seen else None,
            },
        )  # fmt: skip


def _wait_for_looks() -> None:
    """From here to the end of the transaction nobody looks for news; whoever does now is waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ONE_AT_A_TIME])


def _know(search: SavedSearch, found: Iterable[Find]) -> None:
    """All of it counts as seen."""
    moment = now()
    rows = [SearchHit(search=search, listing=one.pk, found_at=moment, seen_at=moment) for one in found]
    SearchHit.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["search", "listing"], update_fields=["seen_at"]
    )


def tell_searches() -> int:
    """Looks through every search that was not looked through today, and owes each person one letter for all that is
    new in those whose letter is due. Returns how many letters. A second run on a day finds nothing to do.

    Who had today's letter has the rest tomorrow.
    """
    note_news()
    owners = to_look_through().order_by("owner").values_list("owner", flat=True).distinct()
    return sum(_tell(owner) for owner in list(owners))


@transaction.atomic
def _tell(owner: UUID) -> bool:
    waiting = to_look_through().select_for_update(of=("self",), skip_locked=True).filter(owner=owner)
    rows = list(waiting.select_related("owner", "organisation", "opening").order_by("name", "made_at"))
    if not rows:
        return False
    person = rows[0].owner
    if is_owed(_key(person)):
        return False
    theirs = set(organisations_of(person).values_list("pk", flat=True))
    news = [(search, _new_in(search)) for search in rows if search.organisation_id in {None, *theirs}]
    due = [(search, found) for search, found in news if found and is_due(search)]
    told = bool(due) and _told(person, due)
    _remember(rows, due, told)
    return told


def _new_in(search: SavedSearch) -> list[Find]:
    """What was found since the last letter and not seen on the page; what is gone is forgotten."""
    if search.over_markets:
        return news_over_markets(search)
    found, moment = finds(search), now()
    SearchHit.objects.filter(search=search).exclude(listing__in=[one.pk for one in found]).delete()
    rows = [SearchHit(search=search, listing=one.pk, found_at=moment) for one in found]
    SearchHit.objects.bulk_create(rows, ignore_conflicts=True)
    fresh = SearchHit.objects.filter(search=search, seen_at__isnull=True, told_at__isnull=True)
    new = set(fresh.values_list("listing", flat=True))
    met = introduced(search, found) if is_for_people(search) else {}
    return [one for one in found if one.pk in new and one.pk not in met]


def _told(person: Person, due: list[tuple[SavedSearch, list[Find]]]) -> bool:
    subject, body = phrases.news_letter(person, due)
    return queue_news(topic=TOPIC, key=_key(person), person=person, subject=subject, body=body) is not None


def _key(person: Person) -> str:
    """Of the letter of today."""
    return f"searches:{person.pk}:{today().isoformat()}"


def _remember(rows: list[SavedSearch], due: list[tuple[SavedSearch, list[Find]]], told: bool) -> None:
    SavedSearch.objects.filter(pk__in=[search.pk for search in rows]).update(looked_on=today())
    if not told:
        return
    for search, found in due:
        told_of = Q(listing__in=[one.pk for one in found if not one.listed], entry__isnull=True)
        told_of |= Q(entry__in=[one.entry for one in found if one.listed])
        SearchHit.objects.filter(told_of, search=search).update(told_at=now())
    SavedSearch.objects.filter(pk__in=[search.pk for search, _found in due]).update(told_on=today())


def export_searches(person: Person) -> list[dict[str, Any]]:
    """The searches a person saved, as data."""
    about = (
        "over_markets", "kind_code", "side", "name", "words", "regions", "remote", "languages", "available",
        "legal_forms", "frequency", "paused", "made_at",
    )  # fmt: skip
    rows = SavedSearch.objects.filter(owner=person).prefetch_related("skills")
    return [
        {
            **{name: getattr(row, name) for name in about},
            "skills": [skill.uri for skill in row.skills.all()],
            "organisation": str(row.organisation_id or ""),
            "opening": str(row.opening_id or ""),
        }
        for row in rows
    ]


def erase_searches(person: Person) -> None:
    """The searches a person saved go with them."""
    _wait_for_looks()
    SavedSearch.objects.filter(owner=person).delete()
