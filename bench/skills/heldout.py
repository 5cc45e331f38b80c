"""An index that has never seen the held-out synonyms or names: `python -m bench.skills.heldout ESCO VECTORS INDEX`."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from bench.skills.data import UNTAUGHT, nameless, read_esco, read_glossary, without
from mouakaba.kernel.skills.index import compile_index
from mouakaba.kernel.skills.vectors import vectors_from


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("esco", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument(
        "--english", action="store_true", help="without the official French labels, as set up by default"
    )
    parser.add_argument("--nameless", action="store_true", help="without the names that are asked, synonyms kept")
    parser.add_argument("--whole", action="store_true", help="with all of the glossary, as set up by default")
    options = parser.parse_args()
    found = read_esco(options.esco)
    concepts = [found[uri] for uri in sorted(found)]
    if options.english:
        concepts = [default_of(concept) for concept in concepts]
    entries = read_glossary()
    if not options.whole:
        entries = nameless(entries) if options.nameless else without(entries, UNTAUGHT)
    with np.load(options.vectors, allow_pickle=False) as archive:
        kept = {name: archive[name] for name in archive.files}
    compile_index(options.index, concepts, entries, vectors_from(kept, concepts, entries), state="held out")


def default_of(concept):
    """The concept as the default set-up knows it."""
    from mouakaba.kernel.skills.taxonomy import Concept

    english = {"en": concept.labels["en"]} if "en" in concept.labels else {}
    return Concept(concept.uri, english, {"en": concept.others.get("en", ())}, concept.description, concept.groups)


if __name__ == "__main__":
    main()
