"""Facts that rules ask for and nobody types: computed on a day from what a person gave."""

from collections.abc import Iterable, Mapping
from datetime import date

from mouakaba.kernel.eligibility import completed_years
from mouakaba.kernel.eligibility.verdict import as_day

Facts = Mapping[str, object]

BASES: Mapping[str, tuple[str, ...]] = {
    "holder.age": ("holder.birth_date",),
    "organisation.age_months": ("organisation.created_on",),
    "organisation.women_youth_percent": ("organisation.members", "organisation.women_youth_members"),
}


def derived(facts: Facts, *, on: date) -> dict[str, object]:
    """The facts with those of BASES added where they can be computed; what was given outright is kept."""
    made = dict(facts)
    computed = {
        "holder.age": _years(facts.get("holder.birth_date"), on),
        "organisation.age_months": _months(facts.get("organisation.created_on"), on),
        "organisation.women_youth_percent": _percent(
            facts.get("organisation.women_youth_members"), facts.get("organisation.members")
        ),
    }
    for name, value in computed.items():
        if made.get(name) is None and value is not None:
            made[name] = value
    return made


def bases(names: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """Missing facts as a person can give them: what a computed one is made of and is not there, each once."""
    told: dict[str, None] = {}
    for name in names:
        parts = [one for one in BASES.get(name, (name,)) if facts.get(one) is None]
        told |= dict.fromkeys(parts or (name,))
    return tuple(told)


def _years(found: object, on: date) -> int | None:
    day = as_day(found)
    return None if day is None or day > on else completed_years(day, on)


def _months(found: object, on: date) -> int | None:
    """Completed months; an organisation made later than `on` has none yet."""
    day = as_day(found)
    if day is None:
        return None
    return max(0, 12 * (on.year - day.year) + on.month - day.month - (on.day < day.day))


def _percent(some: object, of: object) -> float | None:
    numbers = [one for one in (some, of) if isinstance(one, int) and not isinstance(one, bool)]
    if len(numbers) < 2 or numbers[1] <= 0 or not 0 <= numbers[0] <= numbers[1]:
        return None
    return 100 * numbers[0] / numbers[1]


__all__ = ["BASES", "Facts", "bases", "derived"]
