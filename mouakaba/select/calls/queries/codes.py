"""Codes of questions, options, rules, criteria and quotas: made from their words, so that nobody has to invent them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from mouakaba.kernel.text import fold

_OTHER = re.compile(r"[^a-z0-9]+")


def new_code(words: Mapping[str, str], taken: Collection[str], *, fallback: str, joint: str = "_") -> str:
    """A free code of small Latin letters and digits from the French or English words, else from the fallback."""
    latin = (_OTHER.sub(joint, fold(words.get(language, ""))).strip(joint) for language in ("en", "fr"))
    base = next((code[:40].strip(joint) for code in latin if code and code[0].isalpha()), fallback)
    return next(code for code in _numbered(base, joint, len(taken)) if code not in taken)


def _numbered(base: str, joint: str, taken: int) -> list[str]:
    return [base, *(f"{base}{joint}{number}" for number in range(2, taken + 3))]
