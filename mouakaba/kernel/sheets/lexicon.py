"""Words that stand for codes: options by their labels, regions and communes by their names, in any language."""

import re
from collections.abc import Iterable, Mapping

from mouakaba.kernel.forms import Question, QuestionType
from mouakaba.kernel.text import fold

Lexicon = Mapping[str, str]  # folded words -> code

_TICKED = ("x", "✓", "✔", "☑", "vrai", "ok")
_AGREED = (
    "j'accepte", "accepte", "d'accord", "i agree", "agree", "i accept", "accepted", "agreed",
    "أوافق", "موافق", "موافقة", "أقبل",
)  # fmt: skip
# What may stand before a place's name: "région de l'Oriental", "جهة الشرق", "commune urbaine de Fès".
_BEFORE_PLACE = re.compile(
    r"^(region|jihat|commune|province|prefecture|municipalite|ville|جهه|جماعه|اقليم|عماله|مدينه)"
    r"( (urbaine|rurale|territoriale|الحضريه|الترابيه))?( (de la|de l'|de|du|des|d'))? ?"
)
_ARTICLE = re.compile(r"^(l'|le |la |les |the |el |al )")


def key(text: str) -> str:
    """Words as they are compared: folded, without punctuation at the ends, hyphens as spaces."""
    return " ".join(re.sub(r"[-‐‑–_/.,;:!?؟،()«»\"“”*°º]+", " ", fold(text)).split())


def place_key(text: str) -> str:
    """The same without "region of" and the article."""
    bare = _BEFORE_PLACE.sub("", key(text), count=1).strip()
    return _ARTICLE.sub("", bare, count=1) or key(text)


def lexicon_of(question: Question) -> dict[str, str]:
    """What a cell may say for a question's options; a word two options share stands for neither."""
    if question.type in {QuestionType.CONSENT, QuestionType.YES_NO}:
        said = [*_TICKED, *_AGREED, *(text for text in question.label.values())]
        return {key(text) or text: "true" for text in said}
    return _unambiguous(
        (word, option.value) for option in question.options for word in (option.value, *option.label.values())
    )


def place_lexicon(names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Folded names of places -> code, from ``{code: {language: name}}``; a name two places share is left out."""
    pairs = [(word, code) for code, words in names.items() for word in (code, *words.values())]
    whole = _unambiguous(pairs)
    return {**_unambiguous((place_key(word), code) for word, code in pairs), **whole}


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for word, code in pairs:
        found.setdefault(key(word), set()).add(code)
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1 and word}
