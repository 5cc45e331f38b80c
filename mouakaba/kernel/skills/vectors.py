"""Our vectors of the concepts: small whole numbers with a scale a row, kept by URI so that set-up is quick."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from mouakaba.kernel.skills.e5 import unit
from mouakaba.kernel.skills.encoder import WEIGHTS, load_passage_encoder, load_phrase_encoder
from mouakaba.kernel.skills.glossary import Entry
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array
from mouakaba.kernel.skills.taxonomy import Concept

_Encode = Callable[[list[str]], Floats]


@dataclass(frozen=True)
class Table:
    """Unit vectors as int8: row i is `whole[i] * scale[i]`."""

    whole: Array
    scale: Array

    def floats(self) -> Floats:
        """The vectors as 32-bit floats."""
        wide: Floats = self.whole.astype(np.float32) * self.scale.astype(np.float32)[:, None]
        return wide


def squeeze(vectors: Floats, most: int = 127) -> Table:
    """Vectors as int8 from -most to most, each with the scale that just fits its largest number."""
    scale = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-9) / most
    return Table(np.rint(vectors / scale[:, None]).astype(np.int8), scale.astype(np.float16))


def uri_number(uri: str) -> int:
    """A URI as a number of 64 bits, the key of our weights."""
    return int.from_bytes(sha256(uri.encode()).digest()[:8], "little")


def entry_number(entry: Entry) -> int:
    """A glossary entry and all its phrases as a number: a changed word changes it."""
    return int.from_bytes(sha256(repr((entry.uri, list(entry.phrases()))).encode()).digest()[:8], "little")


def vectors_for(concepts: Sequence[Concept], glossary: Mapping[str, Entry], folder: Path = WEIGHTS) -> dict[str, Array]:
    """The arrays of the encoders for an index: those we ship, and fresh ones where a concept or an entry is new."""
    with np.load(folder / "concepts.npz", allow_pickle=False) as archive:
        return vectors_from({name: archive[name] for name in archive.files}, concepts, glossary, folder)


def vectors_from(
    kept: Mapping[str, Array], concepts: Sequence[Concept], glossary: Mapping[str, Entry], folder: Path = WEIGHTS
) -> dict[str, Array]:
    """The same from arrays at hand."""
    encoders = _Encoders(folder)
    rows = _rows(kept["keys"], [uri_number(concept.uri) for concept in concepts])
    arrays = {"prior": _taken(kept["prior"], rows)}
    for name, texts, encode in (
        ("e5_names", [_name(one) for one in concepts], encoders.e5),
        ("e5_about", [about(one) for one in concepts], encoders.e5),
        ("use_names", [_name(one) for one in concepts], encoders.use),
    ):
        arrays |= _filled(name, kept, rows, texts, encode)
    return arrays | _local(concepts, glossary, kept, encoders)


class _Encoders:
    """The encoders, loaded only if something is new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def e5(self, texts: list[str]) -> Floats:
        """Vectors of the thorough encoder."""
        return load_passage_encoder(self._folder).vectors(texts)

    def use(self, texts: list[str]) -> Floats:
        """Vectors of the quick encoder."""
        return load_phrase_encoder(self._folder).vectors(texts)


def _filled(name: str, kept: Mapping[str, Array], rows: Array, texts: list[str], encode: _Encode) -> dict[str, Array]:
    whole, scale = _taken(kept[name], rows), _taken(kept[f"{name}_scale"], rows)
    fresh = np.flatnonzero(rows < 0)
    if len(fresh):
        table = squeeze(encode([texts[i] for i in fresh]))
        whole[fresh], scale[fresh] = table.whole, table.scale
    return {name: whole, f"{name}_scale": scale}


def _local(
    concepts: Sequence[Concept], glossary: Mapping[str, Entry], kept: Mapping[str, Array], encoders: _Encoders
) -> dict[str, Array]:
    """A vector for the Arabic names of each glossary entry and one for the French: the mean over its phrases."""
    placed = [(number, glossary[one.uri]) for number, one in enumerate(concepts) if one.uri in glossary]
    wanted = [(number, entry, script) for number, entry in placed for script in ("ar", "fr")]
    keys = [entry_number(entry) ^ (script == "ar") for _, entry, script in wanted]
    rows = _rows(kept["local_keys"], keys)
    texts = [phrases_in(entry, script) for _, entry, script in wanted]
    arrays = _filled(
        "e5_local", kept, rows, ["\n".join(some) for some in texts], lambda some: _means(some, encoders.e5)
    )
    return arrays | {"e5_local_concepts": np.array([number for number, _, _ in wanted], dtype=np.int32)}


def phrases_in(entry: Entry, script: str) -> list[str]:
    """The phrases behind one local vector: French, or Arabic with Darija in Arabic letters."""
    languages = {"fr"} if script == "fr" else {"ar", "darija"}
    return [phrase for language, phrase in entry.phrases() if language in languages]


def _means(texts: list[str], encode: _Encode) -> Floats:
    phrases = [text.split("\n") for text in texts]
    vectors = encode([phrase for some in phrases for phrase in some])
    ends = np.cumsum([len(some) for some in phrases])
    return unit(np.stack([part.mean(axis=0) for part in np.split(vectors, ends[:-1])]))


def _taken(kept: Array, rows: Array) -> Array:
    """These rows; zeros where the number is -1."""
    taken = np.zeros((len(rows), *kept.shape[1:]), dtype=kept.dtype)
    taken[rows >= 0] = kept[rows[rows >= 0]]
    return taken


def _rows(keys: Array, wanted: Sequence[int]) -> Array:
    """Where each wanted number stands among the sorted keys; -1 where it does not."""
    numbers = np.array(wanted, dtype=np.uint64)
    if not len(keys):
        return np.full(len(numbers), -1)
    place = np.minimum(np.searchsorted(keys, numbers), len(keys) - 1)
    return np.where(keys[place] == numbers, place, -1)


def _name(concept: Concept) -> str:
    return concept.labels.get("en") or next(iter(concept.labels.values()), "") or about(concept)


def about(concept: Concept) -> str:
    """The label and the beginning of the description, as they were embedded."""
    label = concept.labels.get("en", "")
    return " ".join(f"{label}: {concept.description}".split()[:20])
