"""What the engines tell the observatory: records without persons, feed by feed.

A record belongs to the programme it came of. One that came of none, as on a market, belongs to `PLATFORM`; what a
network or the keeper of an agreement did belongs to their programme where they run exactly one, else to themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from itertools import combinations
from typing import Any
from uuid import UUID

from mouakaba.accompany import door as accompany
from mouakaba.base.clock.queries import day_of
from mouakaba.base.organisations.models import Organisation
from mouakaba.kernel.indicators import Record
from mouakaba.match import door as match
from mouakaba.observe.indicators.rules import OF_NETWORK, PLATFORM
from mouakaba.select import door as select

Row = Mapping[str, Any]


def _session_kind(row: Row) -> str:
    """One word for what is counted of a session, as the cohort's own page counts it."""
    kind: str = row["kind"]
    if row["individual"] and kind in ("training", "coaching"):
        return "individual"
    if row["tour"] is not None:
        return f"tour_{'visit' if kind == 'meeting' else kind}"
    return "collective" if kind == "training" and not row["individual"] else kind


def _place(row: Row, kind: str) -> tuple[str, str, str, str]:
    """Programme, edition, kind and region of a row of a cohort."""
    return row["programme_slug"], row["cohort_code"] or "", kind, row.get("region_code") or ""


def session_records(since: datetime | None) -> Iterator[Record]:
    """Sessions held."""
    for row in accompany.session_rows().filter(held=True):
        day = day_of(row["starts_at"]) if row["day_known"] else None
        yield Record("sessions", str(row["id"]), *_place(row, _session_kind(row)), day=day)


def presence_records(since: datetime | None) -> Iterator[Record]:
    """Times somebody was at a session."""
    for row in accompany.presence_rows(since).iterator():
        yield Record("presences", str(row["id"]), *_place(row, _session_kind(row)), day=day_of(row["starts_at"]))


def tour_records(since: datetime | None) -> Iterator[Record]:
    """Tours with a session held, each once."""
    rows = accompany.session_rows(tour__isnull=False).filter(held=True)
    found = {row["tour"]: row for row in rows}
    for tour, row in found.items():
        yield Record("tours", str(tour), row["programme_slug"], row["cohort_code"] or "")


def project_records(since: datetime | None) -> Iterator[Record]:
    """Projects in cohorts."""
    for row in accompany.project_rows():
        told: dict[str, Any] = {"area": row["milieu"] or "", "sector": row["sector"] or ""}
        yield Record("projects", str(row["id"]), *_place(row, row["state"]), day=row["joined_on"], **told)


def certificate_records(since: datetime | None) -> Iterator[Record]:
    """Certificates of attendance given."""
    for row in accompany.certificate_rows():
        yield Record("certificates", str(row["id"]), *_place(row, ""), day=day_of(row["given_at"]))


def sheet_records(since: datetime | None) -> Iterator[Record]:
    """Sheets of individual coaching, by who signed."""
    for row in accompany.sheet_rows():
        yield Record("coaching", str(row["id"]), *_place(row, f"sheet_{row['state']}"), day=row["day"])


def member_records(since: datetime | None) -> Iterator[Record]:
    """Members of networks, by stage and where they come from."""
    home = _homes()
    for row in accompany.member_rows():
        place = (home(row["network_id"]), "", row["stage"], row["region_code"] or "")
        yield Record("members", str(row["id"]), *place, day=row["joined_on"])


def stay_records(since: datetime | None) -> Iterator[Record]:
    """Stays on sites, by the stage of the member when it came; the edition is the site."""
    home = _homes()
    for row in accompany.stay_rows():
        place = (home(row["network_id"]), row["site"], row["stage"], row["region_code"])
        yield Record("stays", str(row["id"]), *place, day=row["begins"])


def space_records(since: datetime | None) -> Iterator[Record]:
    """Spaces that may be let whole today, let or free; the edition is the site."""
    home = _homes()
    for row in accompany.space_rows():
        place = (home(row["network_id"]), row["slug"], "let" if row["let"] else "free", row["region_code"])
        yield Record("spaces", str(row["id"]), *place)


def grant_records(since: datetime | None) -> Iterator[Record]:
    """Grants decided, by form, with their amount or value."""
    for row in accompany.grant_rows():
        told: dict[str, Any] = {"area": row["milieu"], "amount": _dirhams(row["granted"])}
        place = (row["programme"], "", f"grant_{row['form']}", row["region"])
        yield Record("grants", row["grant"], *place, day=row["decided_on"], **told)


