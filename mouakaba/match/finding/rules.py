"""What may be searched, and how much of it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from mouakaba.match import registry
from mouakaba.match.entries.rules import FUNDING, IDEAS, market_code

PER_PAGE = 20
MOST_WORDS = 200  # characters of what is searched


@dataclass(frozen=True, slots=True)
class Sought:
    """One market that is searched: its kind, and its public sides ("" where it has none)."""

    code: str
    name: Mapping[str, str] | object  # words by language, or a lazy translation
    lead: Mapping[str, str] | object
    sides: tuple[str, ...]

    def markets(self, side: str = "") -> list[str]:
        """How the index names the public sides of it; of one side, when one is asked."""
        return [market_code(self.code, one) for one in self.sides if side in ("", one)]


def sought() -> list[Sought]:
    """Every market with something that anybody may read, in the order of the page that gathers them."""
    ideas = _("Ideas of cooperative projects, free to take up.")
    funding = _("What may pay for a project, with the conditions of each instrument.")
    return [
        *_kinds(),
        Sought(IDEAS, _("Projects to take up"), ideas, ("",)),
        Sought(FUNDING, _("Funding"), funding, ("",)),
    ]


def _kinds() -> Iterator[Sought]:
    for kind in registry.kinds():
        yield Sought(kind.code, kind.words["many"], kind.words["lead"], ("",))
    for kind in registry.trades():
        sides = tuple(side for side in registry.SIDES if registry.trade(kind.code).asks(side).public)
        yield Sought(kind.code, kind.name, kind.words["lead"], sides)
