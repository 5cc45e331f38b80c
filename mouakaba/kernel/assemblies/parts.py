"""The part of all members that statutes ask for: a half, more than a half, 30 % …"""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from mouakaba.kernel.forms import western_digits

_SHAPE = re.compile(
    r"(?P<beyond>>)?\s*(?:(?P<top>\d{1,4})\s*/\s*(?P<bottom>\d{1,4})|(?P<percent>\d{1,3}([.,]\d{1,2})?)\s*%)"
)


class PartError(ValueError):
    """What was typed is no part of a whole; its text is the code `not_a_part` or `out_of_range`."""


@dataclass(frozen=True, slots=True)
class Part:
    """At least a fraction of the whole, or more than it (`beyond`)."""

    of: Fraction
    beyond: bool = False

    def needed(self, whole: int) -> int:
        """The smallest count that reaches it; one at least, so that nobody never is enough."""
        exact = self.of * whole
        return max(1, floor(exact) + 1 if self.beyond else ceil(exact))

    def __str__(self) -> str:
        """As it is kept: `1/2`, or `>1/2` for more than a half."""
        return f"{'>' if self.beyond else ''}{self.of.numerator}/{self.of.denominator}"


def read_part(text: str) -> Part:
    """`1/2`, `> 1/2`, `33,33 %`, in any digits. Raises PartError unless it is above 0 and can be reached."""
    found = _SHAPE.fullmatch(western_digits(text).replace("٪", "%").replace("٫", ".").strip())
    if found is None or (found["bottom"] and not int(found["bottom"])):
        raise PartError("not_a_part")
    of = (
        Fraction(found["percent"].replace(",", ".")) / 100
        if found["percent"]
        else Fraction(int(found["top"]), int(found["bottom"]))
    )
    part = Part(of, bool(found["beyond"]))
    if not 0 < of <= 1 or (part.beyond and of == 1):
        raise PartError("out_of_range")
    return part
