"""Who has what, kept the other way round: by skill and by fact, so that the best of a million are found in a moment.

Everything here is derived from profiles and can be made anew at any time. Segments are written once; what changes
afterwards is noted by triggers in ProfileChange, within the transaction that changes it, and read from the profiles
themselves until it is folded into a segment.
"""

from __future__ import annotations

from django.db import models


class Segment(models.Model):
    """Profiles that organisations may see, numbered from 0 in the order of their ids."""

    size = models.PositiveIntegerField()
    gone = models.BinaryField(default=bytes)  # numbers of those who left since; rules.NUMBERS


class SegmentFact(models.Model):
    """One fact of a segment's profiles: its distinct values, and which of them each profile has."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="facts")
    name = models.CharField(max_length=30)
    told = models.JSONField()  # the values; null for what is hidden or missing
    codes = models.BinaryField()  # places in `told` by number; rules.NUMBERS

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "name"], name="one_row_per_segment_fact")]


class Posting(models.Model):
    """The numbers of a segment's profiles that have a skill, confirmed."""

    uri = models.CharField(max_length=200)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="postings")
    numbers = models.BinaryField()  # ascending; rules.NUMBERS

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uri", "segment"], name="one_posting_per_skill_and_segment")]


class SegmentMember(models.Model):
    """Where a profile stands. Not bound to its profile: who withdraws is still to be taken out of the segment."""

    profile_id = models.UUIDField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members", db_index=False)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "number"], name="one_member_per_number")]


class ProfileChange(models.Model):
    """A profile that changed, began or ended since it was last folded. Written by triggers alone, one row a change.

    Rows are only added and deleted, never shared: a change that commits while others are folded keeps its own row.
    """

    profile_id = models.UUIDField()
