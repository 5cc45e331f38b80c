"""Sessions and tours, who leads them, and who comes."""

from __future__ import annotations

import secrets
import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.accompany.sessions.rules import ZONE
from mouakaba.base.words.models import WordsField


@pghistory.track()
class Tour(models.Model):
    """Several sessions on the road: a cultural tour, a mobility week-end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey("accompany.Cohort", on_delete=models.CASCADE, related_name="tours")
    title = WordsField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="tour_ends_after_it_begins",
                violation_error_message=_("The last day of the tour is before its first day. Change one of the two."),
            )
        ]


@pghistory.track()
class Session(models.Model):
    """One session: exactly one type, collective or individual, in a tour or not."""

    class Kind(models.TextChoices):
        TRAINING = "training", pgettext_lazy("session", "training")
        WORKSHOP = "workshop", pgettext_lazy("session", "workshop")
        VISIT = "visit", pgettext_lazy("session", "visit")
        MEETING = "meeting", pgettext_lazy("session", "meeting")
        ROUND_TABLE = "round_table", pgettext_lazy("session", "round table")
        CONFERENCE = "conference", pgettext_lazy("session", "conference")
        COACHING = "coaching", pgettext_lazy("session", "individual coaching")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("select.Programme", on_delete=models.PROTECT, related_name="sessions")
    cohort = models.ForeignKey(
        "accompany.Cohort", null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )
    tour = models.ForeignKey(Tour, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    individual = models.BooleanField(default=False)
    project = models.ForeignKey(  # of an individual session, where it is known
        "accompany.CohortProject", null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )
    title = WordsField()
    motto = WordsField()  # of a public event
    text = WordsField()
    organisers = models.CharField(max_length=600, blank=True)  # besides the programme's organisation, by name
    partners = models.CharField(max_length=600, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=40, default=ZONE)
    region = models.ForeignKey("base.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(blank=True, max_length=600)
    speakers = models.CharField(max_length=300, blank=True)  # named on the page, without an account
    trainers = models.ManyToManyField("base.Person", blank=True, related_name="sessions_led")
    capacity = models.PositiveIntegerField(null=True, blank=True)  # empty: no limit
    is_open = models.BooleanField(default=False)  # anybody may register; it stands in the public agenda
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # grows when it is moved or cancelled (RFC 5545)
    changed_at = models.DateTimeField()
    day_known = models.BooleanField(default=True)  # False: a past session whose day was not published
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["cohort", "kind", "individual"], name="session_by_kind")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_it_begins",
                violation_error_message=_("The session ends before it begins. Change one of the two hours."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="coaching") | models.Q(individual=True),
                name="coaching_is_individual",
                violation_error_message=_("Individual coaching cannot be a collective session."),
            ),
            models.CheckConstraint(
                condition=models.Q(tour__isnull=True) | models.Q(cohort__isnull=False),
                name="session_of_a_tour_has_a_cohort",
                violation_error_message=_("A session of a tour belongs to the tour's cohort."),
            ),
        ]


@pghistory.track()
class Registration(models.Model):
    """Somebody who comes to a session: a person with an account, or a name."""

    class State(models.TextChoices):
        REGISTERED = "registered", pgettext_lazy("registration", "registered")
        WAITING = "waiting", pgettext_lazy("registration", "on the waiting list")
        WITHDRAWN = "withdrawn", pgettext_lazy("registration", "withdrawn")
        WALK_IN = "walk_in", pgettext_lazy("registration", "came without registering")

    class Proof(models.TextChoices):
        SCAN = "scan", pgettext_lazy("attendance", "badge read")
        SHEET = "sheet", pgettext_lazy("attendance", "signed sheet")

    class Part(models.TextChoices):
        COOPERATIVE = "cooperative", pgettext_lazy("participant", "representative of a cooperative")
        HOLDER = "holder", pgettext_lazy("participant", "holder of an idea or a project")
        STARTUP = "startup", pgettext_lazy("participant", "startup")
        INDUSTRY = "industry", pgettext_lazy("participant", "industrial or economic actor")
        INSTITUTION = "institution", pgettext_lazy("participant", "institution")
        EXPERT = "expert", pgettext_lazy("participant", "expert or researcher")
        MEDIA = "media", pgettext_lazy("participant", "press")
        OTHER = "other", pgettext_lazy("participant", "other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150, blank=True)  # of somebody without an account
    state = models.CharField(max_length=10, choices=State.choices, default=State.REGISTERED)
    comes_as = models.CharField(max_length=12, choices=Part.choices, blank=True)
    at = models.DateTimeField()  # the order of the waiting list
    present_at = models.DateTimeField(null=True, blank=True)
    present_by = models.CharField(max_length=5, choices=Proof.choices, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                name="one_registration_per_person_and_session",
                violation_error_message=_("This person is on the list already."),
            ),
            models.CheckConstraint(
                condition=models.Q(present_at__isnull=True, present_by="")
                | (models.Q(present_at__isnull=False) & ~models.Q(present_by="")),
                name="presence_has_its_proof",
            ),
        ]


def new_key() -> str:
    """A secret nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


class CalendarKey(models.Model):
    """The secret address of a person's calendar; renewing it closes the old one."""

    person = models.OneToOneField("base.Person", on_delete=models.CASCADE, related_name="calendar_key")
    token = models.CharField(max_length=64, unique=True, default=new_key)
    made_at = models.DateTimeField()
