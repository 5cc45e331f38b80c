"""Grants, their tranches, proofs and payments. Amounts are whole centimes. The database itself refuses to pay too much.

Whatever changes what is planned or paid holds the row of its grant first: two payments at once wait for each other.
"""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_TRANCHE_FITS = """
    SELECT amount INTO most FROM accompany_grant WHERE id = NEW.grant_id FOR UPDATE;
    SELECT coalesce(sum(amount), 0) INTO used FROM accompany_tranche WHERE grant_id = NEW.grant_id AND id <> NEW.id;
    SELECT coalesce(sum(amount), 0) INTO paid FROM accompany_payment WHERE tranche_id = NEW.id;
    IF used + NEW.amount > most OR paid > NEW.amount THEN
        RAISE EXCEPTION 'tranches never exceed their grant' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_PAYMENT_FITS = """
    SELECT g.amount INTO most FROM accompany_grant g JOIN accompany_tranche t ON t.grant_id = g.id
        WHERE t.id = NEW.tranche_id FOR UPDATE OF g;
    SELECT amount INTO most FROM accompany_tranche WHERE id = NEW.tranche_id;
    SELECT coalesce(sum(amount), 0) INTO used FROM accompany_payment
        WHERE tranche_id = NEW.tranche_id AND id <> NEW.id;
    IF used + NEW.amount > most THEN
        RAISE EXCEPTION 'payments never exceed their tranche' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_GRANT_HOLDS = """
    SELECT coalesce(sum(amount), 0) INTO used FROM accompany_tranche WHERE grant_id = NEW.id;
    IF used > NEW.amount THEN
        RAISE EXCEPTION 'a grant is never less than its tranches' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_REFUND_FITS = """
    PERFORM 1 FROM accompany_grant WHERE id = NEW.grant_id FOR UPDATE;
    SELECT coalesce(sum(p.amount), 0) INTO most FROM accompany_payment p JOIN accompany_tranche t ON t.id = p.tranche_id
        WHERE t.grant_id = NEW.grant_id;
    SELECT coalesce(sum(amount), 0) INTO used FROM accompany_refund WHERE grant_id = NEW.grant_id AND id <> NEW.id;
    IF used + NEW.amount > most THEN
        RAISE EXCEPTION 'refunds never exceed what was paid' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def _guard(name: str, body: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        declare=[("most", "bigint"), ("used", "bigint"), ("paid", "bigint")],
        func=body,
    )


_WRITTEN = pgtrigger.Insert | pgtrigger.Update


def _above_zero(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(amount__gt=0), name=name, violation_error_message=_("An amount is more than zero.")
    )


