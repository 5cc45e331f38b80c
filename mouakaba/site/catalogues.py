"""The three catalogues: extracted from code and templates, kept one file a room, compiled without gettext's binaries.

``locale/<language>/<room>.po`` holds the words of one room; words used by several rooms live in ``base.po``.
"""

from __future__ import annotations

import fcntl
import json
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from mouakaba.kernel.text import typeset

LANGUAGES = ("ar", "fr", "en")
ENGINES = ("match", "select", "accompany", "observe")  # whose rooms have a catalogue each
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLURALS_AR = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
Key = tuple[str, str | tuple[str, ...]]  # context, id (or singular and plural)


def room_of(path: Path, package: Path) -> str:
    """Which catalogue a source file's words belong to: ``base``, ``site`` or ``<engine>.<room>``."""
    parts = path.relative_to(package).parts
    if parts[0] not in ENGINES or len(parts) < 3:
        return parts[0]
    room = parts[3] if parts[1] == "templates" and len(parts) > 4 else parts[1]
    return f"{parts[0]}.{room}"


def extracted(package: Path) -> dict[Key, set[str]]:
    """Every message of the sources and the rooms that use it."""
    found: dict[Key, set[str]] = {}
    for path in sorted(package.rglob("*")):
        if "migrations" in path.parts or path.suffix not in {".py", ".html"}:
            continue
        messages = _from_python(path) if path.suffix == ".py" else _from_template(path)
        for key in messages:
            found.setdefault(key, set()).add(room_of(path, package))
    return found


def _from_python(path: Path) -> Iterator[Key]:
    for _line, message, _comments, context in extract_from_file("python", str(path), keywords=KEYWORDS):
        yield context or "", message


def _from_template(path: Path) -> Iterator[Key]:
    code = templatize(path.read_text(), origin=str(path))
    literal = r"""((?:u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*'))"""
    pattern = re.compile(rf"\b(n?p?gettext|_)\(\s*{literal}(?:\s*,\s*{literal})?(?:\s*,\s*{literal})?")
    for name, *literals in pattern.findall(code):
        yield _key(name, [_literal(text) for text in literals if text])


def _literal(text: str) -> str:
    import ast

    value: str = ast.literal_eval(text)
    return value


def _key(name: str, parts: list[str]) -> Key:
    context = parts.pop(0) if "pgettext" in name else ""
    return context, tuple(parts[:2]) if name.startswith("n") else parts[0]


