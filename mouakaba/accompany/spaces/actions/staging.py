"""Members and their stages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.accompany.spaces.models import Member, StageMove
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person


def save_member(*, member: Member, reason: str, by: Person | None, **values: Any) -> Member:
    """A new member, which enters a stage for a reason. Raises ValidationError, by field."""
    for name, value in values.items():
        setattr(member, name, value)
    member.joined_on = member.joined_on or today()
    member.full_clean()
    with recorded("save_member", by=by, why=reason) as line:
        member.save()
        StageMove.objects.create(member=member, after=member.stage, on=member.joined_on, reason=reason, by=by)
        point(line, member)
    return member


def move_stage(*, member: Member, after: str, reason: str, by: Person) -> StageMove:
    """The member goes on (or back) to another stage. Raises ValidationError for the stage it is in."""
    with recorded("move_stage", by=by, subject=member, why=reason, after=after):
        held = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
        if after == held.stage:
            raise ValidationError({"after": _("The member is at this stage already.")})
        move = StageMove.objects.create(member=held, before=held.stage, after=after, on=today(), reason=reason, by=by)
        held.stage = after
        held.save(update_fields=["stage"])
        return move
