"""The flow of files to jurors, in numbers: what `panel` and `fairness` share."""

from dataclasses import dataclass

import numpy as np

from mouakaba.kernel.assignment.flow import Ints


@dataclass(frozen=True, slots=True)
class Seats:
    """Arcs file-juror with whole gains; reviews each file still wants; loads still to take; the gain a file has."""

    tails: Ints
    heads: Ints
    gains: Ints
    wanted: Ints  # by file
    least: Ints  # by juror
    most: Ints
    start: Ints  # by file, from the pairs that stay

    def sums(self, taken: Ints) -> Ints:
        """The gain of each file, kept pairs included."""
        sums = self.start.copy()
        np.add.at(sums, self.tails[taken > 0], self.gains[taken > 0])
        return sums

    def only(self, arcs: Ints) -> "Seats":
        """The same with these arcs alone."""
        return Seats(
            self.tails[arcs], self.heads[arcs], self.gains[arcs], self.wanted, self.least, self.most, self.start
        )
