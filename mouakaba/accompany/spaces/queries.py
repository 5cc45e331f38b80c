"""Sites, spaces, stays and waiting lists. Fetching is authorising: no other query opens them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from mouakaba.accompany.spaces.models import Member, Site, SiteCall, Space, StageMove, Stay, Waiting
from mouakaba.accompany.spaces.rules import BY_SEAT, MONTHS_SHOWN, WARN_END_DAYS, WARN_STEP_DAYS
from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.places.queries import region_names
from mouakaba.kernel import letting
from mouakaba.kernel.days import months_after
from mouakaba.select.door import networks_run_by


def networks_of(person: Person) -> QuerySet[Organisation]:
    """Networks in whose name this person may open sites and let spaces."""
    return networks_run_by(person).distinct()


def public_sites() -> QuerySet[Site]:
    """Every site, for anybody."""
    return Site.objects.select_related("network", "region", "commune").prefetch_related("figures")


def sites_seen_by(person: Person) -> QuerySet[Site]:
    """Sites of the organisations this person belongs to."""
    return Site.objects.filter(network__memberships__person=person).select_related("network", "region", "commune")


def sites_run_by(person: Person) -> QuerySet[Site]:
    """Of these, the sites this person may change and let."""
    return sites_seen_by(person).filter(network__in=networks_of(person))


def spaces_run_by(person: Person) -> QuerySet[Space]:
    """Spaces this person may change and let."""
    return Space.objects.filter(site__in=sites_run_by(person)).select_related("site__network")


def _stays() -> QuerySet[Stay]:
    rows = Stay.objects.select_related("space__site__network", "member__organisation", "member__contact")
    return rows.prefetch_related("steps")


def stays_seen_by(person: Person) -> QuerySet[Stay]:
    """Stays on the sites of the organisations this person belongs to."""
    return _stays().filter(space__site__in=sites_seen_by(person))


def stays_of_site(site: Site) -> QuerySet[Stay]:
    """The stays of a site the reader was given."""
    return _stays().filter(space__site=site)


def stays_run_by(person: Person) -> QuerySet[Stay]:
    """Stays this person may change and end."""
    return _stays().filter(space__site__in=sites_run_by(person))


def own_stays(person: Person) -> QuerySet[Stay]:
    """Stays of members this person is the contact of, or to whose organisation they belong."""
    mine = Q(member__contact=person) | Q(member__organisation__memberships__person=person)
    return _stays().filter(mine).distinct()


def own_waiting(person: Person) -> QuerySet[Waiting]:
    """Their places on waiting lists."""
    mine = Q(member__contact=person) | Q(member__organisation__memberships__person=person)
    return Waiting.objects.filter(mine, state=Waiting.State.WAITING).select_related("site", "member").distinct()


def has_own_space(person: Person) -> bool:
    """Whether the page of one's own stay has anything to show."""
    return own_stays(person).exists() or own_waiting(person).exists()


def members_seen_by(person: Person) -> QuerySet[Member]:
    """Members of the networks this person belongs to."""
    rows = Member.objects.filter(network__memberships__person=person)
    return rows.select_related("network", "organisation", "contact", "region")


def members_run_by(person: Person) -> QuerySet[Member]:
    """Of these, members whose stage this person may change."""
    return members_seen_by(person).filter(network__in=networks_of(person))


def moves_of(member: Member) -> QuerySet[StageMove]:
    """The member's way through the stages, the latest first."""
    return member.moves.select_related("by").order_by("-on", "-pk")


def by_stage(members: QuerySet[Member]) -> list[dict[str, Any]]:
    """How many members stand at each stage."""
    counts = dict(members.order_by().values_list("stage").annotate(Count("pk")))
    return [{"code": code, "label": label, "count": counts.get(code, 0)} for code, label in Member.Stage.choices]


def by_origin(members: QuerySet[Member]) -> list[dict[str, Any]]:
    """How many members came from each region, the most first; those whose region is not known last."""
    counts = members.order_by().values_list("region").annotate(n=Count("pk")).order_by("-n", "region")
    names = region_names()
    rows = [{"name": names.get(code, {}) if code else {}, "count": count} for code, count in counts]
    return sorted(rows, key=lambda row: not row["name"])


def calls_of(site: Site) -> QuerySet[SiteCall]:
    """The calls whose chosen ones wait for this site."""
    return SiteCall.objects.filter(site=site).select_related("call")


def running_on(stays: QuerySet[Stay], day: date) -> QuerySet[Stay]:
    """Those that let something on a day."""
    return stays.filter(Q(ends__isnull=True) | Q(ends__gt=day), begins__lte=day)