class Catalogues:
    """Reads, updates, checks and compiles ``locale/``."""

    def __init__(self, locale: Path, package: Path) -> None:
        self.locale, self.package = locale, package

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.locale / ".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def known(self, language: str) -> dict[Key, Any]:
        """What is translated, by message."""
        return {key: message.string for key, message in self._messages(language) if filled(message)}

    def _messages(self, language: str) -> Iterator[tuple[Key, Message]]:
        for path in sorted((self.locale / language).glob("*.po")):
            with path.open("rb") as handle:
                for message in read_po(handle, locale=language):
                    if message.id:
                        yield _id(message), message

    def update(self, extra: dict[str, dict[Key, Any]] | None = None) -> None:
        """Rewrites every file from the sources, keeping translations and adding ``extra``; drops what is unused."""
        with self._alone():
            found = extracted(self.package)
            for language in LANGUAGES:
                known = {**self.known(language), **(extra or {}).get(language, {})}
                self._write(language, found, known)

    def _write(self, language: str, found: dict[Key, set[str]], known: dict[Key, Any]) -> None:
        rooms: dict[str, Catalog] = {}
        for key, users in sorted(found.items(), key=lambda pair: str(pair[0])):
            room = next(iter(users)) if len(users) == 1 else "base"
            catalogue = rooms.setdefault(room, _empty(language))
            context, message_id = key
            string_ = _english(message_id) if language == "en" else known.get(key, "")
            catalogue.add(message_id, string_, context=context or None)
        for path in (self.locale / language).glob("*.po"):
            if path.stem not in rooms:
                path.unlink()
        for room, catalogue in rooms.items():
            _save(self.locale / language / f"{room}.po", catalogue)

    def fill(self, translations: dict[str, dict[str, Any]]) -> None:
        """Adds translations given as ``{message: {"ar": text or six plural forms, "fr": text or two forms}}``."""
        found = extracted(self.package)
        by_name = {_name(key): key for key in found}
        extra: dict[str, dict[Key, Any]] = {language: {} for language in LANGUAGES}
        for name, texts in translations.items():
            for language, text in texts.items():
                extra[language][by_name[name]] = tuple(text) if isinstance(text, list) else text
        self.update(extra)

    def compile(self) -> None:
        """Writes ``LC_MESSAGES/django.mo`` for each language, set as its typography asks."""
        for language in LANGUAGES:
            whole = _empty(language)
            for (context, message_id), message in self._messages(language):
                whole.add(message_id, _typeset(message.string, language), context=context or None)
            target = self.locale / language / "LC_MESSAGES" / "django.mo"
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as handle:
                write_mo(handle, whole)

    def problems(self) -> list[str]:
        """What keeps the catalogues from being complete and true to the sources; empty when all is well."""
        found = extracted(self.package)
        wrong = []
        for language in LANGUAGES:
            messages = dict(self._messages(language))
            wrong += [f"{language}: not in the catalogue: {_name(key)}" for key in found.keys() - messages.keys()]
            wrong += [f"{language}: no longer used: {_name(key)}" for key in messages.keys() - found.keys()]
            wrong += [
                f"{language}: {trouble}: {_name(key)}"
                for key, message in messages.items()
                for trouble in _trouble(message)
            ]
        return sorted(wrong)

    def missing(self, language: str) -> list[str]:
        """Messages still without words in a language, as ``fill`` wants them named."""
        known = self.known(language)
        return sorted(_name(key) for key in extracted(self.package) if key not in known)


def filled(message: Message) -> bool:
    """Whether every form is translated."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(forms) and all(forms)


def _trouble(message: Message) -> Iterator[str]:
    if not filled(message):
        yield "not translated"
        return
    wanted = _holes(message.id[-1] if isinstance(message.id, (tuple, list)) else message.id)
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    for form in filter(None, forms):
        # A plural form for one or two may say the number in a word instead of showing it.
        spare = isinstance(message.id, (tuple, list))
        if (_holes(form) - wanted) or (not spare and wanted - _holes(form)):
            yield f"placeholders differ ({form})"


def _holes(text: str) -> set[str]:
    named = set(re.findall(r"%\((\w+)\)[sd]", text))
    try:
        return named | {name for _text, name, _spec, _conv in string.Formatter().parse(text) if name}
    except ValueError:
        return named


def _id(message: Message) -> Key:
    return message.context or "", tuple(message.id) if isinstance(message.id, (tuple, list)) else message.id


def _name(key: Key) -> str:
    context, message_id = key
    text = message_id if isinstance(message_id, str) else "|".join(message_id)
    return f"{context}::{text}" if context else text


def _english(message_id: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return message_id


def _empty(language: str) -> Catalog:
    catalogue: Any = Catalog(locale=language, project="Mouakaba", charset="utf-8", fuzzy=False)
    if language == "ar":
        catalogue._num_plurals, catalogue._plural_expr = 6, PLURALS_AR.split("plural=")[1]
    if language == "fr":
        catalogue._num_plurals, catalogue._plural_expr = 2, "(n > 1)"
    done: Catalog = catalogue
    return done


def _save(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        write_po(handle, catalogue, width=110, omit_header=False, sort_output=True, no_location=True)
    # Dates and tool versions in the header would change at every run and hide real changes.
    text = path.read_text()
    path.write_text(
        re.sub(
            r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Report-Msgid-Bugs-To)[^\n]*\n',
            "",
            text,
        )
    )


def load_fill(path: Path) -> dict[str, dict[str, Any]]:
    """The translations of a JSON file."""
    data: dict[str, dict[str, Any]] = json.loads(path.read_text())
    return data


def _typeset(words: Any, language: str) -> Any:
    """A message, or each of its plural forms."""
    return typeset(words, language) if isinstance(words, str) else tuple(typeset(form, language) for form in words)
