"""What a call file holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mouakaba.kernel.eligibility import Rule
from mouakaba.kernel.selection import Quota

# The kinds the product knows. The offline tools cannot import the product's registry of kinds, so the codes
# stand here a second time; a house test holds the two equal.
KINDS = ("incubation", "ideathon", "hosting", "fair")


class CallFileError(ValueError):
    """A call file that cannot be used: where, and what is wrong."""

    def __init__(self, line: int, message: str, *, source: str = "") -> None:
        super().__init__(f"{source}:{line}: {message}")
        self.line, self.message, self.source = line, message, source


@dataclass(frozen=True, slots=True)
class CallHeader:
    """The section [call]. Times are wall times in `timezone`; what the file leaves out is empty or None."""

    slug: str = ""
    kind: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    timezone: str = ""
    grace_minutes: int = 0
    places: int | None = None
    reserve: int = 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """Weights are relative; a mean mark below `floor` excludes; `reason_required_at`: marks to justify."""

    code: str
    weight: float
    scale: tuple[int, int]
    floor: float | None = None
    reason_required_at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CallFile:
    """A whole call file."""

    call: CallHeader
    eligibility: tuple[Rule, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    quotas: tuple[Quota, ...] = ()
