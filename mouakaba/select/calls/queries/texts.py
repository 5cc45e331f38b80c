"""The words of a call: which are missing, in which language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from mouakaba.base.words.models import LANGUAGES
from mouakaba.kernel.text import script_of
from mouakaba.select.calls.phrases import LANGUAGE_NAMES, TEXT_NAMES
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.findings import Findings
from mouakaba.select.calls.queries.values import filled, lacking

NEEDED = ("title", "summary")
TITLE_LENGTH = 200
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+")


def read_texts(draft: Draft, found: Findings) -> None:
    """Title and summary in every language of the call; other texts in all of them or in none."""
    languages = languages_of(draft)
    for name in ("title", "summary", "for_whom", "given", "process"):
        words = draft.header.get("title") if name == "title" else draft.content.get(name)
        _check(found, name, lacking(words, languages), len(languages))
        _check_script(found, name, words)
    _check_title(draft, found)
    source = draft.content.get("source") or {}
    if filled(source.get("url")) and not _LINK.fullmatch(source["url"]):
        found.wrong("source_url", _("Source: write a web address that begins with https://, or leave it empty."))
    _check_contact(draft.content.get("contact"), found)


def _check_contact(contact: object, found: Findings) -> None:
    if not filled(contact):
        found.unlikely("contact", _("Contact: say at which e-mail address people may ask a question."))
    elif not _MAIL.fullmatch(str(contact)):
        found.wrong("contact", _("Contact: write an e-mail address such as name@example.ma."))


def languages_of(draft: Draft) -> tuple[str, ...]:
    """The languages of the call; all three when none is chosen."""
    chosen = draft.header.get("languages") or []
    return tuple(language for language in LANGUAGES if language in chosen) or LANGUAGES


def _check(found: Findings, name: str, missing: list[str], asked: int) -> None:
    label = str(TEXT_NAMES[name])
    if name not in NEEDED and len(missing) == asked:
        found.unlikely(name, _("%(text)s: nothing is written. Readers will look for it.") % {"text": label})
    else:
        absent_words(found, name, label, missing)


def _check_script(found: Findings, name: str, words: object) -> None:
    """Warns of French in the Arabic field and the other way round."""
    for language, text in words.items() if isinstance(words, Mapping) else []:
        script = script_of(str(text))
        if script == ("latin" if language == "ar" else "arabic"):
            sentence = _("%(text)s: what is written in %(language)s is in another alphabet. Is it in the right field?")
            names = {"text": TEXT_NAMES[name], "language": LANGUAGE_NAMES[language]}
            found.unlikely(f"{name}_{language}", sentence % names)


def absent_words(found: Findings, name: str, label: object, missing: Iterable[str]) -> None:
    """One problem for each language in which the words of a group are missing."""
    for language in missing:
        text = _("%(text)s: write it in %(language)s.")
        found.absent(f"{name}_{language}", text % {"text": label, "language": LANGUAGE_NAMES[language]})


def _check_title(draft: Draft, found: Findings) -> None:
    for language, text in (draft.header.get("title") or {}).items():
        if len(str(text)) > TITLE_LENGTH:
            found.wrong(
                f"title_{language}",
                _("The title is too long: write at most %(count)s characters.") % {"count": TITLE_LENGTH},
            )
