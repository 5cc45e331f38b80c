"""Fairs anybody may read, those somebody runs, and what of the plan is free."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from mouakaba.base.bookings.queries import range_span, taken_of
from mouakaba.base.people.models import Person
from mouakaba.kernel.slots import Span, free_spans
from mouakaba.select import registry
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import calls_run_by, published
from mouakaba.select.fairs.models import Fair, Stand, StandGiven
from mouakaba.select.fairs.rules import NAME, SHOWN, TYPE


def _codes() -> list[str]:
    return [kind.code for kind in registry.kinds() if kind.stands]


def fairs_run_by(person: Person) -> QuerySet[Call]:
    """Calls of kinds with stands that this person may change."""
    return calls_run_by(person).filter(kind_code__in=_codes()).select_related("fair", "programme__organisation")


def public_fairs() -> QuerySet[Fair]:
    """Fairs whose call is published."""
    calls = published().filter(kind_code__in=_codes())
    return Fair.objects.filter(call__in=calls).select_related("call__programme__organisation")


def plan_of(fair: Fair) -> list[Stand]:
    """The stands with whom each is given to now, in two queries; A2 before A10."""
    given = StandGiven.objects.filter(cancelled_at=None).select_related("application__submission")
    return sorted(fair.stands.prefetch_related(Prefetch("given", given)), key=_on_the_floor)


def _on_the_floor(stand: Stand) -> tuple[str, int]:
    """The row, and the place in it."""
    row = stand.number.rstrip("0123456789")
    return row, int(stand.number[len(row) :] or 0)


def waiting(call: Call) -> QuerySet[Application]:
    """Selected exhibitors without a stand, best first."""
    given = StandGiven.objects.filter(application=OuterRef("pk"), cancelled_at=None)
    rows = Application.objects.filter(call=call, state=State.SELECTED).exclude(Exists(given))
    return rows.select_related("submission", "applicant").order_by("decision__rank", "number")


def wished(application: Application) -> str:
    """The type of stand an exhibitor asked for; empty where the form did not ask."""
    return str(application.facts.get(TYPE, ""))


def name_of(application: Application) -> str:
    """What an exhibitor is called: the organisation, else the title of what it shows."""
    answers = application.submission.answers if application.submission else application.answers
    return str(answers.get(NAME) or application.title)


def may_be_named(application: Application) -> bool:
    """Whether the exhibitor consented to stand on the public page."""
    answers = application.submission.answers if application.submission else application.answers
    return answers.get(SHOWN) in (True, "true", "yes")


def days_of(fair: Fair) -> Span:
    """The days of a fair, for the kernel."""
    return Span(fair.first_day.toordinal(), fair.last_day.toordinal() + 1)


def free_stand(stands: list[Stand], wanted: Span, type_: str = "") -> Stand | None:
    """The first stand free over these days; of the type asked for, where one is."""
    of_type = [stand for stand in stands if stand.type == type_]
    others = [stand for stand in stands if stand.type != type_]
    return next((stand for stand in (*of_type, *others) if is_free(stand, wanted)), None)


def is_free(stand: Stand, wanted: Span) -> bool:
    """Whether nobody stands there on any of these days; ``stand`` comes from ``plan_of``."""
    return free_spans(wanted, taken_of(stand.given.all(), by_day=True), capacity=1, quantity=1) == [wanted]


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody on a stand, over these days."""

    pk: int
    name: str
    language: str
    first: date
    last: date
    selected: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A stand of the plan, and who stands there when."""

    stand: Stand
    standings: list[Standing] = field(default_factory=list)
    hidden: int = 0  # given to somebody who did not consent to be named
    is_free: bool = True  # on some day at least


def lines_of(fair: Fair, *, public: bool) -> list[Line]:
    """The plan; for the public without those who did not consent."""
    return [_line(stand, days_of(fair), public) for stand in plan_of(fair)]


def _line(stand: Stand, days: Span, public: bool) -> Line:
    rows = list(stand.given.all())
    named = [row for row in rows if not public or may_be_named(row.application)]
    free = free_spans(days, taken_of(rows, by_day=True), capacity=1, quantity=1)
    return Line(stand, [_standing(row) for row in named], len(rows) - len(named), bool(free))


def _standing(row: StandGiven) -> Standing:
    span, application = range_span(row.during, by_day=True), row.application
    return Standing(
        pk=row.pk, name=name_of(application), language=application.language, first=date.fromordinal(span.start),
        last=date.fromordinal(span.end - 1), selected=application.state == State.SELECTED,
    )  # fmt: skip
