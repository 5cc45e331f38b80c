"""Recording organisations, and who belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.organisations.models import Organisation, OrganisationName
from mouakaba.base.people.models import Membership, Person
from mouakaba.kernel.text import fold


def record_organisation(
    *, slug: str, name: Mapping[str, str], other_names: Iterable[str] = (), by: Person | None, **fields: Any
) -> Organisation:
    """The organisation of this slug, recorded with all its names; one already there is left as it is.

    ``fields`` are other columns of Organisation. Raises ValidationError, in words, for a value that cannot be kept.
    """
    if known := Organisation.objects.filter(slug=slug).first():
        return known
    others = list(dict.fromkeys(other_names))
    made = Organisation(slug=slug, name=dict(name), search=_folded([*name.values(), *others]), **fields)
    made.full_clean()
    with recorded("record_organisation", by=by) as line:
        made.save()
        OrganisationName.objects.bulk_create(OrganisationName(organisation=made, name=text) for text in others)
        point(line, made)
    return made


def join_organisation(*, person: Person, organisation: Organisation, role: str, by: Person | None) -> Membership:
    """Gives a person a role in an organisation; a second time changes nothing."""
    if known := Membership.objects.filter(person=person, organisation=organisation).first():
        return known
    with recorded("join_organisation", by=by, subject=organisation, person=str(person.pk), role=role):
        return Membership.objects.create(person=person, organisation=organisation, role=role)


def _folded(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(fold(text) for text in names))
