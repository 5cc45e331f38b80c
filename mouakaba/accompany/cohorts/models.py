"""Cohorts, the plan of their support, and each project's plan and notes."""

from __future__ import annotations

import uuid

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.accompany.cohorts.rules import USUAL_SHARE
from mouakaba.base.words.models import WordsField


@pghistory.track()
class Cohort(models.Model):
    """Projects supported together: those chosen in a call, or, for a past edition, those typed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("select.Programme", on_delete=models.PROTECT, related_name="cohorts")
    call = models.OneToOneField("select.Call", null=True, blank=True, on_delete=models.PROTECT, related_name="cohort")
    code = models.SlugField()  # prefix of its published figures: cohort-1 has cohort-1-projects
    title = WordsField()
    objectives = WordsField()
    planned = models.PositiveIntegerField(null=True, blank=True)  # projects sought; those chosen and those that
    starts_on = models.DateField(null=True, blank=True)  # completed are counted from the records
    ends_on = models.DateField(null=True, blank=True)
    certificate_share = models.PositiveSmallIntegerField(
        default=USUAL_SHARE, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    source_url = models.URLField(blank=True, max_length=600)
    source_date = models.DateField(null=True, blank=True)
    note = WordsField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["programme__slug", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="one_cohort_per_code",
                violation_error_message=_("Another cohort of this programme already has this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="cohort_ends_after_it_begins",
                violation_error_message=_("The last day of the cohort is before its first day. Change one of the two."),
            ),
        ]


class PlanStep(models.Model):
    """One step of the cohort's programme of support."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="steps")
    title = WordsField()
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]


@pghistory.track()
class CohortProject(models.Model):
    """A project in a cohort."""

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("project", "supported")
        COMPLETED = "completed", pgettext_lazy("project", "completed the programme")
        LEFT = "left", pgettext_lazy("project", "left before the end")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey("base.Project", on_delete=models.PROTECT, related_name="supported_in")
    application = models.OneToOneField(
        "select.Application", null=True, blank=True, on_delete=models.SET_NULL, related_name="supported_project"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    joined_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["project__region", "project__title", "pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "project"], name="one_place_per_cohort_and_project")]


@pghistory.track()
class Milestone(models.Model):
    """Something a project means to reach; done on a day, with a proof where there is one."""

    project = models.ForeignKey(CohortProject, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    proof = models.ForeignKey("base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]


class ProjectNote(models.Model):
    """A note on a project, read by the project and by those who support it."""

    project = models.ForeignKey(CohortProject, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True)
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
