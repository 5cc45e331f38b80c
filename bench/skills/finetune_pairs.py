"""Pairs of a text and a name of the concept it speaks of: what the encoders learn from."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from bench.skills import data

Pair = tuple[str, str, str, str]
"""Text, target, key (the same for one concept), group of ESCO."""


def pairs(esco: Path, evaluation: Path, rng: random.Random) -> Iterator[Pair]:
    """Names of the concepts that train, French competences, sentences, glossary, occupations in Arabic."""
    concepts, group = data.read_esco(esco), data.groups(esco)
    by_label = {concept.labels["en"]: uri for uri, concept in concepts.items() if "en" in concept.labels}

    def target(uri: str) -> str:
        labels, chance = concepts[uri].labels, rng.random()
        if "en" not in labels or ("fr" in labels and chance >= 0.75):
            return labels.get("fr", "")
        about = " ".join(concepts[uri].description.split()[:12])
        return labels["en"] + (f": {about}" if chance < 0.25 else "")

    texts: list[tuple[str, str]] = []
    for uri, concept in concepts.items():
        others = [name for some in concept.others.values() for name in some]
        texts += [(name, uri) for name in [*rng.sample(others, min(2, len(others))), concept.labels.get("fr", "")]]
        if rng.random() < 0.3:
            texts.append((" ".join(concept.description.split()[:18]), uri))
    for query in [*data.competent(evaluation), *data.skillskape(evaluation, "train", by_label)]:
        if query.source != "competent_fr" or data.query_fold(query.text) >= 4:
            texts += [(query.text, uri) for uri in sorted(query.right)]
    for entry in data.read_glossary().values():
        texts += [(phrase, entry.uri) for _, phrase in entry.phrases() if data.phrase_fold(phrase) >= 3]
    for text, uri in texts:
        if text and uri in concepts and data.concept_fold(uri) >= 3:
            yield text, target(uri), uri, group.get(uri, "")
    for row in data.rows(esco / "occupations_ar_fr_en.csv.gz"):
        if arabic := row["preferredLabel_ar"].split(" / ")[0]:
            yield arabic, row["preferredLabel_en"], row["conceptUri"], "o" + row["iscoGroup"]
