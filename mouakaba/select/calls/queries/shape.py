"""Whether data from outside has the shape of a call's content or draft. Unknown keys are errors, not ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.base.words.models import LANGUAGES

LONGEST = 20_000  # characters of one text
MOST = 500  # elements of one list
Flaws = Iterator[str]
Checker = Callable[[Any, str], Flaws]


def text(value: Any, path: str) -> Flaws:
    if not isinstance(value, str):
        yield _("%(path)s must be a text.") % {"path": path}
    elif len(value) > LONGEST:
        yield _("%(path)s is too long: write at most %(count)s characters.") % {"path": path, "count": LONGEST}


def scalar(value: Any, path: str) -> Flaws:
    if isinstance(value, str):
        yield from text(value, path)
    elif not isinstance(value, bool | int | float | None):
        yield _("%(path)s must be a text, a number, true or false.") % {"path": path}


def value_or_values(value: Any, path: str) -> Flaws:
    yield from (each(scalar) if isinstance(value, list) else scalar)(value, path)


def optional(checker: Checker) -> Checker:
    """Null is allowed too."""
    return lambda value, path: iter(()) if value is None else checker(value, path)


def each(checker: Checker) -> Checker:
    """A list."""

    def check(value: Any, path: str) -> Flaws:
        if not isinstance(value, list) or len(value) > MOST:
            yield _("%(path)s must be a list of at most %(count)s elements.") % {"path": path, "count": MOST}
            return
        for index, inner in enumerate(value):
            yield from checker(inner, f"{path}[{index}]")

    return check


def mapping(checker: Checker) -> Checker:
    """An object whose keys are codes."""

    def check(value: Any, path: str) -> Flaws:
        if not isinstance(value, dict):
            yield _("%(path)s must be an object with named parts.") % {"path": path}
            return
        for key, inner in value.items():
            yield from checker(inner, f"{path}.{key}")

    return check


def table(**known: Checker) -> Checker:
    """An object with these keys, each optional, and no other."""

    def check(value: Any, path: str) -> Flaws:
        if not isinstance(value, dict):
            yield _("%(path)s must be an object with named parts.") % {"path": path}
            return
        for key, inner in value.items():
            where = f"{path}.{key}" if path else str(key)
            if key in known:
                yield from known[key](inner, where)
            else:
                listed = ", ".join(known)
                yield _("%(path)s is not a known key. Known: %(known)s.") % {"path": where, "known": listed}

    return check


words = optional(table(**dict.fromkeys(LANGUAGES, text)))
_condition = optional(table(fact=text, operator=text, value=value_or_values))
_test = table(fact=text, operator=text, value=value_or_values, on=optional(text))

content_flaws = table(
    summary=words,
    for_whom=words,
    given=words,
    process=words,
    labels=table(
        eligibility=mapping(words),
        criteria=mapping(table(label=words, help=words)),
        quotas=mapping(words),
    ),
    sections=each(table(code=text, title=words, help=words)),
    questions=each(
        table(
            code=text,
            section=text,
            type=text,
            label=words,
            help=words,
            required=scalar,
            max_length=scalar,
            options=optional(each(table(value=text, label=words))),
            fact=optional(text),
            condition=_condition,
            hidden_from_jury=scalar,
        )
    ),
    source=table(url=optional(text), date=optional(text), note=words),
    contact=text,
)

rules_flaws = table(
    call=table(
        slug=text,
        kind=text,
        title=words,
        languages=each(text),
        opens_at=text,
        closes_at=text,
        timezone=text,
        grace_minutes=scalar,
        places=scalar,
        reserve=scalar,
    ),
    eligibility=each(table(code=text, source=optional(text), test=optional(_test), any=optional(each(_test)))),
    criteria=each(
        table(
            code=text,
            weight=scalar,
            scale=each(scalar),
            floor=scalar,
            reason_required_at=optional(each(scalar)),
        )
    ),
    quotas=each(table(code=text, attribute=text, values=each(scalar), min=scalar, max=scalar)),
)
