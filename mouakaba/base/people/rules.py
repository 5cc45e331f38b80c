"""Who may act for an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

if TYPE_CHECKING:
    from mouakaba.base.people.models import Person

WRITERS = ("owner", "officer")


@rules.predicate
def is_operator(person: Person) -> bool:
    """Operators run the instance (Django admin); this alone opens no application."""
    return bool(person and person.is_active and person.is_staff)


rules.add_perm("base.operate", is_operator)
