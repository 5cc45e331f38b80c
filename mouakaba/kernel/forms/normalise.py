"""Read one answer: what will be kept, and what is to be said about it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from mouakaba.kernel.forms.clean import clean_text, western_digits, without_marks
from mouakaba.kernel.forms.definition import Question, QuestionType
from mouakaba.kernel.forms.figures import read_amount, read_number
from mouakaba.kernel.forms.problems import Normalised, Problem
from mouakaba.kernel.forms.values import as_texts
from mouakaba.kernel.text import script_of

_YES = frozenset({"true", "1", "yes", "on", "oui", "vrai", "نعم"})
_NO = frozenset({"false", "0", "no", "off", "non", "faux", "لا"})
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
# One @, no spaces, a dot in the domain: anything stricter refuses addresses that work.
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\".]+(\.[^@\s<>\".]+)+")
_LINK = re.compile(r"https?://[^\s/?#<>\"]+\.[^\s/?#<>\".]+[^\s<>\"]*", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_REGION = re.compile(r"MA-(0[1-9]|1[0-2])")
_COMMUNE = re.compile(r"[0-9][0-9.]{3,19}")
# A subscriber number of Morocco has nine digits and begins with 5 to 8; lists of exact prefixes go stale and
# refuse numbers in use, so nothing narrower is asked.
_SUBSCRIBER = re.compile(r"[5-8][0-9]{8}")

# Sentences for these codes show the value as it was read.
_SHOWN = frozenset(
    {
        "not_a_date",
        "not_a_number",
        "not_an_option",
        "not_an_email",
        "not_a_link",
        "number_ambiguous",
        "date_unlikely",
        "ice_padded",
        "ice_check",
        "ice_length",
        "phone_unlikely",
    }
)

Reading = tuple[str, tuple[str, ...]]  # the value to keep, the codes found


def normalise(question: Question, raw: object) -> Normalised:
    """The answer as it will be kept, and its problems. Never raises; twice gives the same as once.

    `raw` is a text, a list of texts, or None. An empty answer has no problem here: `complete` knows what is
    required.
    """
    lines = question.type is QuestionType.LONG_TEXT
    cleaned = [clean_text(text, lines=lines) for text in as_texts(raw)]
    texts = tuple(dict.fromkeys(text for text, _ in cleaned if text))
    removed = ("control_removed",) if any(changed for _, changed in cleaned) else ()
    if question.type is QuestionType.CHOICES:
        return _normalise_choices(question, texts, removed)
    if not texts:
        return Normalised("", _problems(question, removed))
    value, codes = _read(question, texts[-1])
    return Normalised(value, _problems(question, removed + codes, value))


def _read(question: Question, text: str) -> Reading:
    if len(text) > question.max_length:
        return text, ("too_long",)
    return _READERS.get(question.type, _read_text)(question, text)


def _normalise_choices(question: Question, texts: tuple[str, ...], removed: tuple[str, ...]) -> Normalised:
    # Options in the form's order, then what is not an option, so that order typed never matters.
    order = {value: rank for rank, value in enumerate(question.option_values)}
    value = tuple(sorted(texts, key=lambda text: (order.get(text, len(order)), text)))
    unknown = [text for text in value if text not in order]
    codes = removed + (("not_an_option",) if unknown else ())
    return Normalised(value, _problems(question, codes, unknown[0] if unknown else ""))


def _problems(question: Question, codes: tuple[str, ...], value: str = "") -> tuple[Problem, ...]:
    return tuple(_problem(question, code, value) for code in codes)


def _problem(question: Question, code: str, value: str) -> Problem:
    params: dict[str, str | int] = {}
    if code == "too_long":
        params = {"max": question.max_length, "count": len(value), "over": len(value) - question.max_length}
    elif code in _SHOWN:
        params = {"value": value}
    return Problem(question.code, code, params)


def _read_text(question: Question, text: str) -> Reading:
    return text, (("wrong_script",) if script_of(text) == "other" else ())


def _read_choice(question: Question, text: str) -> Reading:
    return text, (() if text in question.option_values else ("not_an_option",))


def _read_yes_no(question: Question, text: str) -> Reading:
    word = text.casefold()
    if word in _YES:
        return "true", ()
    return ("false", ()) if word in _NO else (text, ("not_yes_or_no",))


def _read_date(question: Question, text: str) -> Reading:
    plain = without_marks(western_digits(text))
    day = _day(plain)
    if day is None:
        return text, ("not_a_date",)
    return day.isoformat(), (() if 1900 <= day.year <= 2100 else ("date_unlikely",))


def _day(plain: str) -> date | None:
    if found := _ISO.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read_email(question: Question, text: str) -> Reading:
    plain = without_marks(text)
    if not _EMAIL.fullmatch(plain):
        return text, ("not_an_email",)
    local, _, domain = plain.rpartition("@")
    return f"{local}@{domain.lower()}", ()


def _read_link(question: Question, text: str) -> Reading:
    plain = unicodedata.normalize("NFC", without_marks(text))  # a space may have stood before an accent
    link = plain if _SCHEME.match(plain) and "://" in plain else f"https://{plain}"
    if not _LINK.fullmatch(link):
        return text, ("not_a_link",)
    return (text, ("too_long",)) if len(link) > question.max_length else (link, ())


def _read_phone(question: Question, text: str) -> Reading:
    plain = re.sub(r"[().\-/]", "", without_marks(western_digits(text)).replace("(0)", ""))
    digits = re.sub(r"^(\+|00)", "", plain)
    subscriber = re.sub(r"^(212)?0?(?=[0-9]{9}$)", "", digits)
    if _SUBSCRIBER.fullmatch(subscriber):
        return f"+212{subscriber}", ()
    abroad = digits.isascii() and digits.isdigit() and plain != digits
    return (f"+{digits}" if abroad else text), ("phone_unlikely",)


def _read_ice(question: Question, text: str) -> Reading:
    """Fifteen digits (9 company, 4 establishment, 2 check), the whole number a multiple of 97.

    Rule from python-stdnum (issue 226) and verified on published numbers. Spreadsheets drop leading zeroes:
    a shorter number that keeps the check is padded, with a warning.
    """
    digits = re.sub(r"[.\-/]", "", without_marks(western_digits(text)))
    if not (digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 15):
        return text, ("ice_length",)
    if int(digits) == 0 or int(digits) % 97:
        return digits, (("ice_check",) if len(digits) == 15 else ("ice_length",))
    return digits.zfill(15), (("ice_padded",) if len(digits) < 15 else ())


def _read_region(question: Question, text: str) -> Reading:
    plain = western_digits(text).upper()
    return (plain, ()) if _REGION.fullmatch(plain) else (text, ("not_an_option",))


def _read_commune(question: Question, text: str) -> Reading:
    plain = western_digits(text)
    return (plain, ()) if _COMMUNE.fullmatch(plain) else (text, ("not_an_option",))


def _read_number(question: Question, text: str) -> Reading:
    value, codes = read_number(western_digits(text))
    return (text if value is None else value), codes


def _read_amount(question: Question, text: str) -> Reading:
    value, codes = read_amount(western_digits(text))
    return (text if value is None else value), codes


def _read_file(question: Question, text: str) -> Reading:
    return text, ()


_READERS: dict[QuestionType, Callable[[Question, str], Reading]] = {
    QuestionType.CHOICE: _read_choice,
    QuestionType.YES_NO: _read_yes_no,
    QuestionType.CONSENT: _read_yes_no,
    QuestionType.DATE: _read_date,
    QuestionType.EMAIL: _read_email,
    QuestionType.URL: _read_link,
    QuestionType.PHONE: _read_phone,
    QuestionType.ICE: _read_ice,
    QuestionType.REGION: _read_region,
    QuestionType.COMMUNE: _read_commune,
    QuestionType.NUMBER: _read_number,
    QuestionType.AMOUNT: _read_amount,
    QuestionType.FILE: _read_file,
}
