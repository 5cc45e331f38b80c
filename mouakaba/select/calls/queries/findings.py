"""What is wrong with a draft, said in the reader's language and tied to the field that puts it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

STEPS = ("texts", "dates", "form", "rules", "criteria", "quotas")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `step` and `field` name the page and the input; `item` the question, rule, criterion or quota.

    `blocks`: the call cannot be published until it is solved; otherwise it is only worth a look.
    `absent`: nothing was typed yet, so a page not yet saved need not complain.
    """

    step: str
    field: str
    sentence: str
    item: str = ""
    blocks: bool = True
    absent: bool = False


@dataclass(slots=True)
class Findings:
    """Collects problems of one step, of one item at a time."""

    step: str
    item: str = ""
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, sentence: object) -> None:
        """Something typed cannot be used."""
        self.problems.append(Problem(self.step, name, str(sentence), self.item))

    def absent(self, name: str, sentence: object) -> None:
        """Something needed is not typed."""
        self.problems.append(Problem(self.step, name, str(sentence), self.item, absent=True))

    def unlikely(self, name: str, sentence: object) -> None:
        """Worth a look; does not block."""
        self.problems.append(Problem(self.step, name, str(sentence), self.item, blocks=False))


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Those that keep a call from being published."""
    return [problem for problem in problems if problem.blocks]
