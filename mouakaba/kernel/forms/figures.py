"""Read a figure as Moroccans write it: 1 234,5 · 1.234,50 · 1,234.5 · ١٢٣٤٫٥ (digits made Western)."""

import re
from decimal import Decimal

from mouakaba.kernel.forms.clean import western_digits, without_marks

# Canonical text (dot, no grouping) and warnings; None and the error when it cannot be taken.
Figure = tuple[str | None, tuple[str, ...]]

_CURRENCY = re.compile(r"(درهما|دراهم|درهم|د\.م\.?|MAD|DHS|DH)$", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:(,[0-9]{3})+(\.[0-9]+)?|(\.[0-9]{3})+(,[0-9]+)?)")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_MOST_DIGITS = 15  # beyond this a figure no longer survives a spreadsheet or a JavaScript number


def read_figure(text: str) -> Figure:
    """A number or an amount, in any digits, with its currency or without; as ``read_number`` for the rest."""
    return read_number(_CURRENCY.sub("", without_marks(western_digits(text))))


def plain_number(value: Decimal | float) -> str:
    """A number in digits and a point, so that ``read_number`` reads it back without a warning."""
    text = format(Decimal(str(value)), "f")
    short = _canonical(text)
    return f"{short}0" if _AMBIGUOUS.fullmatch(short) else short if _AMBIGUOUS.fullmatch(text) else text


def read_number(text: str) -> Figure:
    """A number. "1,234" is read as a thousand and more, "1.234" as one and a part; both with a warning."""
    plain = _plain(text)
    if _AMBIGUOUS.fullmatch(plain):
        return _canonical(plain.replace(",", "")), ("number_ambiguous",)
    return _read(plain)


def read_amount(text: str) -> Figure:
    """An amount, not negative, centimes at most; "1,234" and "1.234" are thousands, with a warning."""
    plain = _CURRENCY.sub("", _plain(text))
    value, codes = _read_thousands(plain) if _AMBIGUOUS.fullmatch(plain) else _read(plain)
    if value is None:
        return value, codes
    if Decimal(value) < 0:
        return None, ("negative",)
    too_fine = len(value.partition(".")[2]) > 2
    return (None, ("too_many_decimals",)) if too_fine else (value, codes)


def _read_thousands(plain: str) -> Figure:
    return _canonical(re.sub("[.,]", "", plain)), ("number_ambiguous",)


def _plain(text: str) -> str:
    """Spaces and apostrophes group; U+066B is the Arabic decimal separator, U+066C groups, U+060C is a comma."""
    spaced = without_marks(text).replace("\u066b", ".").replace("\u066c", "").replace("،", ",").replace("−", "-")
    plain = re.sub("['’_]", "", spaced)
    return f"{plain}0000" if "\u066b" in text else plain  # zeroes change nothing, and tell it from grouping


def _read(plain: str) -> Figure:
    if _PLAIN.fullmatch(plain):
        value = _canonical(plain.replace(",", "."))
    elif _GROUPED.fullmatch(plain):
        last = max(plain.rfind(","), plain.rfind("."))
        repeated = plain.count(plain[last]) > 1
        whole, part = (plain, "") if repeated else (plain[:last], plain[last + 1 :])
        value = _canonical(re.sub("[.,]", "", whole) + (f".{part}" if part else ""))
    else:
        return None, ("not_a_number",)
    too_large = sum(character.isdigit() for character in value) > _MOST_DIGITS
    return (None, ("number_too_large",)) if too_large else (value, ())


def _canonical(plain: str) -> str:
    text = format(Decimal(plain), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
