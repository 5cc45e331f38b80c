"""The catalogues are complete, and what is said in Arabic is Arabic."""

from __future__ import annotations

import re
from pathlib import Path

from mouakaba.site.catalogues import Catalogues

ROOT = Path(__file__).resolve().parents[2]
# Literal renderings seen in the press that mean something else (السكن for hosting, الرؤية for visibility).
TRAPS = ("السكن", "الرؤية", "موحدا")


def catalogues() -> Catalogues:
    return Catalogues(ROOT / "locale", ROOT / "mouakaba")


def test_nothing_is_missing_stale_or_broken() -> None:
    assert catalogues().problems() == []


def test_arabic_words_are_arabic() -> None:
    for key, text in catalogues().known("ar").items():
        forms = text if isinstance(text, (tuple, list)) else (text,)
        assert all(re.search(r"[\u0600-\u06ff]", form) for form in forms), key


def test_no_known_trap() -> None:
    for key, text in catalogues().known("ar").items():
        forms = text if isinstance(text, (tuple, list)) else (text,)
        assert not any(trap in form for trap in TRAPS for form in forms), key
