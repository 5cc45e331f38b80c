"""What the office watches: loads, files without marks, disagreement, ties nobody has declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, StdDev, Subquery
from django.db.models.functions import Coalesce

from mouakaba.base.people.models import Membership, Person
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import ClearedTie, Conflict, Juror, Review
from mouakaba.select.review.queries.files import before_jury, files_of_jury, untied_reviews
from mouakaba.select.review.queries.seats import jurors_of, seats_of
from mouakaba.select.review.rules import mail_domain


def files_for_office(call: Call, person: Person) -> QuerySet[Application]:
    """The jury's files as this person sees them in the office: those they have a tie with are not there."""
    tie = Conflict.objects.filter(juror__person=person, application=OuterRef("pk"))
    return files_of_jury(call).filter(~Exists(tie)).exclude(applicant=person)


def marks_hidden_from(person: Person, call: Call) -> bool:
    """An officer or president who also sits on the jury sees no marks of others before they are closed."""
    return call.marks_closed_at is None and seats_of(person).filter(call=call).exists()


@dataclass(frozen=True, slots=True)
class JurorLoad:
    """A juror with the number of their files in each state."""

    juror: Juror
    to_do: int = 0
    started: int = 0
    done: int = 0
    conflicts: int = 0
    saved_at: datetime | None = None

    @property
    def files(self) -> int:
        """All their files."""
        return self.to_do + self.started + self.done


def loads_of(call: Call) -> list[JurorLoad]:
    """Every juror of the call with their load and progress. Three queries."""
    state = Review.State
    rows = (
        untied_reviews()
        .filter(before_jury("application__"), juror__call=call)
        .values("juror")
        .annotate(
            to_do=Count("pk", filter=Q(state=state.ASSIGNED)),
            started=Count("pk", filter=Q(state=state.STARTED)),
            done=Count("pk", filter=Q(state=state.DONE)),
            saved_at=Max("saved_at"),
        )
    )
    counted = {row["juror"]: row for row in rows}
    ties = dict(Conflict.objects.filter(juror__call=call).values_list("juror").annotate(n=Count("pk")))
    return [_load(juror, counted.get(juror.pk), ties.get(juror.pk, 0)) for juror in jurors_of(call)]


def _load(juror: Juror, row: Mapping[str, Any] | None, conflicts: int) -> JurorLoad:
    if row is None:
        return JurorLoad(juror, conflicts=conflicts)
    return JurorLoad(juror, row["to_do"], row["started"], row["done"], conflicts, row["saved_at"])


def with_progress(files: QuerySet[Application]) -> QuerySet[Application]:
    """Adds to each file ``given``, ``finished``, and from the finished totals ``spread`` (range) and ``deviation``.

    The deviation is that of the totals themselves (population), for they are not a sample of anything.
    """
    reviews = untied_reviews().filter(application=OuterRef("pk")).order_by().values("application")
    done = reviews.filter(state=Review.State.DONE)
    return files.annotate(
        given=Coalesce(Subquery(reviews.annotate(n=Count("pk")).values("n")), 0),
        finished=Coalesce(Subquery(done.annotate(n=Count("pk")).values("n")), 0),
        spread=Subquery(done.annotate(v=Max("total") - Min("total")).values("v")),
        deviation=Subquery(done.annotate(v=StdDev("total")).values("v")),
    )


def figures_of(files: QuerySet[Application]) -> dict[str, int]:
    """How many files there are, how many some juror has (``given``), how many have finished marks (``marked``)."""
    reviews = untied_reviews().filter(application=OuterRef("pk"))
    return files.order_by().aggregate(
        files=Count("pk"),
        given=Count("pk", filter=Q(Exists(reviews))),
        marked=Count("pk", filter=Q(Exists(reviews.filter(state=Review.State.DONE)))),
    )


def without_marks(call: Call) -> QuerySet[Application]:
    """Files before the jury that no finished review speaks for."""
    done = untied_reviews().filter(application=OuterRef("pk"), state=Review.State.DONE)
    return files_of_jury(call).filter(~Exists(done)).order_by("number")


@dataclass(frozen=True, slots=True)
class Tie:
    """A juror and a file that may know each other. ``why``: mail (same e-mail domain) or organisation."""

    juror: Juror
    application: Application
    why: list[str] = field(default_factory=list)


def ties_to_check(call: Call, *, shown_to: Person | None = None) -> list[Tie]:
    """Jurors and applicants who share a work e-mail domain or an organisation, by file number.

    Not those in conflict already, nor what the office has asked about and cleared, nor of a file that the person it
    is shown to has a tie with.
    """
    jurors = {juror.pk: juror for juror in jurors_of(call)}
    conflicts = list(Conflict.objects.filter(juror__call=call).values_list("juror", "application", "juror__person"))
    known = {(juror, file) for juror, file, _person in conflicts}
    hidden = {file for _juror, file, person in conflicts if shown_to and person == shown_to.pk}
    cleared = ClearedTie.objects.filter(juror__call=call).values_list("juror", "application", "why")
    asked = {(juror, file, one) for juror, file, why in cleared for one in why}
    found: dict[tuple[int, Any], Tie] = {}
    for juror_id, file, why in [*_same_domain(call, jurors), *_same_organisation(call, jurors)]:
        own = file.applicant_id == jurors[juror_id].person_id
        told = (juror_id, file.pk) in known or (juror_id, file.pk, why) in asked or file.pk in hidden
        if not own and not told:
            found.setdefault((juror_id, file.pk), Tie(jurors[juror_id], file)).why.append(why)
    return sorted(found.values(), key=lambda tie: (tie.application.number, tie.juror.pk))


Found = list[tuple[int, Application, str]]


def _same_domain(call: Call, jurors: dict[int, Juror]) -> Found:
    domains: dict[str, list[int]] = {}
    for juror in jurors.values():
        if domain := mail_domain(juror.person.email):
            domains.setdefault(domain, []).append(juror.pk)
    if not domains:
        return []
    wanted = Q(pk__in=[])
    for domain in domains:
        wanted |= Q(applicant__email__endswith=f"@{domain}")
    files = files_of_jury(call).filter(wanted).select_related("applicant")
    return [
        (juror, file, "mail")
        for file in files
        if file.applicant
        for juror in domains.get(mail_domain(file.applicant.email), [])
    ]


def _same_organisation(call: Call, jurors: dict[int, Juror]) -> Found:
    """A juror belongs to the organisation that carries the project, or to one the applicant belongs to."""
    seats = {juror.person_id: juror.pk for juror in jurors.values()}
    mine = Membership.objects.filter(person__in=list(seats)).values_list("organisation", "person")
    members: dict[Any, list[int]] = {}
    for organisation, person in mine:
        members.setdefault(organisation, []).append(seats[person])
    if not members:
        return []
    found: Found = []
    for way in ("project__organisation", "applicant__memberships__organisation"):
        files = files_of_jury(call).filter(**{f"{way}__in": list(members)})
        for file in files.annotate(through=F(way)):
            found += [(juror, file, "organisation") for juror in members.get(file.through, [])]
    return found
