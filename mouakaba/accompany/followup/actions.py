"""Preparing surveys, sending their links, and taking the one answer of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils.translation import gettext as _

from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.followup.models import Channel, FollowUp, FollowUpAnswer
from mouakaba.accompany.followup.phrases import TOPIC, letter
from mouakaba.accompany.followup.queries import (
    ANSWERS,
    SUBJECTS,
    ended_projects,
    ended_stays,
    hashed,
    of_person,
    open_surveys,
    reachable,
    secret_of,
    within,
)
from mouakaba.accompany.followup.rules import AFTER, GRACE, LATE, LINK_LIVES, TOGETHER, letters_due, order_of_asking
from mouakaba.accompany.spaces.models import Site
from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.actions import let_go, store_file
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.actions import queue_news
from mouakaba.base.people.models import Person
from mouakaba.kernel.days import months_after

_LOCK = 7_204_519  # two preparings at once make each survey once


class LinkExpiredError(Exception):
    """The link's time is over."""


def follow_up(*, place: Cohort | Site | None = None, by: Person | None) -> tuple[int, int]:
    """Prepares the surveys that are due and sends letters and reminders. Returns (new surveys, letters).

    Of one cohort or site, or of all. As often as one likes: a survey is made once, a letter goes once, and no more than
    three a survey.
    """
    with recorded("follow_up", by=by, subject=place):
        return prepare(place), _write(place)


def prepare(place: Cohort | Site | None) -> int:
    """The surveys whose day has come, of one cohort or site or of all; those known stay as they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    projects = [] if isinstance(place, Site) else _owed("project", ended_projects(place))
    stays = [] if isinstance(place, Cohort) else _owed("stay", ended_stays(place))
    fresh = [*_unknown("project", projects), *_unknown("stay", stays)]
    fresh.sort(key=lambda one: order_of_asking(one.due_on, of_cohort=one.project is not None))
    _join(fresh)
    FollowUp.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def _owed(name: str, ended: Iterable[Any]) -> list[FollowUp]:
    day = today()
    return [
        FollowUp(**{name: one}, months=months, due_on=due)
        for one in ended
        for months in AFTER
        if (due := months_after(one.over_on, months)) <= day
    ]


def _unknown(name: str, owed: list[FollowUp]) -> list[FollowUp]:
    numbers = {getattr(one, f"{name}_id") for one in owed}
    known = set(FollowUp.objects.filter(**{f"{name}__in": numbers}).values_list(name, "months"))
    return [one for one in owed if (getattr(one, f"{name}_id"), one.months) not in known]


def _join(fresh: list[FollowUp]) -> None:
    """Who would be asked twice about one project at one time is asked once: by the survey there is, else by the first.

    Not by one that is answered already: whoever answered was not told that somebody else reads it.
    """
    asked = open_surveys({one.about[0] for one in fresh if one.about})
    for one in fresh:
        one.asked_with = next((other for other in asked if _same(one, other)), None)
        if one.asked_with is None:
            asked.append(one)


def _same(one: FollowUp, other: FollowUp) -> bool:
    at_once = one.months == other.months and abs(one.due_on - other.due_on) <= TOGETHER
    return at_once and one.about is not None and one.about == other.about


def _write(place: Cohort | Site | None) -> int:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related(*SUBJECTS)
    rows = rows.filter(
        reachable(), answer=None, asked_with=None, due_on__gt=today() - LATE, letters__lt=3, **within(place)
    )
    return sum(_letter(one) for one in rows)


def _letter(followup: FollowUp) -> int:
    """The letter that is due now, if one is: at most one a day's work, and none twice."""
    at, person = now(), followup.asked
    first = followup.first_sent_at or at
    if person is None or followup.letters >= letters_due(at - first) or at >= first + LINK_LIVES:
        return 0
    followup.first_sent_at, followup.expires_at = first, first + LINK_LIVES
    followup.link_hash = hashed(secret_of(followup))
    subject, body = letter(followup, person, followup.letters)
    key = f"followup:{followup.pk}:{followup.letters}"
    sent = queue_news(topic=TOPIC.code, key=key, person=person, subject=subject, body=body)
    if sent is None:
        return 0
    followup.letters += 1
    followup.save(update_fields=["first_sent_at", "expires_at", "link_hash", "letters"])
    return 1


