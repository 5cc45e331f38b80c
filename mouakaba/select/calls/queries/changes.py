"""What differs between two versions of a call, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.base.clock.queries import moment
from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.phrases import deadline_in_words
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.callfile import CallFile, Criterion
from mouakaba.kernel.selection import Quota
from mouakaba.select.calls.models import CallVersion
from mouakaba.select.calls.phrases import (
    DATE_NAMES,
    LANGUAGE_NAMES,
    QUESTION_TYPES,
    TEXT_NAMES,
    say_criterion,
    say_quota,
)
from mouakaba.select.calls.queries.facts import value_labels
from mouakaba.select.calls.queries.previews import rule_sentences
from mouakaba.select.calls.queries.versions import call_file

Key = tuple[str, str]  # part of the call, what in it


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: empty `before` means it is new, empty `after` that it is gone."""

    part: str
    label: str
    before: str
    after: str


def differences(old: CallVersion, new: CallVersion) -> list[Difference]:
    """Everything that reads differently, part by part."""
    before, after = dict(_lines(old)), dict(_lines(new))
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        label = after[key][0] if key in after else before[key][0]
        told = Difference(key[0], label, before.get(key, ("", ""))[1], after.get(key, ("", ""))[1])
        if told.before != told.after:
            found.append(told)
    return sorted(found, key=lambda told: _PARTS.index(told.part))


_PARTS = ("texts", "dates", "places", "form", "eligibility", "criteria", "quotas")
Line = tuple[Key, tuple[str, str]]


def _lines(version: CallVersion) -> Iterator[Line]:
    """Every readable thing of a version: its key, its label, its text."""
    file, content = call_file(version), version.content
    yield from _texts(file, content)
    yield from _dates(file)
    yield from _form(content)
    yield from _rules(file, content)
    yield from _criteria(file, content)
    yield from _quotas(file, content)


def _words(part: str, key: str, label: str, words: Mapping[str, str] | None) -> Iterator[Line]:
    for language in LANGUAGES:
        if text := (words or {}).get(language, ""):
            named = _("%(label)s, in %(language)s") % {"label": label, "language": LANGUAGE_NAMES[language]}
            yield (part, f"{key}.{language}"), (named, text)


def _texts(file: CallFile, content: Mapping[str, Any]) -> Iterator[Line]:
    yield from _words("texts", "title", str(TEXT_NAMES["title"]), file.call.title)
    for name in ("summary", "for_whom", "given", "process"):
        yield from _words("texts", name, str(TEXT_NAMES[name]), content.get(name))
    source = content.get("source") or {}
    yield ("texts", "contact"), (_("Contact e-mail"), content.get("contact") or "")
    yield ("texts", "source"), (_("Source: web address"), source.get("url") or "")
    yield from _words("texts", "note", _("Source: note"), source.get("note"))


def _dates(file: CallFile) -> Iterator[Line]:
    call = file.call
    for name in ("opens_at", "closes_at"):
        wall = getattr(call, name)
        text = deadline_in_words(moment(wall, call.timezone), call.timezone) if wall else ""
        yield ("dates", name), (str(DATE_NAMES[name]), text)
    for part, name in (("dates", "grace_minutes"), ("places", "places"), ("places", "reserve")):
        yield (part, name), (str(DATE_NAMES[name]), str(getattr(call, name)))


def _form(content: Mapping[str, Any]) -> Iterator[Line]:
    for section in content.get("sections") or []:
        yield from _words("form", f"section.{section['code']}", _("Section"), section.get("title"))
    for question in content.get("questions") or []:
        label, key = said(question.get("label")), f"question.{question['code']}"
        yield ("form", key), (label, _question(question))
        yield from _words("form", f"{key}.label", label, question.get("label"))
        yield from _words("form", f"{key}.help", _("Help of “%(label)s”") % {"label": label}, question.get("help"))


def _question(question: Mapping[str, Any]) -> str:
    """A question in one line, as a reader compares it."""
    condition = question.get("condition") or {}
    parts = [
        str(dict(QUESTION_TYPES).get(question.get("type", ""), question.get("type"))),
        _("must be answered") if question.get("required") else _("may stay empty"),
        _("at most %(count)s characters") % {"count": question["max_length"]} if question.get("max_length") else "",
        _("hidden from the jury") if question.get("hidden_from_jury") else "",
        _("used by rules as %(fact)s") % {"fact": question["fact"]} if question.get("fact") else "",
        _("asked after a certain answer to %(question)s") % {"question": condition.get("fact")} if condition else "",
        " / ".join(said(option.get("label")) for option in question.get("options") or []),
        " ".join(str(condition.get(key)) for key in ("operator", "value")) if condition else "",
    ]
    return " · ".join(part for part in parts if part)


def _rules(file: CallFile, content: Mapping[str, Any]) -> Iterator[Line]:
    labels = (content.get("labels") or {}).get("eligibility") or {}
    for rule in file.eligibility:
        label = said(labels.get(rule.code)) or rule.code
        yield ("eligibility", rule.code), (label, rule_sentences(rule, content)[current()])
        yield from _words("texts", f"rule.{rule.code}", _("The rule in words"), labels.get(rule.code))


def _criteria(file: CallFile, content: Mapping[str, Any]) -> Iterator[Line]:
    labels = (content.get("labels") or {}).get("criteria") or {}
    total = sum(criterion.weight for criterion in file.criteria)
    for criterion in file.criteria:
        words = labels.get(criterion.code) or {}
        label = said(words.get("label")) or criterion.code
        yield ("criteria", criterion.code), (label, _criterion(criterion, total))
        yield from _words("texts", f"criterion.{criterion.code}", _("Name of the criterion"), words.get("label"))
        yield from _words("texts", f"ask.{criterion.code}", _("What the jury should ask itself"), words.get("help"))


def _criterion(criterion: Criterion, total: float) -> str:
    return say_criterion(criterion, share=100 * criterion.weight / total)


def _quotas(file: CallFile, content: Mapping[str, Any]) -> Iterator[Line]:
    labels, values = (content.get("labels") or {}).get("quotas") or {}, value_labels(content)
    for quota in file.quotas:
        yield ("quotas", quota.code), (said(labels.get(quota.code)) or quota.code, _quota(quota, values))
        yield from _words("texts", f"quota.{quota.code}", _("Name of the quota"), labels.get(quota.code))


def _quota(quota: Quota, values: Mapping[str, Any]) -> str:
    named = [said(values.get(f"{quota.attribute}={value}")) or str(value) for value in quota.values]
    return say_quota(quota, named)
