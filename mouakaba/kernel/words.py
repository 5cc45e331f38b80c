"""The words of a text as search compares them: folded, with the lightest stems of Arabic and French."""

import re

from mouakaba.kernel.text import fold

MOST_LETTERS = 40  # of a word: what is longer is no word anybody searches
_WORDS = re.compile(r"[^\W_]+")
_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")  # with or without a letter joined before it
_ELIDED = frozenset({"l", "d", "n", "s", "c", "j", "m", "t", "qu"})  # before an apostrophe
# Words, folded, that are everywhere and tell nothing.
STOPWORDS = frozenset(
    {
        "le", "la", "les", "un", "une", "des", "de", "du", "au", "aux", "et", "ou", "en", "dans", "pour", "par", "sur",
        "avec", "sans", "ce", "cette", "ces", "que", "qui", "est", "sont", "se", "sa", "son", "ses", "the", "a", "an",
        "of", "to", "in", "on", "and", "or", "for", "with", "by", "at", "is", "are", "be", "this", "that", "from",
        "as", "it", "من", "في", "علي", "الي", "عن", "مع", "و", "او", "ان", "هذا", "هذه", "التي", "الذي", "ما", "لا",
        "كل", "ذلك",
    }
)  # fmt: skip


def stem(word: str) -> str:
    """A folded word without the Arabic article, or without the mark of a French or English plural.

    Both sides of a search are stemmed alike, so a stem that no dictionary knows does no harm.
    """
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 3:
            return word[len(article) :]
    if word.isascii() and len(word) > 4 and word[-1] in "sx" and word[-2] != "s":
        return word[:-1]
    return word


def search_terms(text: str) -> list[str]:
    """The terms of a text in their order, without words that are everywhere."""
    found = _WORDS.findall(fold(text))
    return [stem(word)[:MOST_LETTERS] for word in found if word not in STOPWORDS and word not in _ELIDED]
