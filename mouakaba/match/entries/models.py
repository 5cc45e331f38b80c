"""What search knows of a listing, an idea, an instrument, a thread. Who may read it is asked of the row itself."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from mouakaba.match.entries.rules import BOARDS, DIMENSIONS

_ENDS = ("opening", "idea", "instrument", "post")


def _only(end: str) -> list[tuple[str, bool]]:
    return [(f"{one}__isnull", one != end) for one in _ENDS]


class HalfVectorField(models.Field):
    """Numbers of two bytes each, as pgvector keeps them; in Python a text ``[0.1,…]``."""

    def db_type(self, connection: Any) -> str:
        """The column's type."""
        return f"halfvec({DIMENSIONS})"


class Away(models.Func):
    """How far apart two vectors stand: 1 - cosine, from 0 to 2."""

    arg_joiner = " <=> "
    template = "(%(expressions)s)"
    output_field = models.FloatField()


class Entry(models.Model):
    """One row of the index: exactly one of the four it points at.

    A thread of a board is here for its likeness to others alone: a constraint keeps it from ever being public, and
    those who may read its board are asked of the board.

    Triggers write ``market``, ``regions``, ``until`` and ``stale`` in the transaction of every change; a worker
    writes ``words`` and ``vector`` afterwards, and takes what it read off ``stale``. A trigger of its own marks a row
    whose market, regions, day, words or vector changed as ``news``; whoever looked at it takes the mark off.
    """

    opening = models.OneToOneField("match.Opening", null=True, on_delete=models.CASCADE, related_name="entry")
    idea = models.OneToOneField("match.Idea", null=True, on_delete=models.CASCADE, related_name="entry")
    instrument = models.OneToOneField(
        "match.FundingInstrument", null=True, on_delete=models.CASCADE, related_name="entry"
    )
    post = models.OneToOneField("match.Post", null=True, on_delete=models.CASCADE, related_name="entry")
    market = models.CharField(max_length=40)  # rules.market_code
    regions = ArrayField(models.CharField(max_length=10), default=list)  # none: everywhere
    until = models.DateField(null=True)  # the last day it is public; null: it is not
    words = SearchVectorField(null=True)
    vector = HalfVectorField(null=True)
    of = models.CharField(max_length=64, blank=True)  # SHA-256 of the texts that vector was computed from
    stale = models.PositiveIntegerField(default=1)  # changes of its texts that the worker has not read
    news = models.BooleanField(db_default=True)  # saved searches have not looked at it as it stands now

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(*_only("opening"))
                | models.Q(*_only("idea"))
                | models.Q(*_only("instrument"))
                | models.Q(*_only("post")),
                name="entry_points_at_one",
            ),
            models.CheckConstraint(
                condition=models.Q(post__isnull=True) | models.Q(until__isnull=True, market=BOARDS),
                name="what_is_said_on_boards_is_not_searched",
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="entry_words", fastupdate=False),
            models.Index(fields=["market", "-id"], name="entry_market"),
            models.Index(fields=["id"], condition=models.Q(stale__gt=0), name="entry_stale"),
            models.Index(fields=["id"], condition=models.Q(news=True), name="entry_news"),
        ]
