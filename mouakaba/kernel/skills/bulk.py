"""What runs over many texts share, however spread: lines in, lines out, and what tells a classifier from others."""

import hashlib
import json
from pathlib import Path

import numpy as np

from mouakaba.kernel.skills.classify import Answer, Text
from mouakaba.kernel.skills.encoder import WEIGHTS
from mouakaba.kernel.skills.index import Index


def text_of(line: str | bytes) -> Text:
    """The text on a checked line of JSON: id, text, language."""
    return Text(**json.loads(line))


def answer_of(answer: Answer) -> dict[str, object]:
    """An answer as an object of the stable format of `mouakaba classify`."""
    skills = [
        {"uri": one.uri, "label": one.label, "score": one.score, "evidence": one.evidence} for one in answer.skills
    ]
    return {"id": answer.id, "language": answer.language, "skills": skills}


def identity(index: Index, weights: Path = WEIGHTS) -> str:
    """SHA-256 (hexadecimal) of an open index and of the weights: where it is equal, answers are."""
    whole = hashlib.sha256()
    for name, array in sorted(index.arrays.items()):
        whole.update(f"{name} {array.dtype.str} {array.shape}".encode())
        whole.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).tobytes())
    for path in sorted(one for one in weights.iterdir() if one.is_file()):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()
