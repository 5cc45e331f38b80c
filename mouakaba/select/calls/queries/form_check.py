"""The form of a draft: every question the kernel would refuse, not only the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition, FormError, parse_form
from mouakaba.select.calls.phrases import say_form_error
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.findings import Findings
from mouakaba.select.calls.queries.texts import absent_words, languages_of
from mouakaba.select.calls.queries.values import lacking

_ANY = {"type": "short_text", "label": dict.fromkeys(LANGUAGES, "?")}
_FIELDS = {
    "condition_on_itself": "asked",
    "condition_not_earlier": "asked",
    "condition_operator": "operator",
    "condition_value": "values",
    "unknown_type": "type",
    "bad_max_length": "max_length",
    "no_options": "options",
    "needless_options": "options",
    "bad_option": "options",
    "bad_fact": "fact",
    "duplicate_fact": "fact",
    "unknown_section": "section",
}


def form_of(draft: Draft) -> FormDefinition | None:
    """The draft's form, whatever words are missing; None when it cannot be asked."""
    try:
        return parse_form(_plain(draft.content), languages=())
    except FormError:
        return None


def read_form(draft: Draft, found: Findings) -> None:
    """Problems of sections and questions, each tied to its code."""
    languages = languages_of(draft)
    try:
        form = parse_form(_plain(draft.content), languages=languages)
    except FormError as error:
        _every_problem(draft, languages, found, error)
        return
    if not any(question.type == "consent" for question in form.questions):
        found.unlikely(
            "questions",
            _("The form asks for no consent. Law 09-08 wants the person to agree to the use of their data."),
        )


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    return {"sections": content.get("sections") or [], "questions": content.get("questions") or []}


def _every_problem(draft: Draft, languages: tuple[str, ...], found: Findings, first: FormError) -> None:
    before = len(found.problems)
    sections = [section for section in draft.items("sections") if _section_holds(section, languages, found)]
    good: list[dict[str, Any]] = []
    refused: set[str] = set()
    for question in draft.items("questions") if sections else []:
        found.item = str(question.get("code", ""))
        probe = _without_refused(question, refused)
        if _holds({"sections": sections, "questions": [*good, probe]}, languages, found, question.get("label")):
            good.append(probe)
        else:
            refused.add(found.item)
    if len(found.problems) == before:
        found.item = ""
        found.absent("questions", say_form_error(first.code, "", detail=first.detail))


def _section_holds(section: dict[str, Any], languages: tuple[str, ...], found: Findings) -> bool:
    found.item = f"section:{section.get('code', '')}"
    probe = {"code": "probe", "section": section.get("code", ""), **_ANY}
    return _holds({"sections": [section], "questions": [probe]}, languages, found, section.get("title"))


def _without_refused(question: dict[str, Any], refused: set[str]) -> dict[str, Any]:
    """A condition on a refused question is not a second fault."""
    return question | {"condition": None} if (question.get("condition") or {}).get("fact") in refused else question


def _holds(form: dict[str, Any], languages: tuple[str, ...], found: Findings, label: Any) -> bool:
    try:
        parse_form(form, languages=languages)
    except FormError as error:
        _tell(error, languages, found, label)
        return False
    return True


def _tell(error: FormError, languages: tuple[str, ...], found: Findings, label: Any) -> None:
    name = "title" if found.item.startswith("section:") else "label"
    missing = lacking(label, languages)
    if error.code == "missing_words" and missing:
        absent_words(found, name, said(label) or _("The question"), missing)
        return
    sentence = say_form_error(error.code, said(label), detail=error.detail)
    field = "options" if ", option" in error.where else _FIELDS.get(error.code, name)
    found.wrong(field, sentence)
