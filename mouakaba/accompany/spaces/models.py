"""Sites of a network, their spaces, who stays in them, and who waits."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField


@pghistory.track()
class Site(models.Model):
    """A place a network runs, works on, or plans. Days that are known only by their year are a window."""

    class Status(models.TextChoices):
        OPERATING = "operating", pgettext_lazy("site", "operating")
        WORKS = "works", pgettext_lazy("site", "works under way")
        PLANNED = "planned", pgettext_lazy("site", "planned")

    network = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="sites")
    slug = models.SlugField(unique=True)
    name = WordsField()
    summary = WordsField()
    region = models.ForeignKey("base.Region", on_delete=models.PROTECT, related_name="+")
    commune = models.ForeignKey("base.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    opens_from = models.DateField(null=True, blank=True)  # opened, or is to open, between these two days
    opens_until = models.DateField(null=True, blank=True)
    agreement = WordsField()  # the convention by which it is made, and its parties
    agreement_on = models.DateField(null=True, blank=True)
    agreement_url = models.URLField(blank=True, max_length=600)
    desks = models.JSONField(default=list, blank=True)  # services of the one-stop desk: codes of phrases.DESKS
    desks_url = models.URLField(blank=True, max_length=600)
    source_url = models.URLField(blank=True, max_length=600)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_until__isnull=True) | Q(opens_from__isnull=False, opens_until__gte=F("opens_from")),
                name="site_opens_in_a_window",
                violation_error_message=_("The last possible day of opening comes before the first."),
            )
        ]


class SiteFigure(models.Model):
    """A figure as it was published, with its source and day; never mixed with what is counted here."""

    class Code(models.TextChoices):
        AREA = "area", _("area (m²)")
        OFFICES = "offices", _("offices")
        OFFICE_AREA = "office_area", _("area of an office (m²)")
        FIRMS = "firms", _("companies")
        SEATS = "seats", _("coworking seats")
        COST = "cost", _("cost (DH)")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(max_length=12, choices=Code.choices)
    least = models.DecimalField(max_digits=14, decimal_places=2)
    most = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)  # where a range was published
    note = WordsField()
    published_on = models.CharField(  # what is known of the day: 2014, 2014-06 or 2014-06-30
        max_length=10, blank=True, validators=[RegexValidator(r"^\d{4}(-\d\d(-\d\d)?)?$")]
    )
    source_url = models.URLField(max_length=600)

    class Meta:
        ordering = ["code", "published_on", "pk"]


class SiteCall(models.Model):
    """The chosen ones of this call wait for this site."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="calls")
    call = models.OneToOneField("select.Call", on_delete=models.CASCADE, related_name="+")


@pghistory.track()
class Space(models.Model):
    """An office, or a room of seats. Where it lies on the plan of its floor is in decimetres from the plan's corner."""

    class Kind(models.TextChoices):
        OFFICE = "office", pgettext_lazy("space", "office")
        COWORKING = "coworking", pgettext_lazy("space", "coworking")
        MEETING = "meeting", pgettext_lazy("space", "meeting room")
        LAB = "lab", pgettext_lazy("space", "laboratory")
        HALL = "hall", pgettext_lazy("space", "hall")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="spaces")
    code = models.CharField(_("number or name"), max_length=30)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OFFICE)
    area = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])  # m²
    seats = models.PositiveSmallIntegerField(default=0)
    floor = models.SmallIntegerField(default=0)
    since = models.DateField(null=True, blank=True)  # first day it may be let
    until = models.DateField(null=True, blank=True)  # first day it may no longer be let
    x = models.PositiveIntegerField(null=True, blank=True)
    y = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    depth = models.PositiveIntegerField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["floor", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="one_space_per_code",
                violation_error_message=_("Another space of this site has this number."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="coworking") | Q(seats__gt=0),
                name="coworking_has_seats",
                violation_error_message=_("A coworking space is let by the seat: say how many seats it has."),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=F("since")),
                name="space_is_there_for_a_time",
                violation_error_message=_("The space cannot close before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(x=None, y=None, width=None, depth=None)
                | Q(x__isnull=False, y__isnull=False, width__gt=0, depth__gt=0),
                name="space_lies_whole_on_the_plan",
                violation_error_message=_("For the plan give all four: from the side, from the top, width, depth."),
            ),
        ]


