"""Telephone numbers among other numbers: Moroccan ones in any spacing, others with + or 00.

Moroccan numbers have ten digits from 05 to 08, or nine after 212 (ANRT numbering plan, E.164). Dates, amounts, years
and the fifteen digits of an ICE are left alone. Numbers said in words (ar, Darija, fr, en) are seen where eight or more
digits' words follow each other, or five or more after a zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mouakaba.kernel.contacts.plain import Plain, plain

_BETWEEN = r"[\s.,()/_·•*|:\-–—]{0,3}"
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d)*")
_NUMBER = re.compile(r"0[5-8]\d{8}|2120?[5-8]\d{8}|00[1-9]\d{8,11}")
_ABROAD = re.compile(r"[1-9]\d{7,14}")  # after a plus
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}([/.\-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([/.\-])\d\d\2\d\d)(?![\d/.\-])")
_ROUND_O = re.compile(r"(?<!\w)o(?=[\s.\-]?[5-8][\s.\-]?\d)")  # the letter for the zero
_ZEROS = "zero zéro صفر زيرو"
_SAID = (
    "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante"
    " cinquante soixante one two three four five seven eight nine"
    " واحد واحدة اثنان اثنين إثنان اثنا جوج زوج ثلاثة تلاتة ثلاث أربعة اربعة ربعة أربع خمسة خمس ستة ست سبعة سبع"
    " ثمانية تمنية ثمان تسعة تسعود تسع عشرة عشر عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين"
    " ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين"
)


def _any_of(words: str) -> str:
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


_ZERO, _DIGIT = _any_of(_ZEROS), _any_of(f"{_ZEROS} {_SAID}")
_APART = r"(?:[\s.,\-–—_/]{1,3}(?:et\s|and\s|و\s?)?)"
_IN_WORDS = re.compile(rf"(?<!\w)(?:{_ZERO}(?:{_APART}{_DIGIT}){{5,}}|{_DIGIT}(?:{_APART}{_DIGIT}){{7,}})(?!\w)")
_ICE = 15  # digits in one piece


def phones(text: str) -> list[tuple[int, int]]:
    """Where telephone numbers stand in a text: spans of characters, in order, apart from one another."""
    known = plain(text)
    return [known.span(start, end) for start, end in spans_in(known)]


def spans_in(known: Plain) -> Iterator[tuple[int, int]]:
    """The same for a text made plain already, as spans of its plain form."""
    text = _ROUND_O.sub("0", _DAY.sub(lambda day: "x" * len(day[0]), known.text))
    yield from (said.span() for said in _IN_WORDS.finditer(text))
    for run in _RUN.finditer(text):
        yield from _numbers(text, [place for place in range(*run.span()) if text[place].isdigit()])


def _numbers(text: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Numbers in one run of digits; each begins where a group of digits begins."""
    digits = "".join(text[place] for place in places)
    if len(digits) == 9 and digits[0] in "67" and not digits.endswith("000"):  # 6 12 34 56 78; not 700 000 000
        yield places[0], places[-1] + 1
        return
    after = 0
    for index, place in enumerate(places):
        if index < after or (index and places[index - 1] == place - 1) or _in_one_piece(places[index:]) >= _ICE:
            continue
        shape = _ABROAD if text[:place].rstrip(" (").endswith("+") else _NUMBER
        if found := shape.match(digits, index):
            after = found.end()
            yield place, places[after - 1] + 1


def _in_one_piece(places: list[int]) -> int:
    return next((n for n in range(1, len(places)) if places[n] != places[n - 1] + 1), len(places))
