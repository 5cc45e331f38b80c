"""Embeds every concept with our encoders and keeps the vectors in the package: `python -m bench.skills.vectors ESCO`.

A concept's vector is the mean over its names, weighted; see WEIGHT. Texts are embedded once and remembered in a
file, so that another weight costs nothing.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bench.skills.data import UNTAUGHT, nameless, priors, read_esco, read_glossary, without, without_french
from mouakaba.kernel.skills.e5 import unit
from mouakaba.kernel.skills.encoder import WEIGHTS, load_passage_encoder, load_phrase_encoder
from mouakaba.kernel.skills.glossary import Entry
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.taxonomy import Concept
from mouakaba.kernel.skills.vectors import about, entry_number, phrases_in, squeeze, uri_number

WEIGHT = {"en": 1.0, "fr": 0.7, "others": 0.6, "ar": 0.7}
LEVELS = {"e5_about": 15, "e5_local": 15, "use_names": 15}  # coarse ones are half the size in the archive
_OTHERS = 2  # alternative labels a concept


def names_of(concept: Concept, entry: Entry | None) -> dict[str, list[str]]:
    """The names behind a concept's vector, by kind."""
    others = [*concept.others.get("en", ()), *concept.others.get("fr", ())]
    others = random.Random(concept.uri).sample(others, min(_OTHERS, len(others)))
    found = {"en": [concept.labels.get("en", "")], "fr": [concept.labels.get("fr", "")], "others": others}
    if entry:
        found["ar"] = phrases_in(entry, "ar")
        found["fr"] = [*found["fr"], *phrases_in(entry, "fr")]
    return {kind: [text for text in texts if text] for kind, texts in found.items()}


class Memory:
    """Vectors of texts by one encoder, kept in a file beside the data."""

    def __init__(self, path: Path, encode) -> None:
        self._path, self._encode = path, encode
        self._known: dict[str, Floats] = {}
        if path.exists():
            with np.load(path, allow_pickle=False) as archive:
                self._known = dict(zip(archive["texts"].tolist(), archive["vectors"].astype(np.float32), strict=True))

    def learn(self, texts: list[str]) -> None:
        new = sorted(set(texts) - set(self._known), key=len)
        for start in range(0, len(new), 1024):
            some = new[start : start + 1024]
            self._known |= dict(zip(some, self._encode(some), strict=True))
            print(f"{self._path.stem}: {start + len(some)} of {len(new)}", flush=True)
        if new:
            vectors = np.stack([self._known[text] for text in self._known]).astype(np.float16)
            np.savez(self._path, texts=np.array(list(self._known)), vectors=vectors)

    def mean(self, texts: list[str]) -> Floats:
        return np.mean([self._known[text] for text in texts], axis=0)


def centre(memory: Memory, names: Mapping[str, list[str]], fallback: str) -> Floats:
    """The weighted mean of a concept's names."""
    kinds = [kind for kind, texts in names.items() if texts]
    if not kinds:
        return memory.mean([fallback])
    return np.sum([WEIGHT[kind] * memory.mean(names[kind]) for kind in kinds], axis=0)


def build(
    concepts: Mapping[str, Concept], entries: Mapping[str, Entry], e5: Memory, use: Memory, prior: Mapping[str, int]
):
    """The arrays of concepts.npz."""
    order = sorted(concepts, key=uri_number)
    names = [names_of(concepts[uri], entries.get(uri)) for uri in order]
    abouts = [about(concepts[uri]) for uri in order]
    every = sorted({text for some in names for texts in some.values() for text in texts})
    e5.learn(every + abouts)
    use.learn(every + [text for text, some in zip(abouts, names, strict=True) if not any(some.values())])
    arrays = {"keys": np.array([uri_number(uri) for uri in order], dtype=np.uint64)}
    arrays["prior"] = np.log1p([prior.get(uri, 0) for uri in order]).astype(np.float16)
    made = {
        "e5_names": [centre(e5, some, text) for some, text in zip(names, abouts, strict=True)],
        "e5_about": [e5.mean([text]) for text in abouts],
        "use_names": [centre(use, some, text) for some, text in zip(names, abouts, strict=True)],
    }
    local = sorted(
        (entry_number(one) ^ (script == "ar"), uri, script) for uri, one in entries.items() for script in ("ar", "fr")
    )
    arrays["local_keys"] = np.array([number for number, _, _ in local], dtype=np.uint64)
    made["e5_local"] = [e5.mean(phrases_in(entries[uri], script)) for _, uri, script in local]
    for name, vectors in made.items():
        table = squeeze(unit(np.array(vectors, dtype=np.float32)), LEVELS.get(name, 127))
        arrays |= {name: table.whole, f"{name}_scale": table.scale}
    return arrays


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("esco", type=Path)
    parser.add_argument("--memory", type=Path, default=Path("var/skills-training"))
    parser.add_argument("--held-out", type=Path, help="also write vectors that never saw the held-out synonyms")
    parser.add_argument("--nameless", type=Path, help="also write vectors that never saw the names that are asked")
    options = parser.parse_args()
    options.memory.mkdir(parents=True, exist_ok=True)
    e5 = Memory(options.memory / "e5.npz", load_passage_encoder().vectors)
    use = Memory(options.memory / "use.npz", load_phrase_encoder().vectors)
    concepts, prior, entries = read_esco(options.esco), priors(options.esco), read_glossary()
    np.savez_compressed(WEIGHTS / "concepts.npz", **build(concepts, entries, e5, use, prior))
    if options.held_out:
        kept = without_french(concepts), without(entries, UNTAUGHT)
        np.savez_compressed(options.held_out, **build(*kept, e5, use, prior))
    if options.nameless:
        kept = without_french(concepts, entries), nameless(entries)
        np.savez_compressed(options.nameless, **build(*kept, e5, use, prior))


if __name__ == "__main__":
    main()
