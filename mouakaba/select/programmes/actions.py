"""Making programmes, giving roles in them, and recording figures stated in public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.select.programmes.models import Programme, ProgrammeRole, PublishedFigure


def create_programme(
    *,
    organisation: Organisation,
    slug: str,
    title: Mapping[str, str],
    by: Person | None,
    partners: Iterable[Organisation] = (),
    **fields: Any,
) -> Programme:
    """A new programme of an organisation. Raises ValidationError, by field, for a slug that is taken or unusable."""
    made = Programme(organisation=organisation, slug=slug, title=dict(title), **fields)
    made.full_clean()
    with recorded("create_programme", by=by) as line:
        made.save()
        made.partners.set(partners)
        point(line, made)
    return made


def give_role(*, person: Person, programme: Programme, role: str, by: Person | None) -> ProgrammeRole:
    """Gives a person a role in one programme; a second time changes nothing."""
    known = ProgrammeRole.objects.filter(person=person, programme=programme, role=role).first()
    if known:
        return known
    with recorded("give_role", by=by, subject=programme, person=str(person.pk), role=role):
        return ProgrammeRole.objects.create(person=person, programme=programme, role=role)


def record_figure(*, programme: Programme, code: str, stated: int, by: Person | None, **fields: Any) -> PublishedFigure:
    """Keeps a total as it was stated in public, beside its parts; the same code again replaces it.

    Both are kept as they are when they differ: the page shows the warning.
    """
    with recorded("record_figure", by=by, subject=programme, code=code, stated=stated):
        figure, _made = PublishedFigure.objects.update_or_create(
            programme=programme, code=code, defaults={"stated": stated, **fields}
        )
    return figure
