"""An introduction: what each side said, when, and the conversation that goes with it."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from mouakaba.base.people.models import Person
from mouakaba.match.introductions.rules import MOST_CHARACTERS, MOST_WHY


@pghistory.track(exclude=["note"])
class Introduction(models.Model):
    """One listing, and a profile or the listing of another organisation. A side that has not spoken is null.

    With a listing on either end `opening` is the offer and `counterpart` the need: `person_says` is then the word of
    the organisation that needs, and `other_speaker` who said it.
    """

    class ClosedBy(models.TextChoices):
        PERSON = "person", _("the person")
        ORGANISATION = "organisation", _("the organisation")
        OPERATOR = "operator", _("the operator of the platform")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.ForeignKey("match.Opening", on_delete=models.CASCADE, related_name="introductions")
    profile = models.ForeignKey("match.Profile", null=True, on_delete=models.CASCADE, related_name="introductions")
    counterpart = models.ForeignKey("match.Opening", null=True, on_delete=models.CASCADE, related_name="+")
    organisation_says = models.BooleanField(null=True)
    person_says = models.BooleanField(null=True)
    speaker = models.ForeignKey(
        "base.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )  # of the organisation
    other_speaker = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True, max_length=1000)  # from the organisation that asked first
    began_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # the conversation; what was agreed stays
    closed_by = models.CharField(max_length=12, choices=ClosedBy.choices, blank=True)

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(fields=["opening", "profile"], name="one_introduction_per_pair"),
            models.UniqueConstraint(fields=["opening", "counterpart"], name="one_introduction_per_two_listings"),
            models.CheckConstraint(
                condition=models.Q(profile__isnull=False, counterpart__isnull=True)
                | models.Q(profile__isnull=True, counterpart__isnull=False),
                name="introduces_a_profile_or_a_listing",
            ),
        ]

    @property
    def person(self) -> Person | None:
        """Who stands for the other side: the owner of the profile, or who spoke for the other organisation."""
        return self.profile.person if self.profile else self.other_speaker

    @property
    def agreed(self) -> bool:
        """Whether both said yes: only then does either see the other's contact."""
        return bool(self.organisation_says and self.person_says)

    @property
    def ended(self) -> bool:
        """Whether one said no."""
        return self.organisation_says is False or self.person_says is False

    @property
    def open(self) -> bool:
        """Whether both sides may write."""
        return not self.ended and self.closed_at is None


class Message(models.Model):
    """What one side wrote to the other. Its number comes with the form, so that a post sent twice is one message."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="messages")
    writer = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    from_person = models.BooleanField()  # else from the organisation
    text = models.TextField(max_length=MOST_CHARACTERS)  # empty once its writer was erased
    written_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # a letter told the other side of it, or found it read

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [
            models.Index(fields=["written_at"], condition=models.Q(told_at__isnull=True), name="messages_to_tell"),
            models.Index(fields=["writer", "written_at"], name="messages_of_a_writer"),
        ]


class Reading(models.Model):
    """Up to which moment somebody has read a conversation."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()  # when the last message they saw was written

    class Meta:
        constraints = [models.UniqueConstraint(fields=["introduction", "reader"], name="one_reading_per_reader")]


class ConversationReport(models.Model):
    """A side asks the operator of the platform to look at a conversation, and thereby lets them read it."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    from_person = models.BooleanField()
    why = models.TextField(max_length=MOST_WHY)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("reported conversation")
        verbose_name_plural = _("reported conversations")
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "from_person"],
                condition=models.Q(settled_at__isnull=True),
                name="one_open_report_per_side",
            )
        ]
