"""How far the jurors of a set of marks can be compared: who marked files that others marked too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Groups of jurors linked by files they share, and how much a group tells about its jurors.

    `group`: of each juror. `file_group`: of each file. `trust`: by group, 0 where its marks compare no two jurors,
    1 where there is one comparison to spare for each of them: cycles of the graph of files and jurors, by juror.
    """

    group: Ints
    file_group: Ints
    trust: Floats

    @property
    def enough(self) -> bool:
        """Whether all jurors can be compared with one another."""
        return len(self.trust) <= 1 and bool((self.trust >= 1).all())


def overlap_of(files: Ints, jurors: Ints, *, file_count: int, juror_count: int) -> Overlap:
    """The overlap of pairs file-juror, given by their numbers, each pair once."""
    root = np.arange(file_count + juror_count)
    ends = jurors + file_count
    while True:  # every node takes the least number its group knows, until nobody learns a lesser one
        least = np.minimum(root[files], root[ends])
        after = root.copy()
        np.minimum.at(after, files, least)
        np.minimum.at(after, ends, least)
        after = after[after]
        if (after == root).all():
            break
        root = after
    _, group = np.unique(root, return_inverse=True)
    counts = np.bincount(group)
    pairs = np.bincount(group[files], minlength=len(counts))
    readers = np.bincount(group[file_count:], minlength=len(counts))
    spare = pairs - counts + 1
    trust = np.clip(spare / np.maximum(readers, 1), 0.0, 1.0)
    return Overlap(group[file_count:], group[:file_count], trust)
