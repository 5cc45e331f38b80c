"""A person's skills profile, the texts it was read from, and each skill with the person's word on it."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import WordsField


@pghistory.track(exclude=["headline"])
class Profile(models.Model):
    """What a person shows of themselves to those who look for skills. Nobody sees it until they say so."""

    class Availability(models.TextChoices):
        NOW = "now", _("available now")
        FROM = "from", _("available from a day")
        NOT_LOOKING = "not_looking", _("not looking at the moment")

    class Seen(models.TextChoices):
        NOBODY = "nobody", _("nobody")
        OPENINGS = "openings", _("organisations that have an open opening here, without my name")

    class Part(models.TextChoices):
        HEADLINE = "headline", _("my line of presentation")
        REGION = "region", _("my region")
        LANGUAGES = "languages", _("the languages I work in")
        AVAILABILITY = "availability", _("when I am available")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("base.Person", on_delete=models.CASCADE, related_name="skills_profile")
    headline = models.CharField(max_length=150, blank=True)
    region = models.ForeignKey("base.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remote = models.BooleanField(default=False)
    languages = models.JSONField(default=list, blank=True)  # codes of forms.WORK_LANGUAGES
    availability = models.CharField(max_length=12, choices=Availability.choices, default=Availability.NOW)
    available_from = models.DateField(null=True, blank=True)
    seen_by = models.CharField(max_length=10, choices=Seen.choices, default=Seen.NOBODY)
    shown = models.JSONField(default=list, blank=True)  # values of Part
    teaches = models.BooleanField(default=False)  # corrections may improve the classifier
    made_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(availability="from") | models.Q(available_from__isnull=False),
                name="available_from_names_its_day",
                violation_error_message=_("Say from which day you are available."),
            )
        ]


class SkillText(models.Model):
    """A CV or another text of the person, kept until they take it back."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being read")
        READ = "read", _("read")
        FAILED = "failed", _("could not be read")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="texts")
    file = models.ForeignKey("base.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # of the file
    text = models.TextField(blank=True)
    language = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    flaw = models.CharField(max_length=20, blank=True)  # kernel.doctext.Flaw, when it failed
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["-given_at"]


@pghistory.track(fields=["state", "level", "wish"])
class ProfileSkill(models.Model):
    """A skill of the taxonomy on a person's profile."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("not mine")

    class Level(models.IntegerChoices):
        LEARNING = 1, _("I am learning it")
        HELPED = 2, _("with some help")
        ALONE = 3, _("on my own")
        TEACHING = 4, _("I can teach it")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=200)
    label = WordsField()
    state = models.CharField(max_length=10, choices=State.choices)
    text = models.ForeignKey(SkillText, null=True, on_delete=models.SET_NULL, related_name="skills")
    probability = models.FloatField(null=True)  # of the classifier; empty for one the person added
    evidence = models.JSONField(default=list)  # [[start, end], …] in text.text
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    wish = models.BooleanField(default=False)  # wants to use it in what comes next
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-probability", "uri"]
        constraints = [models.UniqueConstraint(fields=["profile", "uri"], name="one_row_per_profile_skill")]
        indexes = [models.Index(fields=["uri", "state"], name="profile_skill_by_uri")]
