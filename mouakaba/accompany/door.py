"""What the rest of the house may ask of ACCOMPANY."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists

from mouakaba.accompany.agreements.actions import (
    amend_agreement,
    erase_records,
    export_records,
    record_done,
    save_agreement,
    save_commitment,
    set_parts,
)
from mouakaba.accompany.agreements.queries import agreement_rows, agreements_seen_by, keepers_of
from mouakaba.accompany.agreements.rules import Ask, Counter, Evidence, register_counter
from mouakaba.accompany.funding.actions import (
    add_tranche,
    decide_proof,
    erase_proofs,
    export_proofs,
    give_contribution,
    give_proof,
    record_payment,
    save_grant,
    split_grant,
    verify_contribution,
)
from mouakaba.accompany.funding.queries import grant_rows, grants_of, supported_by
from mouakaba.base.people.models import Person
from mouakaba.select.door import programmes_seen_by

__all__ = [
    "Ask",
    "Counter",
    "Evidence",
    "Offices",
    "add_tranche",
    "agreement_rows",
    "amend_agreement",
    "decide_proof",
    "erase_proofs",
    "erase_records",
    "export_proofs",
    "export_records",
    "give_contribution",
    "give_proof",
    "grant_rows",
    "has_grants",
    "offices_of",
    "record_done",
    "record_payment",
    "register_counter",
    "save_agreement",
    "save_commitment",
    "save_grant",
    "set_parts",
    "split_grant",
    "supported_by",
    "verify_contribution",
]


@dataclass(frozen=True, slots=True)
class Offices:
    """What of ACCOMPANY is of use to a person in the office."""

    agreements: bool
    grants: bool


def offices_of(person: Person) -> Offices:
    """The rooms of the office open to this person, in one small query."""
    asked = (keepers_of(person), agreements_seen_by(person).order_by(), programmes_seen_by(person))
    keeps, reads, grants = Person.objects.filter(pk=person.pk).values_list(*map(Exists, asked)).get()
    return Offices(keeps or reads, grants)


def has_grants(person: Person) -> bool:
    """Whether an organisation of this person was granted something."""
    return grants_of(person).exists()
