"""Text for all rooms: folding for search, isolation in mixed directions, canonical JSON and its hash."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

FSI, PDI = "\u2068", "\u2069"
_BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])

# Letters a reader takes for one another and Unicode does not decompose. ء falls: شيء and شئ are one word.
_LOOKALIKES = str.maketrans(
    {
        "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "گ": "ك", "ڭ": "ك", "ݣ": "ك", "ڨ": "ق", "پ": "ب",
        "ڤ": "ف", "ڥ": "ف", "ء": None, "ـ": None, "œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'",
    }
)  # fmt: skip


# Signs of two parts stand off, without a break; a fine space but before the colon and within quotation marks
# (Imprimerie nationale, “Lexique des règles typographiques”).
_FRENCH_SIGNS = (
    (re.compile(r"[ \u00a0](?=(?:[;?!]|%(?!\())(?:\W|$))|(?<=[\w)»])(?=[?!](?:\s|$))"), "\u202f"),
    (re.compile(r" (?=:(?:\W|$))|(?<=[\w)»])(?=:(?:\s|$))"), "\u00a0"),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), "\u00a0"),  # within a number
    (re.compile(r"«[ \u00a0]?"), "«\u00a0"),
    (re.compile(r"[ \u00a0]?»"), "\u00a0»"),
    (re.compile(r"(?<=[^\W\d_])'(?=[\w%«])"), "’"),
)


def fold(text: str) -> str:
    """The text as search compares it; folding twice changes nothing.

    Lower case; no Latin accents, tashkeel, tatweel or invisible marks; alef, hamza carriers, ta marbuta, alef
    maqsura and the Maghribi g (ڭ ݣ گ) and q (ڨ) unified; any decimal digit to 0-9; runs of spaces to one.
    """
    # Case folding may bring marks back and decomposition may bring capitals back, hence twice.
    spread = unicodedata.normalize("NFKD", text).casefold()
    spread = unicodedata.normalize("NFKD", spread).casefold()
    visible = (ch for ch in spread.translate(_LOOKALIKES) if unicodedata.category(ch) not in {"Mn", "Cf"})
    return " ".join("".join(map(_western, visible)).split())


def _western(ch: str) -> str:
    return str(unicodedata.decimal(ch, ch))


def isolate(text: str) -> str:
    """The text between U+2068 and U+2069, so that its direction does not disturb the sentence around it."""
    return f"{FSI}{text.translate(_BIDI_CONTROLS)}{PDI}"


def typeset(text: str, language: str) -> str:
    """French with unbreakable spaces before its signs of two parts and curly apostrophes; others unchanged."""
    if language != "fr":
        return text
    for pattern, sign in _FRENCH_SIGNS:
        text = pattern.sub(sign, text)
    return text


def script_of(text: str) -> str:
    """The script of most letters: `arabic`, `latin`, `tifinagh` or `other`; `none` without letters.

    Of two equal scripts, the first met.
    """
    seen = Counter(_script(ch) for ch in text if ch.isalpha())
    return seen.most_common(1)[0][0] if seen else "none"


@lru_cache(maxsize=4096)  # a text has few letters, each many times
def _script(letter: str) -> str:
    word = unicodedata.name(letter, "").partition(" ")[0].lower()
    return word if word in {"arabic", "latin", "tifinagh"} else "other"


def canonical_json(value: object) -> str:
    """One JSON text for equal values: sorted keys, no spaces, letters as they are, 17.0 as 17, ISO dates.

    Raises TypeError for what JSON cannot hold or keys that are not text, ValueError for NaN and infinities.
    """
    plain = _plain(value)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_hash(value: object) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        if any(not isinstance(key, str) for key in value):
            raise TypeError("keys of canonical JSON must be text")
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    # JavaScript and PostgreSQL may hand 17.0 back as 17: both must hash alike.
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
