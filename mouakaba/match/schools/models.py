"""Agreements with schools, and the invitations a school sends."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import WordsField


@pghistory.track()
class SchoolAgreement(models.Model):
    """A partnership signed with a school; while it runs, the school may invite its graduates."""

    school = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="school_agreements")
    signed_on = models.DateField(_("signed on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    note = WordsField()

    class Meta:
        ordering = ["-signed_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("signed_on")),
                name="school_agreement_ends_after_it_begins",
                violation_error_message=_("The agreement cannot end before it is signed."),
            )
        ]


class SchoolInvitation(models.Model):
    """A graduate invited by a school. The school learns a number, never what the person does with it."""

    agreement = models.ForeignKey(SchoolAgreement, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="school_invitations")
    invited_at = models.DateTimeField()
    counted = models.BooleanField(null=True)  # the person's word: may the school count me?
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [models.UniqueConstraint(fields=["agreement", "person"], name="one_invitation_per_graduate")]