def waiting_of(site: Site) -> list[Waiting]:
    """Who waits for a site, in order; each says its `place` (`kernel.letting.Place`)."""
    rows = list(
        site.waiting.filter(state=Waiting.State.WAITING).select_related("member__organisation", "member__region")
    )
    places = {place.number: place for place in letting.ordered(as_waiting(row) for row in rows)}
    for row in rows:
        row.place = places[row.pk]  # type: ignore[attr-defined]
    return sorted(rows, key=lambda row: places[row.pk].position)


def waiting_seen_by(person: Person) -> QuerySet[Waiting]:
    """Places on the waiting lists of the sites this person sees, left ones too."""
    return Waiting.objects.filter(site__in=sites_seen_by(person)).select_related("site__network", "member", "stay")


def waiting_run_by(person: Person) -> QuerySet[Waiting]:
    """Places on waiting lists this person may change."""
    return waiting_seen_by(person).filter(site__in=sites_run_by(person))


def as_waiting(row: Waiting) -> letting.Waiting:
    """The row as the kernel orders it."""
    return letting.Waiting(row.pk, row.priority, row.decided_on, row.kind, row.wanted)


def terms_of(stay: Stay) -> letting.Terms:
    """What is paid for a stay, as the kernel reads it."""
    steps = tuple(letting.Step(step.begins, step.rate) for step in stay.steps.all())
    return letting.Terms(stay.begins, stay.ends, stay.quantity, steps)


def rent_ahead(stay: Stay, months: int = 12) -> tuple[letting.MonthRent, ...]:
    """The rent of this month and those after it; of a stay to come, from its beginning."""
    first = max(today().replace(day=1), stay.begins)
    return letting.rent(terms_of(stay), first, months_after(first.replace(day=1), months))


def as_let(stay: Stay) -> letting.Let:
    """The stay as it fills its space: whole, or by its seats."""
    return letting.Let(stay.space_id, stay.begins, stay.ends, stay.space.area if stay.exclusive else stay.quantity)


def free_on(site: Site, begins: date, ends: date | None) -> list[tuple[Space, Decimal]]:
    """Spaces that may be let for all these days, each with what is left of it: its area, or seats at the fullest."""
    rows = list(Stay.objects.filter(space__site=site).select_related("space"))
    lets, found = [as_let(row) for row in rows], []
    for space in site.spaces.all():
        if not is_there(space, begins, ends):
            continue
        if left := _left(space, lets, begins, ends):
            found.append((space, left))
    return found


def is_there(space: Space, begins: date, ends: date | None) -> bool:
    """Whether a space may be let on all these days."""
    late = space.until is not None and (ends is None or ends > space.until)
    return not late and (space.since is None or begins >= space.since)


def _left(space: Space, lets: list[letting.Let], begins: date, ends: date | None) -> Decimal:
    there = letting.fullest(lets, letting.Let(space.pk, begins, ends, Decimal(1)))
    if space.kind in BY_SEAT:
        return space.seats - there
    return Decimal() if there else space.area


@dataclass(frozen=True, slots=True)
class Use:
    """What is let of a site over the months: square metres let whole, and seats."""

    area: tuple[letting.MonthUse, ...]
    seats: tuple[letting.MonthUse, ...]


def use_of(site: Site, first: date, months: int) -> Use:
    """The occupancy of a site, by month, counted from its stays (two queries)."""
    spaces = list(site.spaces.all())
    lets = [as_let(stay) for stay in Stay.objects.filter(space__site=site).select_related("space")]
    whole = [letting.Room(one.pk, one.area, one.since, one.until) for one in spaces if one.kind not in BY_SEAT]
    seated = [letting.Room(one.pk, Decimal(one.seats), one.since, one.until) for one in spaces if one.kind in BY_SEAT]
    return Use(letting.by_month(whole, lets, first, months), letting.by_month(seated, lets, first, months))


def first_month_shown() -> date:
    """The occupancy of so many months up to this one is shown, and six to come."""
    return months_after(today().replace(day=1), 6 - MONTHS_SHOWN)


@dataclass(frozen=True, slots=True)
class Now:
    """A site today: let, and to be let."""

    spaces_let: int
    spaces: int
    area_let: Decimal
    area: Decimal
    seats_let: int
    seats: int
    waiting: int
    invented: bool  # of a demonstration

    @property
    def percent(self) -> int | None:
        """Of the area let whole, rounded; None where there is none."""
        return round(100 * self.area_let / self.area) if self.area else None


