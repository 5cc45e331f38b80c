"""Fairs, a project's part in one, and the orders that came of it."""

from __future__ import annotations

import uuid

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.accompany.fairs.rules import HOME
from mouakaba.base.words.models import WordsField

two_letters = RegexValidator(r"^[A-Z]{2}\Z", _("Write the country as two capital letters, for example MA or FR."))


@pghistory.track()
class Fair(models.Model):
    """A fair or market, kept by the programme that brings projects to it."""

    class Kind(models.TextChoices):
        FAIR = "fair", pgettext_lazy("fair", "fair")
        MARKET = "market", pgettext_lazy("fair", "market, souk")
        PROFESSIONAL = "professional", pgettext_lazy("fair", "professional market")
        TRAVELLING = "travelling", pgettext_lazy("fair", "travelling fair")
        GATHERING = "gathering", pgettext_lazy("fair", "gathering, forum")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("select.Programme", on_delete=models.PROTECT, related_name="fairs")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = WordsField()
    organiser = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, default=HOME, validators=[two_letters])
    is_international = models.BooleanField(default=False)  # buyers or exhibitors come from several countries
    starts_on = models.DateField(null=True, blank=True)  # None: not published
    ends_on = models.DateField(null=True, blank=True)
    source_url = models.URLField(blank=True, max_length=600)
    source_date = models.DateField(null=True, blank=True)
    note = WordsField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = [models.F("starts_on").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="fair_ends_after_it_begins",
                violation_error_message=_("The last day of the fair is before its first day. Change one of the two."),
            )
        ]


@pghistory.track()
class FairVisit(models.Model):
    """A project's part in a fair: told by the project or the office, counted once an officer confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, related_name="visits")
    project = models.ForeignKey("accompany.CohortProject", on_delete=models.CASCADE, related_name="fair_visits")
    stand = models.CharField(max_length=60, blank=True)  # its number or name; empty: without a stand
    visitors = models.PositiveIntegerField(default=0)  # received at the stand
    products = models.PositiveIntegerField(default=0)  # products and services shown
    meetings = models.PositiveIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)  # new ones, kept
    talks = models.PositiveIntegerField(default=0)  # lectures and debates of the sector attended
    leaders = models.PositiveIntegerField(default=0)  # leading people of the sector met
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    revision = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-entered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fair", "project"],
                name="one_visit_per_fair_and_project",
                violation_error_message=_("This project is at this fair already: open its line and change it."),
            )
        ]


@pghistory.track()
class FairOrder(models.Model):
    """An order that came of a fair."""

    visit = models.ForeignKey(FairVisit, on_delete=models.CASCADE, related_name="orders")
    what = models.CharField(max_length=200)
    amount = models.BigIntegerField()  # centimes
    country = models.CharField(max_length=2, default=HOME, validators=[two_letters])  # of the buyer
    ordered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="order_has_an_amount",
                violation_error_message=_("An order has an amount above zero."),
            )
        ]
