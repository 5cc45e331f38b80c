"""The catalogues are complete, and what is said in Arabic is Arabic."""

from __future__ import annotations

import ast
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


def test_no_message_hides_in_an_f_string() -> None:
    """Before Python 3.12 what reads the messages does not see them there."""
    names = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "mouakaba").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
    ]
    assert hidden == []


def test_arabic_words_are_arabic() -> None:
    for key, text in catalogues().known("ar").items():
        forms = text if isinstance(text, (tuple, list)) else (text,)
        assert all(re.search(r"[\u0600-\u06ff]", form) for form in forms), key


def test_no_known_trap() -> None:
    for key, text in catalogues().known("ar").items():
        forms = text if isinstance(text, (tuple, list)) else (text,)
        assert not any(trap in form for trap in TRAPS for form in forms), key
