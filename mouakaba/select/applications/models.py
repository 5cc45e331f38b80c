"""Applications: the working copy a person edits, and the submissions frozen from it."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("draft, not sent")
    SUBMITTED = "submitted", _("sent")
    PAPER_ASKED = "paper_asked", _("a paper is missing")
    ADMITTED = "admitted", _("admitted, before the jury")
    REFUSED = "refused", _("not eligible")
    SELECTED = "selected", _("selected")
    RESERVE = "reserve", _("on the reserve list")
    NOT_SELECTED = "not_selected", _("not selected")
    WITHDRAWN = "withdrawn", _("withdrawn")

    @classmethod
    def sent(cls) -> tuple[State, ...]:
        """States in which the office sees the file."""
        return tuple(state for state in cls if state != cls.DRAFT)


@pghistory.track(fields=["state", "number", "submission"])
class Application(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey("select.Call", on_delete=models.PROTECT, related_name="applications")
    version = models.ForeignKey("select.CallVersion", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="applications")
    project = models.ForeignKey("base.Project", null=True, blank=True, on_delete=models.SET_NULL)
    language = models.CharField(max_length=2, default="ar")
    state = models.CharField(max_length=15, choices=State.choices, default=State.DRAFT)
    answers = models.JSONField(default=dict, blank=True)  # the working copy: {question code: value}
    revisions = models.JSONField(default=dict, blank=True)  # {question code: how often it was saved}
    number = models.CharField(max_length=40, blank=True)  # given at the first submission
    submission = models.ForeignKey(
        "select.Submission", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # From the current submission, for lists, sorting and search.
    title = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    verdict = models.CharField(max_length=15, blank=True)  # eligible, ineligible, cannot_tell
    search = models.TextField(blank=True)  # folded title, name, number (kernel.text.fold)
    submitted_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    score = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)  # raw, of closed marks
    score_exact = models.CharField(max_length=82, blank=True)  # "181/3", where four decimals do not say it
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "applicant"],
                condition=~models.Q(state="withdrawn"),
                name="one_application_per_person_and_call",
                violation_error_message=_("You already have an application to this call."),
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="one_application_per_number"
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "submitted_at"], name="application_office_list"),
            models.Index(fields=["call", "-score"], name="application_by_score"),
        ]


class Superseded(models.Model):
    """Text that another tab or device overwrote. Kept until the application is sent, so that nothing typed is lost."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="superseded")
    question = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()


class ApplicationFile(models.Model):
    """A paper attached to the answer of a file question."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    question = models.CharField(max_length=60)
    file = models.ForeignKey("base.StoredFile", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)  # a frozen submission may still point at it


@pghistory.track(exclude=["answers", "files", "facts", "verdict"])  # frozen: a copy would only outlive an erasure
class Submission(models.Model):
    """What was sent, frozen, with the version it answers and its receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="submissions")
    version = models.ForeignKey("select.CallVersion", on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField()  # 1 for the first sending, 2 after an edit …
    answers = models.JSONField()
    files = models.JSONField(default=list)  # [{"question", "file", "name", "sha256", "size"}]
    facts = models.JSONField(default=dict)
    verdict = models.JSONField(default=dict)  # kernel.eligibility's verdict as data, rule by rule
    receipt_number = models.CharField(max_length=40, unique=True)
    content_hash = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "sequence"], name="one_submission_per_sequence")]


class StatusLine(models.Model):
    """A dated step of an application, as the applicant reads it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="status_lines")
    state = models.CharField(max_length=15, choices=State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)  # the officer's words to the applicant

    class Meta:
        ordering = ["at", "pk"]