def answer_by_link(
    *, followup: FollowUp, values: Mapping[str, Any], upload: UploadedFile | None, language: str
) -> FollowUpAnswer:
    """The project's own answer, or its correction. Raises LinkExpiredError a day after the link's end."""
    if followup.expires_at is None or now() > followup.expires_at + GRACE:
        raise LinkExpiredError
    person = followup.asked
    told = {"channel": Channel.LINK, "entered_by": None, "asked_on": None, "consented": False, "language": language}
    return _keep(followup, {**values, **told}, upload, owner=person, by=None)


def answer_by_phone(
    *, followup: FollowUp, values: Mapping[str, Any], upload: UploadedFile | None, asked_on: date, by: Person
) -> FollowUpAnswer:
    """What the project said on the phone to ``by``, who asked whether it may be written down.

    Raises ValidationError for a day that has not come.
    """
    if asked_on > today():
        raise ValidationError({"asked_on": _("This day has not come yet. Give the day of the call.")})
    followup = followup.asked_with or followup
    told = {"channel": Channel.PHONE, "entered_by": by, "asked_on": asked_on, "consented": True}
    return _keep(followup, {**values, **told, "language": by.language}, upload, owner=by, by=by)


def _keep(
    followup: FollowUp,
    values: Mapping[str, Any],
    upload: UploadedFile | None,
    *,
    owner: Person | None,
    by: Person | None,
) -> FollowUpAnswer:
    """One answer a survey: the same again changes nothing, another corrects it, and the history keeps what it said."""
    with recorded("answer_followup", by=by, subject=followup, channel=str(values["channel"])):
        FollowUp.objects.select_for_update().get(pk=followup.pk)  # two sendings wait for each other
        answer = FollowUpAnswer.objects.filter(followup=followup).first()
        made = answer or FollowUpAnswer(followup=followup, first_at=now())
        if answer and not upload and all(getattr(answer, name) == value for name, value in values.items()):
            return answer
        for name, value in values.items():
            setattr(made, name, value)
        if upload and owner:
            made.certificate = store_file(upload=upload, owner=owner)
        made.at, made.corrections = now(), made.corrections + (answer is not None)
        made.save()
        return made


def export_followups(person: Person) -> list[dict[str, Any]]:
    """Answers about projects this person bears, and members this person is the contact of."""
    rows = FollowUpAnswer.objects.filter(followup__in=FollowUp.objects.filter(of_person(person))).order_by("at")
    about = ("followup__project__project__title", "followup__stay__member__name")
    more = (*about, "followup__months", "channel", "asked_on", "at", "certificate__name")
    return list(rows.values(*more, *ANSWERS))


def erase_followups(person: Person) -> None:
    """Their words, the proof and earlier answers go, and the link closes; counts stay without a name."""
    mine = list(FollowUp.objects.filter(of_person(person)).values_list("pk", flat=True))
    rows = FollowUpAnswer.objects.filter(followup__in=mine)
    numbers = list(rows.values_list("pk", flat=True))
    events = FollowUpAnswer.pgh_event_model.objects.filter(pgh_obj__in=numbers)  # type: ignore[attr-defined]
    # those an officer sent in, too: they are the officer's files and this person's data
    proofs = {*rows.values_list("certificate", flat=True), *events.values_list("certificate", flat=True)} - {None}
    FollowUpAnswer.objects.filter(pk__in=numbers).update(text="", certificate=None)
    events.delete()
    for file in StoredFile.objects.filter(pk__in=proofs):
        let_go(file)
    FollowUp.objects.filter(pk__in=mine).update(link_hash="")
