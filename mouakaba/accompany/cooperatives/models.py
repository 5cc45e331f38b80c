"""A cooperative's books: statutes' figures, members with their shares, assemblies with their minutes, due dates."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.kernel.assemblies import Part, read_part
from mouakaba.kernel.days import months_after

# The lock of approved minutes holds against everything, actions or not.
_LOCKED = "RAISE EXCEPTION 'the minutes are approved' USING ERRCODE = 'check_violation';"
_OF_LOCKED = """
    IF EXISTS (
        SELECT 1 FROM accompany_assembly
        WHERE id IN (COALESCE(NEW.assembly_id, OLD.assembly_id), COALESCE(OLD.assembly_id, NEW.assembly_id))
        AND approved_at IS NOT NULL
    ) THEN RAISE EXCEPTION 'the minutes are approved' USING ERRCODE = 'check_violation'; END IF;
    RETURN COALESCE(NEW, OLD);
"""


def _locked_with(name: str) -> pgtrigger.Trigger:
    """Rows of a meeting change no more once its minutes are approved."""
    written = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=written, func=_OF_LOCKED)


@pghistory.track()
class Cooperative(models.Model):
    """What a cooperative's statutes say. A figure they do not give is empty, and the pages say so."""

    organisation = models.OneToOneField("base.Organisation", on_delete=models.PROTECT, related_name="cooperative")
    share_value = models.BigIntegerField()  # centimes
    register_number = models.CharField(max_length=60, blank=True)  # in the local register
    court = models.CharField(max_length=120, blank=True)  # that keeps the local register
    quorum = models.CharField(max_length=20, blank=True)  # str(kernel.assemblies.Part): ordinary assembly
    quorum_again = models.CharField(max_length=20, blank=True)  # when it is called a second time
    quorum_extra = models.CharField(max_length=20, blank=True)  # extraordinary assembly
    quorum_extra_again = models.CharField(max_length=20, blank=True)
    quorum_board = models.CharField(max_length=20, blank=True)
    majority = models.CharField(max_length=20, blank=True)  # of the voices present or represented
    majority_extra = models.CharField(max_length=20, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    most_proxies = models.PositiveSmallIntegerField(null=True, blank=True)  # one member may hold
    is_demo = models.BooleanField(default=False)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(share_value__gt=0), name="share_is_worth_something")]


@pghistory.track()
class Cooperator(models.Model):
    """A line of the register of members. Nobody is ever taken out of it: they leave, on a day, for a reason."""

    class Kind(models.TextChoices):
        PERSON = "person", _("natural person")
        BODY = "body", _("legal person")

    class Duty(models.TextChoices):
        NONE = "", pgettext_lazy("duty", "none")
        PRESIDENT = "president", pgettext_lazy("duty", "president")
        VICE = "vice", _("vice-president")
        SECRETARY = "secretary", _("secretary")
        TREASURER = "treasurer", _("treasurer")
        MANAGER = "manager", pgettext_lazy("duty", "manager")
        BOARD = "board", _("member of the board")

    class Reason(models.TextChoices):
        WITHDREW = "withdrew", pgettext_lazy("cooperator", "withdrew")
        EXCLUDED = "excluded", pgettext_lazy("cooperator", "excluded by decision")
        DIED = "died", pgettext_lazy("cooperator", "died")
        OTHER = "other", pgettext_lazy("cooperator", "other reason")

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="cooperators")
    number = models.PositiveIntegerField()  # in the register, from 1
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.PERSON)
    duty = models.CharField(max_length=9, choices=Duty.choices, blank=True, default=Duty.NONE)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    entered_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)  # the first day on which they are no member
    left_why = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    left_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="one_cooperator_per_number"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_why="")
                | (Q(left_on__isnull=False, left_on__gte=F("entered_on")) & ~Q(left_why="")),
                name="cooperator_leaves_after_entering_for_a_reason",
            ),
        ]


