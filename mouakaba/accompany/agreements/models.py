"""Agreements between organisations, their amendments, and what each party committed to."""

from __future__ import annotations

import uuid
from datetime import date

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField
from mouakaba.kernel.agreements import Term, last_day


@pghistory.track()
class Agreement(models.Model):
    """A framework agreement. What its source does not give is empty, and the pages say so."""

    class Standing(models.TextChoices):
        """Where it stands on a day (`kernel.agreements`); nothing of it is stored."""

        UNKNOWN = "unknown", pgettext_lazy("agreement", "day of signature not known")
        COMING = "coming", pgettext_lazy("agreement", "not yet in force")
        IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")
        EXPIRED = "expired", pgettext_lazy("agreement", "expired")
        ENDED = "ended", pgettext_lazy("agreement", "ended early")

    class Known(models.TextChoices):
        """How much of the day of signature is known."""

        DAY = "day", _("the day")
        MONTH = "month", _("the month")
        YEAR = "year", _("the year")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="agreements_kept")
    parties: models.ManyToManyField[models.Model, models.Model] = models.ManyToManyField(
        "base.Organisation", through="Party", related_name="agreements"
    )
    subject = WordsField()
    signed_on = models.DateField(null=True, blank=True)
    signed_known = models.CharField(max_length=5, choices=Known.choices, default=Known.DAY)
    months = models.PositiveSmallIntegerField(null=True, blank=True)  # of the first term; empty: none is stated
    renewed_by = models.PositiveSmallIntegerField(default=0)  # months of each tacit renewal; 0: none
    ended_on = models.DateField(null=True, blank=True)  # last day in force, where a party ended it
    end_reason = models.TextField(blank=True)
    amount = models.BigIntegerField(null=True, blank=True)  # centimes, as stated for the whole
    note = WordsField()
    document = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_public = models.BooleanField(default=False)  # the parties made it public
    source_url = models.URLField(blank=True, max_length=600)
    source_checked_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = [models.F("signed_on").desc(nulls_last=True), "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(signed_on__isnull=True)
                | models.Q(ended_on__gte=models.F("signed_on")),
                name="agreement_ended_after_it_begins",
                violation_error_message=_("The agreement cannot end before it is signed."),
            ),
            models.CheckConstraint(
                condition=models.Q(renewed_by=0) | models.Q(months__isnull=False),
                name="agreement_renews_a_term",
                violation_error_message=_("Tacit renewal needs the months of the first term."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="agreement_amount_not_below_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(months__isnull=True) | models.Q(months__gt=0), name="agreement_term_is_some_months"
            ),
        ]

    @property
    def ends_on(self) -> date | None:
        """The last day of the first term."""
        return last_day(self.signed_on, self.months) if self.signed_on and self.months else None

    @property
    def term(self) -> Term:
        """Its days, for the rules all agreements share."""
        return Term(self.signed_on, self.ends_on, self.renewed_by, self.ended_on)


@pghistory.track()
class Party(models.Model):
    """An organisation that signed, as who, and what it brings."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="sides")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    signed_as = WordsField()  # the office of who signed, never a name
    brings = models.BigIntegerField(null=True, blank=True)  # centimes
    in_kind = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="one_row_per_party"),
            models.CheckConstraint(
                condition=models.Q(brings__isnull=True) | models.Q(brings__gte=0), name="party_brings_not_below_zero"
            ),
        ]


class Amendment(models.Model):
    """A change the parties signed. `before` keeps what stood until then, whole."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    signed_on = models.DateField()
    what = models.TextField()
    language = models.CharField(max_length=2)
    before = models.JSONField()  # {"subject", "months", "renewed_by", "amount", "parties": [slugs]}
    document = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="amendments_are_numbered")]


@pghistory.track()
class Commitment(models.Model):
    """What one party owes under an agreement. With a counter its records are found; without, they are typed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    what = WordsField()
    owed_by = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)  # empty: none was agreed
    unit = WordsField()
    due_on = models.DateField(null=True, blank=True)
    for_whom = WordsField()
    counted_by = models.CharField(max_length=30, blank=True)  # code of a counter (`rules.counters`)
    only = models.CharField(max_length=60, blank=True)
    source_url = models.URLField(blank=True, max_length=600)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="commitments_are_numbered"),
            models.CheckConstraint(
                condition=models.Q(quantity__isnull=True) | models.Q(quantity__gt=0),
                name="commits_to_something",
                violation_error_message=_("A quantity is more than zero; leave it empty where none was agreed."),
            ),
        ]


@pghistory.track()
class CommitmentRecord(models.Model):
    """What was done on a day, with its proof, where no other record of the house counts it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="records")
    on = models.DateField()
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    note = models.CharField(max_length=300)
    language = models.CharField(max_length=2)
    proof = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(quantity__gt=0), name="records_something_done")]