def payment_records(since: datetime | None) -> Iterator[Record]:
    """Money paid out of grants; what came back is below nought."""
    for row in accompany.payment_rows():
        told: dict[str, Any] = {"area": row["milieu"], "amount": _dirhams(row["amount"])}
        yield Record("payments", row["key"], row["programme"], region=row["region"], day=row["on"], **told)


def commitment_records(since: datetime | None) -> Iterator[Record]:
    """Commitments of agreements their parties made public, by what became of them."""
    home = _homes()
    for row in accompany.agreement_rows():
        if row["is_public"]:
            place = (home(UUID(row["keeper"])), "", f"commitment_{row['health']}", row["region"])
            yield Record("commitments", f"{row['agreement']}-{row['commitment']}", *place, day=row["due_on"])


def listing_records(since: datetime | None) -> Iterator[Record]:
    """What was ever listed on the markets."""
    for row in match.listing_rows(since).iterator():
        yield replace(_market("listings", row, day_of(row["made_at"])), sector=row["sector"])


def introduction_records(since: datetime | None) -> Iterator[Record]:
    """Introductions to which both sides said yes."""
    for row in match.introduction_rows(since).iterator():
        yield _market("introductions", row, day_of(row["at"]))


def delivery_records(since: datetime | None) -> Iterator[Record]:
    """Requests on the markets of which something was delivered."""
    for row in match.delivery_rows(since).iterator():
        yield _market("deliveries", row, row["first"])


def adoption_records(since: datetime | None) -> Iterator[Record]:
    """Ideas somebody took up, by the field of the idea."""
    for row in match.adoption_rows():
        told: dict[str, Any] = {"kind": "idea_given_up" if row["ended"] else "idea_held", "sector": row["sector"]}
        yield Record("adoptions", str(row["id"]), PLATFORM, day=day_of(row["adopted_at"]), **told)


def mass_records(since: datetime | None) -> Iterator[Record]:
    """Matter delivered by weight, in whole kilograms, by its sort."""
    for row in match.weighed_rows():
        told: dict[str, Any] = {"kind": row["sort"][:40], "day": row["on"], "amount": row["kilograms"]}
        yield Record("masses", str(row["id"]), PLATFORM, region=row["region_code"] or "", **told)


def link_records(since: datetime | None) -> Iterator[Record]:
    """Pairs of organisations that signed a public agreement together, or were introduced; each pair once."""
    signed: dict[Any, list[Row]] = {}
    for row in accompany.party_rows():
        signed.setdefault(row["agreement"], []).append(row)
    found: dict[tuple[UUID, UUID], tuple[str, date | None]] = {}
    for row in match.linked_rows():
        _link(found, row["one"], row["other"], "link_introduction", day_of(row["at"]))
    for parties in signed.values():
        for one, other in combinations(parties, 2):
            _link(found, one["organisation"], other["organisation"], "link_agreement", one["signed_on"])
    for pair, (kind, day) in found.items():
        key = hashlib.sha256(pair[0].bytes + pair[1].bytes).hexdigest()[:40]
        yield Record("links", key, PLATFORM, kind=kind, day=day)


def _link(
    found: dict[tuple[UUID, UUID], tuple[str, date | None]], one: UUID, other: UUID, kind: str, day: date | None
) -> None:
    """The first day counts; an agreement says more than an introduction, and stays."""
    pair = (min(one, other), max(one, other))
    if one == other:
        return
    before = found.get(pair)
    days = [known for known in (day, before and before[1]) if known]
    found[pair] = ("link_agreement" if before and before[0] == "link_agreement" else kind, min(days, default=None))


def followup_records(months: int, since: datetime | None) -> Iterator[Record]:
    """Surveys that were due so many months after support ended; the kind is what became, "" without an answer."""
    for row, place in _surveys(months=months):
        area = row["milieu"] or row["commune_milieu"] or ""
        told: dict[str, Any] = {"kind": row["state"] or "", "area": area, "day": row["due_on"]}
        yield Record(f"followups-{months}", str(row["id"]), **place, **told)


