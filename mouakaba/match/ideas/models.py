"""Ideas of cooperative projects, who took them up, and what came of it."""

from __future__ import annotations

import uuid

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField
from mouakaba.match.ideas.rules import MOST_TAKERS
from mouakaba.match.listings.models import Sector


class IdeaKeeper(models.Model):
    """An organisation that keeps the bank: its officers and owners read what is proposed, and decide."""

    organisation = models.OneToOneField("base.Organisation", on_delete=models.CASCADE, related_name="+")


@pghistory.track(exclude=["search"])
class Idea(models.Model):
    """One idea. Texts are by language; amounts in whole dirhams."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("idea", "proposed")
        DECLINED = "refused", pgettext_lazy("idea", "not kept")
        PUBLIC = "open", pgettext_lazy("idea", "free to take up")
        ADOPTED = "started", pgettext_lazy("idea", "taken up")
        CLOSED = "closed", pgettext_lazy("idea", "closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = WordsField()
    problem = WordsField()
    model = WordsField()
    features = WordsField()  # of the territory
    permits = WordsField()
    partners = WordsField()
    regions = models.ManyToManyField("base.Region", related_name="+")
    sector = models.CharField(max_length=20, choices=Sector.choices)
    cost_from = models.PositiveBigIntegerField(null=True, blank=True)
    cost_to = models.PositiveBigIntegerField(null=True, blank=True)
    takers = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_TAKERS)]
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    reason = models.TextField(blank=True)  # why it was not kept
    proposed_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    source_url = models.URLField(blank=True, max_length=600)
    is_demo = models.BooleanField(default=False)
    search = models.TextField(blank=True, editable=False)  # every text, folded (kernel.text.fold)

    class Meta:
        ordering = ["-published_at", "-proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cost_from__isnull=True)
                | models.Q(cost_to__isnull=True)
                | models.Q(cost_to__gte=models.F("cost_from")),
                name="idea_costs_in_order",
                violation_error_message=_("The largest cost is below the smallest. Change one of the two."),
            )
        ]


@pghistory.track()
class Adoption(models.Model):
    """Somebody who takes an idea up; with an organisation, in its name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="adoptions")
    person = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey("base.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    adopted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)  # it ended

    class Meta:
        ordering = ["adopted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="one_adoption_per_person_at_once",
                violation_error_message=_("You have taken up this idea already."),
            )
        ]


class Story(models.Model):
    """A short dated note of what a taker did."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="notes")
    day = models.DateField()
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ["day", "pk"]


class Challenge(models.Model):
    """A challenge met on an idea, and the way past it."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="challenges")
    person = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    met = models.TextField()
    way = models.TextField()
    language = models.CharField(max_length=2, blank=True)
    told_at = models.DateTimeField()
    search = models.TextField(editable=False)

    class Meta:
        ordering = ["-told_at", "-pk"]


class Want(models.Model):
    """What is needed or offered on an idea."""

    class Kind(models.TextChoices):
        NEED = "need", pgettext_lazy("on an idea", "needed")
        OFFER = "offer", pgettext_lazy("on an idea", "offered")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="wants")
    person = models.ForeignKey("base.Person", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-said_at"]


@pghistory.track()
class IdeaPlan(models.Model):
    """A ready plan of an idea: amounts in centimes, costs by line ({line: centimes}, lines of ``rules.COSTS``)."""

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="plan")
    start = models.JSONField(default=dict)
    monthly = models.JSONField(default=dict)
    unit = WordsField()  # what is sold: a kilo, a visit
    units = models.PositiveIntegerField()  # a month
    price = models.PositiveBigIntegerField()  # of a unit
    own = models.PositiveBigIntegerField()  # money of the cooperative's members