def now_of(sites: Iterable[Site]) -> dict[int, Now]:
    """By site: how much of it is let today (three queries whatever the number of sites)."""
    keys, day = [site.pk for site in sites], today()
    spaces = [one for one in Space.objects.filter(site__in=keys) if is_there(one, day, day + timedelta(days=1))]
    stays = list(running_on(Stay.objects.filter(space__in=spaces), day))
    queue = dict(
        Waiting.objects.filter(site__in=keys, state=Waiting.State.WAITING)
        .order_by().values_list("site").annotate(Count("pk"))
    )  # fmt: skip
    return {key: _now([one for one in spaces if one.site_id == key], stays, queue.get(key, 0)) for key in keys}


def _now(spaces: list[Space], stays: list[Stay], waiting: int) -> Now:
    whole = {one.pk: one for one in spaces if one.kind not in BY_SEAT}
    seated = {one.pk: one for one in spaces if one.kind in BY_SEAT}
    let = {stay.space_id for stay in stays if stay.space_id in whole}
    return Now(
        spaces_let=len(let),
        spaces=len(whole),
        area_let=sum((whole[key].area for key in let), Decimal()),
        area=sum((one.area for one in whole.values()), Decimal()),
        seats_let=int(sum(stay.quantity for stay in stays if stay.space_id in seated)),
        seats=sum(one.seats for one in seated.values()),
        waiting=waiting,
        invented=any(one.is_demo for one in spaces),
    )


@dataclass(frozen=True, slots=True)
class Warned:
    """A day that comes near: the rent of a stay changes, or the stay ends."""

    stay: Stay
    on: date
    before: int | None = None  # centimes for a unit and a month; None for an end
    after: int | None = None


def warnings_of(stays: QuerySet[Stay]) -> list[Warned]:
    """What comes near in these stays, the nearest first (two queries)."""
    day = today()
    rows = stays.filter(Q(ends__isnull=True) | Q(ends__gt=day), begins__lte=day + timedelta(days=WARN_STEP_DAYS))
    found = [warned for stay in rows for warned in _warned(stay, day)]
    return sorted(found, key=lambda one: (one.on, str(one.stay.pk)))


def _warned(stay: Stay, day: date) -> Iterable[Warned]:
    steps = sorted(stay.steps.all(), key=lambda step: step.begins)
    for before, after in pairwise(steps):
        near = day <= after.begins <= day + timedelta(days=WARN_STEP_DAYS)
        if near and (stay.ends is None or after.begins < stay.ends) and before.rate != after.rate:
            yield Warned(stay, after.begins, before.rate, after.rate)
    if stay.ends and stay.ends <= day + timedelta(days=WARN_END_DAYS):
        yield Warned(stay, stay.ends)


def site_names() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Slug and name of every site."""
    yield from Site.objects.order_by("slug").values_list("slug", "name")


def member_rows() -> QuerySet[Any, dict[str, Any]]:
    """One dict a member of a network, for counting; nobody's name."""
    rows: QuerySet[Any, Any] = Member.objects.order_by().values(
        "id", "network_id", "stage", "joined_on", region_code=F("region")
    )
    return rows


def stay_rows() -> QuerySet[Any, dict[str, Any]]:
    """One dict a stay on a site, for counting; nobody's name."""
    rows: QuerySet[Any, Any] = Stay.objects.order_by().values(
        "id", "stage", "begins", network_id=F("space__site__network"), site=F("space__site__slug"),
        region_code=F("space__site__region"),
    )  # fmt: skip
    return rows


def space_rows() -> QuerySet[Any, dict[str, Any]]:
    """One dict a space that may be let whole today, for counting. ``let``: somebody is there today."""
    day = today()
    there = Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day)
    rows: QuerySet[Any, Any] = (
        Space.objects.filter(*there).exclude(kind__in=BY_SEAT).order_by()
        .annotate(let=Exists(running_on(Stay.objects.filter(space=OuterRef("pk")), day)))
        .values("id", "let", network_id=F("site__network"), slug=F("site__slug"), region_code=F("site__region"))
    )  # fmt: skip
    return rows


def stays_given(organisations: Collection[UUID]) -> QuerySet[Any, dict[str, Any]]:
    """Members these networks let space to: whose network, which site, at which stage, the first day there.

    A member who moved from space to space or from site to site counts once.
    """
    once = ("space__site__network_id", "member_id")
    rows: QuerySet[Any, Any] = Stay.objects.filter(space__site__network__in=organisations, begins__lte=today())
    first = rows.order_by(*once, "begins", "pk").distinct(*once)
    return first.values(who=F("space__site__network"), label=F("space__site__name"), sort=F("stage"), on=F("begins"))
