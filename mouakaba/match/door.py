"""What the rest of the house may ask of MATCH."""

from __future__ import annotations

from mouakaba.base.people.models import Person
from mouakaba.match.funding.actions import erase_facts, export_facts, load_instruments
from mouakaba.match.funding.queries import INSTRUMENTS, connect_told
from mouakaba.match.listings.actions import add_skill as ask_for_skill
from mouakaba.match.listings.actions import publish_opening, save_opening
from mouakaba.match.listings.queries import open_openings, organisations_of
from mouakaba.match.schools.actions import erase_invitations, export_invitations
from mouakaba.match.schools.queries import agreements_run_by
from mouakaba.match.skills.actions import (
    add_skill,
    begin_profile,
    erase_profile,
    export_profile,
    give_text,
    set_seen,
)
from mouakaba.match.skills.queries import corrections

__all__ = [
    "INSTRUMENTS",
    "add_skill",
    "agreements_run_by",
    "ask_for_skill",
    "begin_profile",
    "connect_told",
    "corrections",
    "erase_facts",
    "erase_invitations",
    "erase_profile",
    "export_facts",
    "export_invitations",
    "export_profile",
    "give_text",
    "has_openings",
    "load_instruments",
    "publish_opening",
    "save_opening",
    "set_seen",
    "states_needs",
]


def has_openings() -> bool:
    """Whether any opening is public today."""
    return open_openings().exists()


def states_needs(person: Person) -> bool:
    """Whether this person may state needs in the name of an organisation."""
    return organisations_of(person).exists()
