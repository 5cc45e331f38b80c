"""Recording sites, their published figures and their spaces."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.accompany.spaces.models import Site, SiteFigure, Space
from mouakaba.accompany.spaces.queries import as_let
from mouakaba.accompany.spaces.rules import BY_SEAT
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.people.models import Person
from mouakaba.kernel.letting import first_excess


def save_site(*, site: Site, by: Person | None, **values: Any) -> Site:
    """A new site, or one changed. Raises ValidationError, by field."""
    for name, value in values.items():
        setattr(site, name, value)
    site.full_clean()
    with recorded("save_site", by=by) as line:
        site.save()
        point(line, site)
    return site


def add_figure(*, site: Site, by: Person | None, **values: Any) -> SiteFigure:
    """A figure as published, with its source. Raises ValidationError, by field."""
    made = SiteFigure(site=site, **values)
    made.full_clean()
    with recorded("add_site_figure", by=by, subject=site, code=made.code):
        made.save()
    return made


def remove_figure(*, figure: SiteFigure, by: Person) -> None:
    """Takes a figure off the site."""
    with recorded("remove_site_figure", by=by, subject=figure.site, code=figure.code):
        figure.delete()


def save_space(*, space: Space, by: Person | None, **values: Any) -> Space:
    """A new space, or one changed; what is let keeps the area it was let with.

    Raises ValidationError, by field, for a space of which what is let would no longer hold.
    """
    with recorded("save_space", by=by) as line:
        held = Space.objects.select_for_update(of=("self",)).get(pk=space.pk) if space.pk else None
        for name, value in values.items():
            setattr(space, name, value)
        space.full_clean()
        if held:
            _check_lets(space, held)
        space.save()
        point(line, space)
    return space


def _check_lets(space: Space, held: Space) -> None:
    """The stays of a space fit it as it will be."""
    stays = list(space.stays.select_related("space"))
    if stays and (space.kind in BY_SEAT) != (held.kind in BY_SEAT):
        raise ValidationError({"kind": _("This space was let: it stays let whole, or by the seat, as it was.")})
    if any(_outside(space, stay) for stay in stays):
        raise ValidationError({"until": _("Somebody stays in this space on other days. End the stay first.")})
    lets = [as_let(stay) for stay in stays if not stay.exclusive]
    for let in lets:
        others = [other for other in lets if other is not let]
        if first_excess(others, let, Decimal(space.seats)):
            raise ValidationError({"seats": _("More seats than this are let already.")})


def _outside(space: Space, stay: Any) -> bool:
    early = space.since is not None and stay.begins < space.since
    return early or (space.until is not None and (stay.ends is None or stay.ends > space.until))