@pghistory.track()
class Grant(models.Model):
    """Support a programme gives an organisation: money, or something in kind with its value and who valued it."""

    class Form(models.TextChoices):
        MONEY = "money", pgettext_lazy("support", "money")
        IN_KIND = "in_kind", pgettext_lazy("support", "equipment or premises, in kind")
        SERVICE = "service", pgettext_lazy("support", "training or service, in kind")
        FAIR = "fair", pgettext_lazy("support", "place at a fair or market, in kind")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("select.Programme", on_delete=models.PROTECT, related_name="grants")
    beneficiary = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="grants")
    project = models.ForeignKey("base.Project", null=True, blank=True, on_delete=models.SET_NULL, related_name="grants")
    form = models.CharField(max_length=10, choices=Form.choices, default=Form.MONEY)
    title = models.CharField(max_length=200)  # what is supported
    language = models.CharField(max_length=2)
    instrument = models.CharField(max_length=50, blank=True)  # whose cap, rate and own share it keeps
    amount = models.BigIntegerField()  # or the value of what is given in kind
    valued_by = models.CharField(max_length=200, blank=True)  # of what is in kind: which body, how
    cost = models.BigIntegerField(null=True, blank=True)  # of the whole project
    own_cash = models.BigIntegerField(default=0)  # what the beneficiary promised
    own_in_kind = models.BigIntegerField(default=0)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=200)  # the body that decided, never a person
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_on", "pk"]
        constraints = [
            _above_zero("grants_something"),
            models.CheckConstraint(
                condition=models.Q(cost__isnull=True) | models.Q(cost__gte=models.F("amount")),
                name="grant_within_the_cost",
                violation_error_message=_("The grant is more than the project costs."),
            ),
            models.CheckConstraint(
                condition=models.Q(own_cash__gte=0, own_in_kind__gte=0), name="own_share_not_below_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(begins_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("begins_on")),
                name="grant_ends_after_it_begins",
                violation_error_message=_("The support cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(form="money") | ~models.Q(valued_by=""),
                name="in_kind_is_valued_by_somebody",
                violation_error_message=_("Say who valued what is given in kind, and how."),
            ),
        ]
        triggers = [_guard("grant_holds_its_tranches", _GRANT_HOLDS, pgtrigger.Update)]


@pghistory.track()
class Tranche(models.Model):
    """A part of a grant, paid once its milestone is proved."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    milestone = models.CharField(max_length=300)
    language = models.CharField(max_length=2)
    due_on = models.DateField(null=True, blank=True)
    needs_proof = models.BooleanField(default=True)

    class Meta:
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="tranches_are_numbered"),
            _above_zero("tranche_is_something"),
        ]
        triggers = [_guard("tranche_fits_its_grant", _TRANCHE_FITS, _WRITTEN)]


@pghistory.track()
class TrancheProof(models.Model):
    """What the beneficiary hands in for a milestone, and what the officer said of it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("proof", "waits for the officer")
        ACCEPTED = "accepted", pgettext_lazy("proof", "accepted")
        REFUSED = "refused", pgettext_lazy("proof", "refused")

    tranche = models.ForeignKey(Tranche, on_delete=models.CASCADE, related_name="proofs")
    file = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.CharField(max_length=300, blank=True)  # why it was refused
    decided_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]


@pghistory.track()
class Payment(models.Model):
    """Money that left, on a day, with the reference of its transfer; of support in kind, what was handed over."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField()
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=100)
    recorded_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            _above_zero("pays_something"),
            models.UniqueConstraint(
                fields=["tranche", "reference"],
                name="one_payment_per_reference",
                violation_error_message=_("A payment with this reference is recorded already."),
            ),
        ]
        triggers = [_guard("payment_fits_its_tranche", _PAYMENT_FITS, _WRITTEN)]


@pghistory.track()
class Refund(models.Model):
    """Money that came back. It is not paid out again."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="refunds")
    on = models.DateField()
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=100)
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [_above_zero("refunds_something")]
        triggers = [_guard("refund_fits_what_was_paid", _REFUND_FITS, _WRITTEN)]


@pghistory.track()
class OwnContribution(models.Model):
    """What the beneficiary says it brought, with its proof; it counts once somebody verified it."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="contributions")
    on = models.DateField()
    amount = models.BigIntegerField()
    in_kind = models.BooleanField(default=False)
    valued_by = models.CharField(max_length=200, blank=True)
    proof = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verified_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            _above_zero("contributes_something"),
            models.CheckConstraint(
                condition=models.Q(in_kind=False) | ~models.Q(valued_by=""),
                name="own_in_kind_is_valued_by_somebody",
                violation_error_message=_("Say who valued what is given in kind, and how."),
            ),
        ]


@pghistory.track()
class DoubleSupport(models.Model):
    """Two grants of different programmes for one beneficiary or project in overlapping time. A person decides."""

    class Reason(models.TextChoices):
        SAME_PROJECT = "same_project", _("the same project")
        SAME_BENEFICIARY = "same_beneficiary", _("the same beneficiary")

    class Decision(models.TextChoices):
        ALLOWED = "allowed", pgettext_lazy("double support", "allowed: the two do not pay the same thing")
        TO_CORRECT = "to_correct", pgettext_lazy("double support", "to be corrected: they pay the same thing")

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="doubles")  # the later of the two
    other = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    why = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["found_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["grant", "other"], name="flagged_once")]
