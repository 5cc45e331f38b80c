"""Reads of applications by the people who wrote them. Fetching is authorising: nobody else's file is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from mouakaba.base.clock.queries import day_of
from mouakaba.base.people.models import Person
from mouakaba.base.places.queries import commune_rows
from mouakaba.kernel.eligibility import completed_years
from mouakaba.kernel.forms import FormDefinition, QuestionType, Section
from mouakaba.kernel.indicators import Record, age_band
from mouakaba.select.applications.models import Application, ApplicationFile, State, Submission
from mouakaba.select.applications.rules import EDITABLE, WITHDRAWABLE, Window, window
from mouakaba.select.calls.models import Call, Extension
from mouakaba.select.calls.queries import published
from mouakaba.select.forms.forms import Held


def listed_calls() -> QuerySet[Call]:
    """Published calls without their versions, which a list does not show."""
    return published().select_related("programme__organisation")


def public_calls() -> QuerySet[Call]:
    """Published calls with what their pages show."""
    return published().select_related("version", "programme__organisation")


def applications_of(person: Person) -> QuerySet[Application]:
    """A person's own applications, the latest first."""
    if not person.is_authenticated:
        return Application.objects.none()
    own = Extension.objects.filter(call=OuterRef("call"), person=person)
    return (
        Application.objects.filter(applicant=person)
        .select_related("call__programme__organisation", "version", "submission", "vacancy_filled")
        .annotate(own_until=Subquery(own.values("until")))
        .order_by("-started_at")
    )


def listed(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The same without forms, rules and answers, which a list does not show."""
    return applications.defer(
        "answers", "facts", "version__content", "version__rules_file", "submission__answers", "submission__verdict"
    )


def last_facts(person: Person) -> dict[str, Any]:
    """The facts of the last application this person sent; none without one."""
    rows = Application.objects.filter(applicant=person, submission__isnull=False).order_by("-submitted_at")
    return dict(rows.values_list("facts", flat=True).first() or {})


def live_application(call: Call, person: Person) -> Application | None:
    """The application of this person to this call, unless withdrawn."""
    return applications_of(person).filter(call=call).exclude(state=State.WITHDRAWN).first()


def window_of(call: Call, person: Person | None) -> Window | None:
    """When this person may apply; None while the call has no dates or is not published."""
    own = Extension.objects.filter(call=call, person=person) if person and person.pk else Extension.objects.none()
    return limits_of(call, own.values_list("until", flat=True).first())


def own_window(application: Application) -> Window | None:
    """The same for an application that ``applications_of`` gave, without a query."""
    return limits_of(application.call, application.__dict__["own_until"])


def limits_of(call: Call, until: datetime | None) -> Window | None:
    """The window of a call with a person's own later closing, if any."""
    if call.state != Call.State.PUBLISHED or not call.opens_at or not call.closes_at:
        return None
    return window(opens_at=call.opens_at, closes_at=call.closes_at, grace=call.grace, until=until)


def may_edit(application: Application, limits: Window | None, at: datetime) -> bool:
    """Whether the person may still change and send the file."""
    return (
        application.state in EDITABLE and limits is not None and limits.is_open(at, started_at=application.started_at)
    )


def may_withdraw(application: Application) -> bool:
    """Whether the person may take the file back."""
    return application.state in WITHDRAWABLE


def files_of(application: Application) -> list[ApplicationFile]:
    """The papers now attached, oldest first."""
    return list(application.files.filter(removed_at=None).select_related("file").order_by("pk"))


def held(files: Iterable[ApplicationFile]) -> dict[str, list[Held]]:
    """Papers by question, as pages show them."""
    found: dict[str, list[Held]] = {}
    for one in files:
        found.setdefault(one.question, []).append(Held(str(one.pk), one.file.name, one.file.size))
    return found


def receipt(number: str) -> Submission | None:
    """The submission a receipt number stands for. Public: the page shows no personal data of it."""
    found = Submission.objects.select_related("application__call__programme__organisation", "version")
    return found.filter(receipt_number=number).first()


def sections_of(form: FormDefinition) -> list[Section]:
    """The pages of the form. Agreements are asked at the end, beside the act of sending, so they make no page."""
    asked = {question.section for question in form.questions if question.type is not QuestionType.CONSENT}
    return [section for section in form.sections if section.code in asked]


SEX = {"f": "female", "female": "female", "m": "male", "male": "male"}


def figure_rows(since: datetime | None) -> Iterator[Record]:
    """Sent applications as the observatory counts them, without persons: those changed since then, or all.

    `since` is the database's own clock, not the product's: the history's stamp of each change.
    """
    rows = Application.objects.exclude(submission=None)
    if since is not None:
        events = Application.pgh_event_model.objects.filter(pgh_created_at__gte=since)  # type: ignore[attr-defined]
        rows = rows.filter(pk__in=events.values("pgh_obj_id"))
    fields = ("pk", "call__programme__slug", "call__slug", "state", "facts", "submitted_at")
    for pk, programme, call, state, facts, sent_at in rows.values_list(*fields).order_by().iterator():
        yield Record(
            "applications", str(pk), programme, call, kind=state, day=sent_at and day_of(sent_at),
            **_told(facts, sent_at),
        )  # fmt: skip


def _told(facts: Mapping[str, Any], sent_at: datetime | None) -> dict[str, Any]:
    """What an application's facts say of its holder and place."""
    commune = commune_rows().get(str(facts.get("project.commune") or ""), {})
    return {
        "region": str(facts.get("project.region") or ""),
        "sector": str(facts.get("project.sector") or ""),
        "sex": SEX.get(str(facts.get("holder.sex") or ""), ""),
        "area": str(facts.get("project.area") or commune.get("milieu") or ""),
        "age_band": _band(facts.get("holder.birth_date"), sent_at),
    }


def _band(born: object, sent_at: datetime | None) -> str:
    try:
        return age_band(completed_years(date.fromisoformat(str(born)), day_of(sent_at))) if sent_at else ""
    except ValueError:
        return ""
