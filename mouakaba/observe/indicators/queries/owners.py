"""Whose records there are, and who may read whose."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.people.rules import is_operator
from mouakaba.observe.indicators.models import StoredMargin
from mouakaba.observe.indicators.rules import EVERYBODY, OF_NETWORK, PLATFORM
from mouakaba.select import door as select

Words = Mapping[str, str]


def readable(person: Person) -> dict[str, Words]:
    """Whose records this person may read, with every count said, by name: programmes, networks, the platform.

    A network that runs no programme, or several, is read by its own people; what belongs to nobody by the operator of
    the platform alone, who reads the networks too (two queries).
    """
    found: dict[str, Words] = dict(select.programmes_seen_by(person).order_by("slug").values_list("slug", "title"))
    networks = Organisation.objects.all() if is_operator(person) else select.organisations_seen_by(person)
    found |= _named(networks)
    return found | ({PLATFORM: EVERYBODY} if is_operator(person) else {})


def reads_networks(person: Person) -> bool:
    """Whether an organisation of this person has records of its own, beside those of its programmes."""
    return _telling(select.organisations_seen_by(person)).exists()


def _named(networks: QuerySet[Organisation]) -> dict[str, Words]:
    """Networks that tell records of their own, by the name these bear."""
    rows = _telling(networks).order_by("slug").values_list("slug", "name")
    return {f"{OF_NETWORK}{slug}": name for slug, name in rows}


def _telling(networks: QuerySet[Organisation]) -> QuerySet[Organisation]:
    place = Concat(Value(OF_NETWORK), OuterRef("slug"))
    return networks.filter(Exists(StoredMargin.objects.filter(dimension="", total__gt=0, programme=place)))


def names_and_owners() -> dict[str, tuple[Words, Words]]:
    """Whose records there are, by name, with whose programme it is (two queries)."""
    found = {one.slug: (one.title, one.organisation.name) for one in select.public_programmes()}
    networks = _named(Organisation.objects.all())
    return {**found, **{slug: (name, {}) for slug, name in networks.items()}, PLATFORM: (EVERYBODY, {})}