def job_records(since: datetime | None) -> Iterator[Record]:
    """Jobs kept and created, as each project or member said last, by sex and age."""
    answers = (one for one in _surveys(answer__isnull=False) if _said_jobs(one[0]))
    for row, place in _last(answers):
        for sort in ("kept", "created"):
            for group, (sex, band) in _GROUPS.items():
                told: dict[str, Any] = {"kind": f"jobs_{sort}", "sex": sex, "age_band": band, "day": row["due_on"]}
                if count := row[f"{sort}_{group}"]:
                    yield Record("jobs", f"{row['id']}-{sort}-{group}", **place, **told, amount=count)


def matter_records(since: datetime | None) -> Iterator[Record]:
    """What each project or member said last had helped, and is needed: a record for each thing named.

    Of all its answers one counts: a count of a thing is one of projects and members, never of a few asked often. The
    first thing that one names has the amount 1, so that who names several is one giver.
    """
    for row, place in _last(_surveys(answer__isnull=False)):
        for sort in ("helped", "needs"):
            for index, matter in enumerate(sorted(set(row[sort] or []))):
                told: dict[str, Any] = {"kind": f"{sort}_{matter}", "day": row["due_on"], "amount": int(index == 0)}
                yield Record("matters", f"{row['id']}-{sort}-{matter}", **place, **told)


_GROUPS = {
    "women_under_30": ("female", "under-30"),
    "women_30_more": ("female", "30-more"),
    "men_under_30": ("male", "under-30"),
    "men_30_more": ("male", "30-more"),
}


def _last(answers: Iterable[tuple[Row, dict[str, Any]]]) -> Iterable[tuple[Row, dict[str, Any]]]:
    """Of each project or member the last of these answers."""
    return {row["subject_id"]: (row, place) for row, place in answers}.values()


def _said_jobs(row: Row) -> bool:
    return any(row[f"{sort}_{group}"] is not None for sort in ("kept", "created") for group in _GROUPS)


def _surveys(**filters: Any) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Surveys that were due, the earliest of each project or member first, and where they belong.

    One that is asked with another is that other's: an answer is one record, whoever counts it on a page of their own.
    """
    home = _homes()
    for row in accompany.followup_rows(asked_with=None, **filters).order_by("months"):
        programme = row["programme_slug"] or home(row["network_id"])
        place = {"programme": programme, "edition": row["edition"] or "", "region": row["region_code"] or ""}
        yield row, {**place, "sector": row["sector"] or ""}


def _market(feed: str, row: Row, day: Any) -> Record:
    return Record(feed, str(row["id"]), PLATFORM, "", row["kind_code"], row["region_code"] or "", day=day)


def _homes() -> Callable[[UUID], str]:
    """Whose an organisation's own doings are: its only programme's, else its own."""
    known = select.only_programmes()
    slugs = dict(Organisation.objects.exclude(pk__in=known).values_list("pk", "slug"))
    return lambda who: known.get(who) or f"{OF_NETWORK}{slugs[who]}"


def _dirhams(centimes: int) -> int:
    """Whole dirhams, the nearest; half a dirham away from nought."""
    return (abs(centimes) + 50) // 100 * (1 if centimes >= 0 else -1)


# Who tells records, by feed: a function of a moment that gives what changed since then, or all of it for None.
FEEDS: dict[str, Callable[[datetime | None], Iterable[Record]]] = {
    "applications": select.application_rows,
    "projects": project_records,
    "sessions": session_records,
    "tours": tour_records,
    "presences": presence_records,
    "certificates": certificate_records,
    "coaching": sheet_records,
    "members": member_records,
    "stays": stay_records,
    "spaces": space_records,
    "grants": grant_records,
    "payments": payment_records,
    "commitments": commitment_records,
    "listings": listing_records,
    "introductions": introduction_records,
    "deliveries": delivery_records,
    "adoptions": adoption_records,
    "masses": mass_records,
    "links": link_records,
    **{f"followups-{months}": partial(followup_records, months) for months in (6, 12, 24)},
    "jobs": job_records,
    "matters": matter_records,
}

# These may be many, and their engines know what changed; the others are few and told whole, so what is gone is seen.
TOLD_BY_CHANGES = frozenset({"applications", "presences", "listings", "introductions", "deliveries"})
TOLD_WHOLE = frozenset(FEEDS) - TOLD_BY_CHANGES


def edition_titles() -> dict[str, Mapping[str, str]]:
    """Titles of editions by code: calls, cohorts, sites (three queries)."""
    return {**accompany.edition_titles(), **select.edition_titles()}
