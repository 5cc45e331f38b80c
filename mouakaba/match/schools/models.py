"""Agreements with schools, and the invitations a school sends."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField


@pghistory.track()
class SchoolAgreement(models.Model):
    """A partnership signed between a network and a school; while it runs, the school may invite its graduates."""

    class Status(models.TextChoices):
        """Where it stands on a day (`rules.status_on`); nothing of it is stored."""

        COMING = "coming", pgettext_lazy("agreement", "not yet in force")
        IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")
        EXPIRED = "expired", pgettext_lazy("agreement", "expired")
        ENDED = "ended", pgettext_lazy("agreement", "ended early")

    network = models.ForeignKey(  # empty in one recorded by an operator
        "base.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="agreements_with_schools"
    )
    school = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="school_agreements")
    signed_on = models.DateField(_("signed on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)  # last day of the term agreed; empty: no end
    renewed_by = models.PositiveSmallIntegerField(default=0)  # months of each tacit renewal; 0: none
    ended_on = models.DateField(null=True, blank=True)  # last day in force, where a party ended it
    end_reason = models.TextField(blank=True)
    network_commits = models.TextField(blank=True)
    school_commits = models.TextField(blank=True)
    note = WordsField()
    document = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("signed_on")),
                name="school_agreement_ends_after_it_begins",
                violation_error_message=_("The agreement cannot end before it is signed."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("signed_on")),
                name="school_agreement_ended_after_it_begins",
                violation_error_message=_("The agreement cannot end before it is signed."),
            ),
            models.CheckConstraint(
                condition=models.Q(renewed_by=0) | models.Q(ends_on__isnull=False),
                name="school_agreement_renews_a_term",
                violation_error_message=_("Tacit renewal needs the last day of the first term."),
            ),
            models.CheckConstraint(
                condition=models.Q(network__isnull=True) | ~models.Q(network=models.F("school")),
                name="school_agreement_has_two_parties",
                violation_error_message=_("An agreement has two parties: choose another school."),
            ),
        ]


class SchoolInvitation(models.Model):
    """A graduate invited by a school. The school learns a number, never what the person does with it."""

    agreement = models.ForeignKey(SchoolAgreement, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="school_invitations")
    invited_at = models.DateTimeField()  # of the last letter; the invitation runs out some time after it
    letters = models.PositiveSmallIntegerField(default=1)
    counted = models.BooleanField(null=True)  # the person's word: may the school count me?
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [models.UniqueConstraint(fields=["agreement", "person"], name="one_invitation_per_graduate")]