@pghistory.track(exclude=["name"])  # a copy of what a person wrote would only outlive an erasure
class Member(models.Model):
    """A startup, a small firm or a project holder whom a network accompanies, and at which stage."""

    class Kind(models.TextChoices):
        STARTUP = "startup", _("startup")
        SMALL_FIRM = "small_firm", _("very small enterprise")
        HOLDER = "holder", _("project holder")

    class Stage(models.TextChoices):
        """The four programmes of the agreement of 24 November 2023 between the ministry and the network."""

        BOOST_UP_LAB = "boost_up_lab", "BOOST UP LAB"
        START = "start", "START"
        DEVELOP = "develop", "DEVELOP"
        ACCELERATE = "accelerate", "ACCELERATE"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="members_accompanied")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STARTUP)
    organisation = models.ForeignKey(
        "base.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey("base.Project", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    region = models.ForeignKey("base.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.START)
    joined_on = models.DateField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]


class StageMove(models.Model):
    """A member's step from one stage to another, with the reason."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12, choices=Member.Stage.choices, blank=True)  # empty: it came in
    after = models.CharField(max_length=12, choices=Member.Stage.choices)
    on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["on", "pk"]


_ONE_SPACE = Func(F("space"), F("space"), Value("[]"), function="int8range")
_ITS_DAYS = Func(F("begins"), F("ends"), Value("[)"), function="daterange")


@pghistory.track()
class Stay(models.Model):
    """A member in a space, from a day to the day on which it is free again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="stays")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="stays")
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)  # the first day no longer let; empty: no end agreed
    exclusive = models.BooleanField(default=True)  # the whole space; else so many seats of it
    quantity = models.DecimalField(max_digits=8, decimal_places=2)  # m² paid, or seats, as agreed at the beginning
    stage = models.CharField(max_length=12, choices=Member.Stage.choices)  # of the member when it came
    reason = models.TextField(blank=True)  # why it was let to this one, where others stood before
    left_because = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-begins", "pk"]
        constraints = [
            # A space as a range of one number: plain GiST knows ranges, so that no extension must be installed.
            ExclusionConstraint(
                name="a_space_is_let_once_at_a_time",
                expressions=[(_ONE_SPACE, "&&"), (_ITS_DAYS, "&&")],
                condition=Q(exclusive=True),
                violation_error_message=_("This space is let already for some of these days. Nothing was booked."),
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("begins")),
                name="stay_ends_after_it_begins",
                violation_error_message=_("A stay ends after the day on which it begins."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="stay_lets_something",
                violation_error_message=_("Say how many seats are let: at least one."),
            ),
        ]


@pghistory.track()
class RentStep(models.Model):
    """From this day on the unit costs so much: a square metre of a space let whole, else a seat."""

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="steps")
    begins = models.DateField()
    rate = models.PositiveIntegerField()  # centimes for a unit and a month

    class Meta:
        ordering = ["begins"]
        constraints = [models.UniqueConstraint(fields=["stay", "begins"], name="one_rate_a_day")]


@pghistory.track(exclude=["note"])
class Waiting(models.Model):
    """A member on the waiting list of a site. Its place comes from the day of decision, unless a reason lifts it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("waiting list", "waiting")
        ALLOTTED = "allotted", pgettext_lazy("waiting list", "has a space")
        LEFT = "left", pgettext_lazy("waiting list", "left the list")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="waiting")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="waiting")
    application = models.OneToOneField(
        "select.Application", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_on = models.DateField()  # the day its admission was decided
    kind = models.CharField(max_length=10, choices=Space.Kind.choices, default=Space.Kind.OFFICE)
    wanted = models.DecimalField(max_digits=8, decimal_places=2)  # least m², or seats of a coworking space
    priority = models.PositiveSmallIntegerField(default=0)
    priority_reason = models.TextField(blank=True)
    stay = models.OneToOneField(Stay, null=True, blank=True, on_delete=models.SET_NULL, related_name="waited")
    ended_because = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-priority", "decided_on", "pk"]  # as kernel.letting.ordered
        constraints = [
            models.UniqueConstraint(
                fields=["site", "member"],
                condition=Q(state="waiting"),
                name="one_place_on_a_waiting_list",
                violation_error_message=_("This member is on the waiting list of this site already."),
            ),
            models.CheckConstraint(
                condition=Q(priority=0) | ~Q(priority_reason=""),
                name="a_priority_has_its_reason",
                violation_error_message=_("Write the reason of the priority: whoever waits may read it."),
            ),
        ]
