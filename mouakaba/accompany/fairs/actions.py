"""Recording fairs, telling what came of them, and confirming it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.accompany.cohorts.models import CohortProject
from mouakaba.accompany.fairs.models import Fair, FairOrder, FairVisit
from mouakaba.accompany.fairs.rules import MOST_ORDERS
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.people.models import Person


def save_fair(*, fair: Fair | None, values: Mapping[str, Any], by: Person | None) -> Fair:
    """A new fair, or one changed; ``values`` are columns of Fair. Raises ValidationError, in words."""
    made = fair or Fair()
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean()
    with recorded("save_fair", by=by) as line:
        made.save()
        point(line, made)
    return made


def join_fair(*, fair: Fair, project: CohortProject, by: Person | None) -> FairVisit:
    """A project's line at a fair; a second time gives the line that is there."""
    with recorded("join_fair", by=by, subject=project, fair=str(fair.pk)):
        fresh = {"entered_by": by, "entered_at": now()}
        return FairVisit.objects.get_or_create(fair=fair, project=project, defaults=fresh)[0]


def tell_visit(*, visit: FairVisit, values: Mapping[str, Any], language: str = "", by: Person | None) -> FairVisit:
    """What the project did at the fair. What was confirmed is to be confirmed again."""
    with recorded("tell_fair", by=by, subject=visit):
        row = _changed(visit, by)
        for name, value in values.items():
            setattr(row, name, value)
        row.language = language
        row.full_clean()
        row.save()
    return row


def add_order(*, visit: FairVisit, values: Mapping[str, Any], by: Person | None) -> FairOrder:
    """An order that came of it; ``amount`` in centimes. Raises ValidationError, in words."""
    with recorded("add_fair_order", by=by, subject=visit):
        row = _changed(visit, by)
        if row.orders.count() >= MOST_ORDERS:
            most = {"most": MOST_ORDERS}
            raise ValidationError(_("At most %(most)s orders a fair. Add the smallest together.") % most)
        made = FairOrder(visit=row, **values)
        if made.ordered_on and made.ordered_on > today():
            raise ValidationError({"ordered_on": _("This day has not come yet. Give the day of the order.")})
        made.full_clean()
        made.save()
        row.save()
    return made


def remove_order(*, order: FairOrder, by: Person | None) -> None:
    """It was not an order after all."""
    with recorded("remove_fair_order", by=by, subject=order.visit, what=order.what, amount=order.amount):
        _changed(order.visit, by).save()
        order.delete()


def _changed(visit: FairVisit, by: Person | None) -> FairVisit:
    """The line under a lock, a revision on, and not confirmed."""
    row = FairVisit.objects.select_for_update().get(pk=visit.pk)
    row.revision, row.entered_by, row.entered_at = row.revision + 1, by, now()
    row.confirmed_by, row.confirmed_at = None, None
    return row


def confirm_visit(*, visit: FairVisit, revision: int, by: Person) -> None:
    """The officer confirms what they read. Raises ValidationError when it changed meanwhile."""
    with recorded("confirm_fair", by=by, subject=visit, revision=revision):
        row = FairVisit.objects.select_for_update().get(pk=visit.pk)
        if row.revision != revision:
            raise ValidationError(_("This was changed since you read it. Read it again, then confirm."))
        if row.confirmed_at is None:
            row.confirmed_by, row.confirmed_at = by, now()
            row.save()


def export_fairs(person: Person) -> dict[str, Any]:
    """What was told of the projects a person bears."""
    rows = FairVisit.objects.filter(project__project__bearer=person).order_by("entered_at")
    told = ("fair__name", "stand", "visitors", "products", "meetings", "contacts", "talks", "leaders", "text")
    orders = FairOrder.objects.filter(visit__in=rows).order_by("pk")
    return {
        "visits": list(rows.values(*told, "entered_at", "confirmed_at")),
        "orders": list(orders.values("visit__fair__name", "what", "amount", "country", "ordered_on")),
    }


def erase_fairs(person: Person) -> None:
    """Words go, and the history; counts and amounts stay without a name."""
    rows = FairVisit.objects.filter(project__project__bearer=person)
    orders = FairOrder.objects.filter(visit__in=rows)
    rows.update(text="")
    orders.update(what="—")
    FairVisit.pgh_event_model.objects.filter(pgh_obj__in=rows).delete()  # type: ignore[attr-defined]
    FairOrder.pgh_event_model.objects.filter(pgh_obj__in=orders).delete()  # type: ignore[attr-defined]
