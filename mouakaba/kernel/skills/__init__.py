"""The skills in a text: ESCO concepts with calibrated probabilities and the words that led to each.

`Classifier(open_index())` reads texts; `install` sets the index up. Encoders behind `encoder`, evidence gathered by
`evidence`, ranked by `ranker`. How it decides, and what it must not be used for: docs/howto/skills.md.
"""

from pathlib import Path

from mouakaba.kernel.skills.classify import Answer, Classifier, Skill, Text
from mouakaba.kernel.skills.index import Index
from mouakaba.kernel.skills.install import INDEX, folder
from mouakaba.kernel.skills.search import Concept, Finder
from mouakaba.kernel.skills.store import StoreError

__all__ = ["Answer", "Classifier", "Concept", "Finder", "Index", "Skill", "StoreError", "Text", "folder", "open_index"]


def open_index(home: Path | None = None) -> Index:
    """The index in `home` (default: the data folder). OSError or StoreError when there is none of this version."""
    path = (home or folder()) / INDEX
    if not path.exists():
        raise FileNotFoundError(2, "the skills are not set up; run mouakaba skills install", str(path))
    return Index(path)
