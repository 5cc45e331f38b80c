"""Text as people type and paste it, made safe to store and to show."""

import re
import unicodedata

# Characters that store badly or change how neighbouring text reads: control characters except tab and
# newline, lone surrogates, the byte order mark, and the bidirectional embeddings, overrides and isolates
# (U+202A-202E, U+2066-2069), with which a text can be made to show in an order other than the one stored.
# The plain marks U+200E, U+200F and the joiners U+200C, U+200D stay: Arabic and Persian keyboards make them.
_HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NEWLINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")

# Arabic-Indic (U+0660), Extended Arabic-Indic (U+06F0), and full-width digits.
_DIGITS = {base + value: str(value) for base in (0x0660, 0x06F0, 0xFF10) for value in range(10)}


def western_digits(text: str) -> str:
    """Arabic-Indic, Persian and full-width digits as 0-9; everything else untouched."""
    return text.translate(_DIGITS)


def clean_text(text: str, *, lines: bool = True) -> tuple[str, bool]:
    """Return the text in NFC without harmful characters, trimmed, and whether any had to be removed.

    With `lines=False` every run of white space, line ends included, becomes one space.
    """
    kept = _NEWLINES.sub("\n", text)
    safe = _HARMFUL.sub("", kept)
    composed = unicodedata.normalize("NFC", safe)
    tidy = composed if lines else _SPACES.sub(" ", composed)
    return tidy.strip(), safe != kept


def without_marks(text: str) -> str:
    """The text without invisible direction marks, joiners and white space: for codes and numbers."""
    return re.sub("[\u200b-\u200f\u061c\u00ad\u2060]", "", _SPACES.sub("", text))
