"""Reading how far a person has come."""

from __future__ import annotations

from mouakaba.base.people.models import Person
from mouakaba.match.founding.models import FoundingStep


def steps_done(person: Person) -> set[str]:
    """The codes of the steps this person marked as done."""
    return set(FoundingStep.objects.filter(person=person).values_list("code", flat=True))
