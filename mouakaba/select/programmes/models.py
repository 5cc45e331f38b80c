"""Programmes: a continuing line of support, run by one organisation, with an edition per call."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import WordsField
from mouakaba.select.programmes import rules


@pghistory.track()
class Programme(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="programmes")
    slug = models.SlugField(unique=True)
    title = WordsField()
    summary = WordsField()
    partners = models.ManyToManyField("base.Organisation", blank=True, related_name="partner_programmes")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug"]


@pghistory.track()
class ProgrammeRole(models.Model):
    """What a person may do in one programme, without belonging to its organisation."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("programme officer")
        PRESIDENT = "president", _("jury president")
        VIEWER = "viewer", _("reader")

    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="programme_roles")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "programme", "role"], name="one_row_per_programme_role")
        ]


@pghistory.track()
class PublishedFigure(models.Model):
    """A total stated in public, kept beside what the records count. Never merged with it."""

    class Unit(models.TextChoices):
        PROJECTS = "projects", _("projects")
        SESSIONS = "sessions", _("sessions")
        TOURS = "tours", _("tours")
        APPLICATIONS = "applications", _("applications")
        COMPANIES = "companies", _("companies")
        STARTUPS = "startups", _("startups")
        COOPERATIVES = "cooperatives", _("cooperatives")
        PEOPLE = "people", _("people")
        JOBS = "jobs", _("jobs")
        DIRHAMS = "dirhams", _("dirhams")
        PER_CENT = "per-cent", _("per cent")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="published_figures")
    code = models.SlugField()
    label = WordsField()
    stated = models.IntegerField()
    unit = models.CharField(max_length=15, choices=Unit.choices, blank=True)
    period = models.CharField(max_length=25, blank=True, validators=[rules.check_period])  # "": none was given
    scope = WordsField()
    contested = models.BooleanField(default=False)  # another source says otherwise; the note says which
    parts = models.JSONField(default=list, blank=True)  # [{"label": {…}, "count": n}]: what it is said to consist of
    source_name = WordsField()  # who said it where, when no address can be given
    source_url = models.URLField(blank=True, max_length=600)
    source_date = models.DateField(null=True, blank=True)
    note = WordsField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="one_figure_per_code")]

    @property
    def full_code(self) -> str:
        """The code by which the open figures name it: cohort-1-projects is kawaliss.cohort1.projects there."""
        return f"{self.programme.slug}.{rules.open_code(self.code)}"

    @property
    def counted(self) -> int:
        """The sum of the parts."""
        return sum(part["count"] for part in self.parts)

    @property
    def disagrees(self) -> bool:
        """Whether the stated total is not the sum of its parts."""
        return bool(self.parts) and self.counted != self.stated
