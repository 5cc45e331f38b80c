"""The encoders behind one door, so that another can take their place.

`thorough` reads with both (multilingual-e5-small with our changes, and USE), `fast` with USE alone.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from mouakaba.kernel.skills.e5 import E5, Passage
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.use import Use

WEIGHTS = Path(__file__).with_name("weights")
TIERS = ("fast", "thorough")


class PassageEncoder(Protocol):
    """Sees every word of a passage in its context."""

    def passages(self, texts: list[list[str]]) -> list[Passage]:
        """Each text, given as its words, as vectors of its pieces."""

    def size(self, words: list[str]) -> int:
        """How many pieces of a text would be read."""

    def vectors(self, texts: list[str]) -> Floats:
        """One unit vector a text."""


class PhraseEncoder(Protocol):
    """Sees a text as one vector."""

    def vectors(self, texts: list[str]) -> Floats:
        """One unit vector a text."""

    def size(self, words: list[str]) -> int:
        """How many pieces of a text would be read."""


def load_passage_encoder(folder: Path = WEIGHTS) -> PassageEncoder:
    """multilingual-e5-small with our changes."""
    return E5(changes=_changes(folder / "encoder.npz"))


def load_phrase_encoder(folder: Path = WEIGHTS) -> PhraseEncoder:
    """The Universal Sentence Encoder with our map."""
    with np.load(folder / "use.npz", allow_pickle=False) as archive:
        return Use(archive["matrix"].astype(np.float32), archive["mean"].astype(np.float32))


def _changes(path: Path) -> dict[str, Floats]:
    """Our changes are kept as int8 with a scale a row where they are large."""
    with np.load(path, allow_pickle=False) as archive:
        names: Sequence[str] = [name for name in archive.files if not name.endswith("__scale")]
        return {name: wide(archive, name) for name in names}


def wide(archive: "np.lib.npyio.NpzFile", name: str) -> Floats:
    """One array of our changes as floats, whether it was kept whole or as int8."""
    array: Floats = archive[name].astype(np.float32)
    scale = f"{name}__scale"
    return array * archive[scale].astype(np.float32)[:, None] if scale in archive.files else array
