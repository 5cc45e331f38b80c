"""Waiting lists: who comes on, in which order, and who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.accompany.spaces.actions.staging import save_member
from mouakaba.accompany.spaces.models import Member, Site, SiteCall, Space, Waiting
from mouakaba.accompany.spaces.rules import BY_SEAT
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.people.models import Person
from mouakaba.base.places.queries import region_names
from mouakaba.select.door import ChosenFile, chosen_files


def add_waiting(
    *, site: Site, member: Member, decided_on: date, kind: str, wanted: Decimal, by: Person | None, **more: Any
) -> Waiting:
    """Puts a member on the list of a site. Raises ValidationError, by field; one place a member and site."""
    if member.network_id != site.network_id:
        raise ValidationError({"member": _("This member belongs to another network.")})
    made = Waiting(site=site, member=member, decided_on=decided_on, kind=kind, wanted=wanted, **more)
    made.full_clean()
    with recorded("add_waiting", by=by) as line:
        made.save()
        point(line, made)
    return made


def add_to_list(
    *,
    site: Site,
    member: Member | None,
    new: Mapping[str, Any],
    decided_on: date,
    kind: str,
    wanted: Decimal,
    by: Person,
) -> Waiting:
    """Puts a member on the list, or a new one made of `new`. Raises ValidationError; then nobody was made."""
    with recorded("add_to_list", by=by, subject=site):
        if member is None:
            why = _("Admitted, waits for a space.")
            member = save_member(member=Member(network=site.network), reason=why, joined_on=decided_on, by=by, **new)
        return add_waiting(site=site, member=member, decided_on=decided_on, kind=kind, wanted=wanted, by=by)


def link_call(*, site: Site, call_id: UUID, by: Person) -> int:
    """The chosen ones of this call wait for this site; those chosen already come on its list now. Returns how many.

    Raises ValidationError for a call that leads to another site.
    """
    with recorded("link_call", by=by, subject=site, call=str(call_id)):
        link, _made = SiteCall.objects.get_or_create(call_id=call_id, defaults={"site": site})
        if link.site_id != site.pk:
            raise ValidationError({"call": _("The chosen ones of this call wait for another site already.")})
    return take_in_chosen(call_id=call_id)


def take_in_chosen(*, call_id: UUID) -> int:
    """Puts the chosen of a published call on the list of its site. May run again: nobody comes on it twice.

    Returns how many are new; none for a call that leads to no site.
    """
    if not _not_yet_in(call_id):
        return 0
    with recorded("take_in_chosen", by=None, call=str(call_id)) as line:
        link = SiteCall.objects.select_for_update(of=("self",)).filter(call=call_id).select_related("site").first()
        if link is None:
            return 0
        point(line, link.site)
        fresh = _not_yet_in(call_id)  # again, now that nobody else takes them in
        for one in fresh:
            _take_in(link.site, one)
    return len(fresh)


def take_in_missing() -> int:
    """Takes in the chosen of every linked call whom a cut-off server left out. Returns how many are new."""
    return sum(take_in_chosen(call_id=call) for call in SiteCall.objects.values_list("call_id", flat=True))


def _not_yet_in(call_id: UUID) -> list[ChosenFile]:
    if not SiteCall.objects.filter(call=call_id).exists():
        return []
    files = chosen_files(call_id)
    known = set(Waiting.objects.filter(application__in=[one.id for one in files]).values_list("application_id"))
    return [one for one in files if (one.id,) not in known]


def _take_in(site: Site, chosen: ChosenFile) -> None:
    facts = chosen.facts
    alone = facts.get("bearer.kind") == "person"
    region = facts.get("project.region")
    member = save_member(
        member=Member(network=site.network),
        name=chosen.title[:200],
        kind=Member.Kind.HOLDER if alone else Member.Kind.STARTUP,
        project_id=chosen.project_id,
        contact_id=chosen.applicant_id,
        region_id=region if region in region_names() else None,
        stage=Member.Stage.BOOST_UP_LAB if alone else Member.Stage.START,  # the first is for those without a company
        joined_on=chosen.decided_on,
        is_demo=chosen.is_demo,
        reason=_("Chosen by the call of hosting."),
        by=None,
    )
    kind, wanted = _wanted(facts)
    add_waiting(
        site=site, member=member, decided_on=chosen.decided_on, kind=kind, wanted=wanted,
        application_id=chosen.id, by=None,
    )  # fmt: skip


def _wanted(facts: Mapping[str, Any]) -> tuple[str, Decimal]:
    """The kind of space asked for and its least size; what was not told is an office of any size."""
    kind = str(facts.get("hosting.kind", ""))
    kind = kind if kind in Space.Kind.values else str(Space.Kind.OFFICE)
    try:
        told = Decimal(str(facts.get("hosting.seats" if kind in BY_SEAT else "hosting.area", 0)))
    except InvalidOperation:
        told = Decimal()
    least = Decimal(1) if kind in BY_SEAT else Decimal()
    return kind, min(max(told, least), Decimal(9999)).quantize(Decimal("0.01")) if told.is_finite() else least


def set_priority(*, waiting: Waiting, priority: int, reason: str, by: Person) -> None:
    """Lifts somebody on the list, or sets them back; who did it and why is kept. Raises ValidationError, by field."""
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason: it is kept, and whoever waits may ask for it.")})
    with recorded("set_priority", by=by, subject=waiting, why=reason, priority=priority):
        held = _still_waiting(waiting)
        held.priority, held.priority_reason = priority, reason
        held.full_clean(exclude=["site", "member", "application", "stay"])
        held.save(update_fields=["priority", "priority_reason"])


def leave_list(*, waiting: Waiting, reason: str, by: Person) -> None:
    """Takes somebody off the list, with the reason."""
    with recorded("leave_list", by=by, subject=waiting, why=reason):
        held = _still_waiting(waiting)
        held.state, held.ended_because = Waiting.State.LEFT, reason
        held.save(update_fields=["state", "ended_because"])


def _still_waiting(waiting: Waiting) -> Waiting:
    held = Waiting.objects.select_for_update(of=("self",)).get(pk=waiting.pk)
    if held.state != Waiting.State.WAITING:
        raise ValidationError(_("Nobody waits here any more: the list has changed. Nothing was changed."))
    return held
