"""The jury: who judges, who may not judge what, the marks, and the order in which files are pitched."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class Juror(models.Model):
    """A person's seat on one call's jury."""

    call = models.ForeignKey("select.Call", on_delete=models.CASCADE, related_name="jurors")
    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="jury_seats")
    languages = models.JSONField(default=list)  # files the juror can read: ["ar", "fr"]
    is_president = models.BooleanField(default=False)
    invited_at = models.DateTimeField()
    # A juror who left keeps the seat's row, so that what they marked stays in the record. It no longer counts.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="one_seat_per_juror")]

    @property
    def reads(self) -> str:
        """The languages read, each in its own name."""
        names = dict(settings.LANGUAGES)
        return " · ".join(str(names.get(code, code)) for code in self.languages)


@pghistory.track()
class Conflict(models.Model):
    """A tie between a juror and a file. For this juror the file does not exist."""

    class Source(models.TextChoices):
        DECLARED = "declared", _("declared by the juror")
        OFFICER = "officer", _("entered by the office")

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="conflicts")
    application = models.ForeignKey("select.Application", on_delete=models.CASCADE, related_name="conflicts")
    source = models.CharField(max_length=10, choices=Source.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "application"], name="one_conflict_per_juror_and_file")]


@pghistory.track()
class ClearedTie(models.Model):
    """The office asked about what a juror shares with an applicant: it is no tie, and is not asked about again."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="cleared_ties")
    application = models.ForeignKey("select.Application", on_delete=models.CASCADE, related_name="cleared_ties")
    why = models.JSONField(default=list)  # what they share: ["mail"]; something else shared later is asked about
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "application"], name="one_cleared_tie_per_pair")]


@pghistory.track(exclude=["marks", "revisions"])
class Review(models.Model):
    """One juror's marks on one assigned file."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("to do")
        STARTED = "started", _("begun")
        DONE = "done", _("done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="reviews")
    application = models.ForeignKey("select.Application", on_delete=models.CASCADE, related_name="reviews")
    marks = models.JSONField(default=dict, blank=True)  # {criterion: {"mark": 4, "reason": "…"}}
    revisions = models.JSONField(default=dict, blank=True)  # {criterion, or "_comment": revision of its last change}
    comment = models.TextField(blank=True)  # to the jury
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASSIGNED)
    revision = models.PositiveIntegerField(default=0)
    total = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)  # raw, weighted, once done
    assigned_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "application"], name="one_review_per_juror_and_file")]


class Pitch(models.Model):
    """A file's turn before the panel, in a kind that is judged live."""

    call = models.ForeignKey("select.Call", on_delete=models.CASCADE, related_name="pitches")
    application = models.OneToOneField("select.Application", on_delete=models.CASCADE, related_name="pitch")
    position = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "position"],
                name="one_pitch_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["call"],
                condition=models.Q(started_at__isnull=False, ended_at__isnull=True),
                name="one_pitch_at_a_time",
                violation_error_message=_("Another pitch is under way. End it first."),
            ),
        ]


@pghistory.track()
class Panel(models.Model):
    """The session in which files of a live call are pitched: how the order was drawn, when the ranking was shown."""

    call = models.OneToOneField("select.Call", on_delete=models.CASCADE, related_name="panel")
    seed = models.CharField(max_length=40, blank=True)  # of the last draw; empty when the order was set by hand
    drawn_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=5)  # what a pitch may take
    revealed_at = models.DateTimeField(null=True, blank=True)
