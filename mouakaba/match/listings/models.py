"""Listings of organisations and persons, in one language: openings, trainings, offers and needs, with their skills."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField
from mouakaba.match import registry


class Sector(models.TextChoices):
    """Fields of activity: those of the glossary of skills."""

    CULTURE = "culture_crafts", _("culture and crafts")
    ICT = "ict", _("information technology")
    FOOD = "food_farming", _("food and farming")
    ENERGY = "renewable_energy", _("renewable energy")
    WASTE = "waste_recycling", _("waste and recycling")
    MANAGEMENT = "management", _("management")
    FINANCE = "finance", _("finance")
    MARKETING = "marketing", _("marketing and trade")
    TOURISM = "tourism", _("tourism")
    CONSTRUCTION = "construction", _("construction")


def owner_name(organisation: Mapping[str, str] | None, kind_code: str, side: str) -> Mapping[str, str]:
    """Whose a listing is, as anybody reads it: an organisation by its name, a person by what their kind calls them."""
    return organisation or (registry.trade(kind_code).asks(side).person if side else None) or {}


@pghistory.track()
class Opening(models.Model):
    """What an organisation or a person lists: somebody it looks for, skills it teaches, or what it offers or needs."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("opening", "draft")
        OPEN = "open", pgettext_lazy("opening", "open")
        CLOSED = "closed", pgettext_lazy("opening", "closed")

    class Side(models.TextChoices):
        OFFER = "offer", pgettext_lazy("listing", "offered")
        NEED = "need", pgettext_lazy("listing", "looked for")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind_code = models.CharField(max_length=30)
    # One of the two lists it; neither, once the account of the person who did is erased.
    organisation = models.ForeignKey(
        "base.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="openings"
    )
    person = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="listings")
    title = models.CharField(max_length=150)
    text = models.TextField()
    region = models.ForeignKey("base.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remote = models.BooleanField(default=False)
    languages = models.JSONField(default=list, blank=True)
    sector = models.CharField(max_length=20, choices=Sector.choices, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    price = models.PositiveIntegerField(null=True, blank=True)  # dirhams; 0: free of charge
    closes_on = models.DateField()  # the last day on which it is shown
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    read = models.BooleanField(default=False)  # skills were proposed from this text
    # Of kinds with organisations on both sides; empty for kinds that bring persons and listings together by skills.
    side = models.CharField(max_length=5, choices=Side.choices, blank=True)
    facts = models.JSONField(default=dict, blank=True)  # {code of a question of the kind: answer}
    version = models.PositiveIntegerField(default=1)  # of what is asked or offered; 1 more with each public change
    source_url = models.URLField(blank=True, max_length=600)  # where what it says was read
    made_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="ends_after_it_starts",
                violation_error_message=_("It ends before it starts. Change one of the two days."),
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, person__isnull=True)
                | models.Q(models.Q(organisation__isnull=True), ~models.Q(side="")),
                name="listed_by_an_organisation_or_a_person",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_on"], name="opening_shown_until")]

    @property
    def kind(self) -> registry.MarketKind:
        """What its kind declares."""
        return registry.kind(self.kind_code)

    @property
    def owner_id(self) -> uuid.UUID | None:
        """The organisation or the person whose listing it is; None once their account is erased."""
        return self.organisation_id or self.person_id

    @property
    def owner_name(self) -> Mapping[str, str]:
        """Whose it is as anybody may read it: an organisation by its name, a person by what their kind calls them."""
        return owner_name(self.organisation.name if self.organisation else None, self.kind_code, self.side)

    @property
    def trade(self) -> registry.Trade:
        """What a kind with organisations on both sides declares. Raises KeyError for another."""
        return registry.trade(self.kind_code)


class OpeningSkill(models.Model):
    """A skill of the taxonomy that a listing asks for, or teaches, once a person of the organisation has said so."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ASKED = "asked", _("asked for")
        DROPPED = "dropped", _("not asked for")

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=200)
    label = WordsField()
    state = models.CharField(max_length=10, choices=State.choices)
    probability = models.FloatField(null=True)
    evidence = models.JSONField(default=list)  # [[start, end], …] in opening.text

    class Meta:
        ordering = ["-probability", "uri"]
        constraints = [models.UniqueConstraint(fields=["opening", "uri"], name="one_row_per_opening_skill")]
        indexes = [models.Index(fields=["uri", "state"], name="opening_skill_by_uri")]
