"""Which language a passage is in: `ar`, `fr`, `en`, or Darija written in Latin letters (`arabizi`).

Arabic by its letters; French and English by their function words and endings; Arabizi by digits inside words
(3 7 9 stand for ع ح ق) and Darija's function words. A text may mix them: each passage is judged alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from mouakaba.kernel.skills.words import LISTS, Word

LANGUAGES = ("ar", "fr", "en")
_ARABIZI = re.compile(r"[a-z][379][a-z]|^[379][a-z]{2}")
_DARIJA, _FRENCH, _ENGLISH = (frozenset(LISTS[name]) for name in ("darija", "french", "english"))
_FRENCH_ENDING = re.compile(r".{3,}(?:tion|ment|eur|euse|age|ique|ures?|ier|iere|er|ir|eau|aux|ees?|ite|ance|ence)$")
_ENGLISH_ENDING = re.compile(r".{2,}(?:ing|ed|ly|ness|ship|ment|tion|ity|ers?|ies|al|ics?|ware|work)$")
_FRENCH_LETTERS = re.compile(r"[éèêëàâçîïôûùœ]", re.I)


def language_of(words: Iterable[Word], declared: str | None = None) -> str:
    """The language of these words; where they do not tell, the declared one, else English."""
    votes: dict[str, float] = defaultdict(float)
    for word in words:
        for language, weight in _votes(word.text, word.folded):
            votes[language] += weight
    if not any(votes.values()):
        return str(declared) if declared in LANGUAGES else "en"
    if declared in votes:
        votes[str(declared)] += 0.5  # a hint, weaker than any word
    best = max(votes.values())
    return min(votes, key=lambda language: (votes[language] < best, language))


@lru_cache(maxsize=65536)
def _votes(text: str, folded: str) -> tuple[tuple[str, int], ...]:
    """What a word says of its language; a word says it wherever it stands."""
    if any("\u0600" <= letter <= "\u06ff" for letter in folded):
        return (("ar", 2),)
    if _ARABIZI.search(folded):
        return (("arabizi", 3),)
    if not folded.isalpha():
        return ()
    french = 2 * (folded in _FRENCH) + 2 * bool(_FRENCH_LETTERS.search(text)) + bool(_FRENCH_ENDING.fullmatch(folded))
    english = 2 * (folded in _ENGLISH) + bool(_ENGLISH_ENDING.fullmatch(folded))
    return ("arabizi", 2 * (folded in _DARIJA)), ("fr", french), ("en", english)


_SOUNDS = [pair.split("=") for pair in LISTS["sounds"]]
_MERGED = str.maketrans("صضطظذث", "سدتددت", "اويه")


@lru_cache(maxsize=65536)
def skeleton(folded: str) -> str:
    """The consonants of a Darija word, the same from Arabic letters and from Arabizi: خياطة, khiyata -> خت.

    Emphatic letters count as plain ones, and vowels, و, ي and ه fall: Arabizi writes them as it likes.
    """
    arabic = folded
    for latin, letter in _SOUNDS:
        arabic = arabic.replace(latin, letter)
    kept = arabic.translate(_MERGED)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^\u0621-\u064a]", "", kept))