@pghistory.track()
class ShareMove(models.Model):
    """Shares subscribed or given back, money paid or refunded; only ever added."""

    cooperator = models.ForeignKey(Cooperator, on_delete=models.PROTECT, related_name="moves")
    on = models.DateField()
    shares = models.IntegerField(default=0)
    paid = models.BigIntegerField(default=0)  # centimes
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(shares=0) | ~Q(paid=0), name="share_move_moves_something"),
        ]


@pghistory.track()
class Assembly(models.Model):
    """A meeting: called, held, its minutes approved. What the statutes asked for is kept as it was when called."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary general assembly")
        EXTRA = "extra", _("extraordinary general assembly")
        BOARD = "board", _("meeting of the board")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="assemblies")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ORDINARY)
    again = models.BooleanField(default=False)  # called a second time, the quorum having been missed
    on = models.DateField()
    at = models.TimeField()
    place = models.CharField(max_length=200)
    agenda = models.TextField(max_length=10_000)  # a point a line
    language = models.CharField(max_length=2)  # of what is written here, and of letters
    quorum = models.CharField(max_length=20, blank=True)  # str(Part), of the statutes when it was called
    majority = models.CharField(max_length=20, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    most_proxies = models.PositiveSmallIntegerField(null=True, blank=True)
    called_on = models.DateField(null=True, blank=True)  # the day the notices went
    chair = models.CharField(max_length=150, blank=True)
    secretary = models.CharField(max_length=150, blank=True)
    minutes = models.TextField(max_length=10_000, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-at", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="approved_minutes_stay", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__approved_at__isnull=False), func=_LOCKED + " RETURN NULL;",
            )
        ]  # fmt: skip

    @property
    def quorum_part(self) -> Part | None:
        """The part of members that must be there; None where the statutes' figure is not known."""
        return read_part(self.quorum) if self.quorum else None

    @property
    def majority_part(self) -> Part | None:
        """The part of voices that carries a decision; None where the statutes' figure is not known."""
        return read_part(self.majority) if self.majority else None


@pghistory.track()
class AssemblySeat(models.Model):
    """Who was there, or by whom they were represented. Once minutes are approved: everybody entitled, absent too."""

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="seats")
    cooperator = models.ForeignKey(Cooperator, on_delete=models.PROTECT, related_name="seats")
    present = models.BooleanField(default=False)
    proxy = models.ForeignKey(Cooperator, null=True, blank=True, on_delete=models.PROTECT, related_name="proxies_held")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "cooperator"], name="one_seat_per_cooperator"),
            models.CheckConstraint(
                condition=Q(proxy__isnull=True) | Q(present=False), name="who_is_there_is_not_represented"
            ),
        ]
        triggers = [_locked_with("approved_seats_stay")]


@pghistory.track()
class AssemblyDecision(models.Model):
    """What was put to the vote, and the votes."""

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    votes_for = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField()
    adopted = models.BooleanField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["assembly", "number"], name="one_decision_per_number")]
        triggers = [_locked_with("approved_decisions_stay")]


class AssemblyNote(models.Model):
    """A correction after the minutes were approved; the minutes stay as they are."""

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["written_at", "pk"]


@pghistory.track()
class CooperativeDate(models.Model):
    """What is due on a day that was typed, or so many months after a day; done, the next one is made."""

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("yearly general assembly")
        OFFICERS = "officers", _("renewal of the officers")
        ACCOUNTS = "accounts", _("deposit of the accounts")
        OTHER = "other", pgettext_lazy("due date", "other")

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=200, blank=True)
    counted_from = models.DateField()  # the day itself where `months` is 0
    months = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField()
    every = models.PositiveSmallIntegerField(default=0)  # months until it comes round; 0: once
    source = models.CharField(max_length=300)  # article of the statutes, text of law, or address
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def next(self) -> CooperativeDate | None:
        """The one after it, not yet kept; None where it does not come round."""
        if not self.every:
            return None
        begun = months_after(self.counted_from, self.every)
        return CooperativeDate(
            cooperative_id=self.cooperative_id, kind=self.kind, label=self.label, counted_from=begun,
            months=self.months, due_on=months_after(begun, self.months), every=self.every, source=self.source,
        )  # fmt: skip
