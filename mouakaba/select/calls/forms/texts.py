"""The step of the texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.forms import OWN_NAMES
from mouakaba.select.calls.forms.base import ChosenMany, DraftForm, Typed, words_data
from mouakaba.select.calls.phrases import TEXT_NAMES
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.texts import languages_of

LONG = ("summary", "for_whom", "given", "process")
HELP = {
    "title": _("As people will say it. The address of the call does not change with it."),
    "summary": _("Two or three sentences: who offers what to whom."),
    "for_whom": _("In plain words. The exact rules come in a later step."),
    "given": _("Training, visits, money, a place to work. Say what is not given too."),
    "process": _("The steps, and when people will hear."),
}


class TextsForm(DraftForm):
    """Title, summary, for whom, given, process in three languages; source and contact."""

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.fields["languages"] = ChosenMany(
            label=_("Languages of the call"),
            help_text=_("Every text is needed in each language you tick."),
            choices=list(OWN_NAMES.items()),
        )
        self.add_words("title", TEXT_NAMES["title"], help=HELP["title"])
        for name in LONG:
            self.add_words(name, TEXT_NAMES[name], help=HELP[name], rows=5)
        self.fields["contact"] = Typed(
            label=_("Contact e-mail"),
            help_text=_("Where people may ask a question."),
            widget=forms.TextInput(attrs={"class": "ltr", "inputmode": "email"}),
        )
        self.fields["source_url"] = Typed(
            label=_("Source: web address"),
            help_text=_("Where the call was first announced, if it was."),
            required=False,
            widget=forms.TextInput(attrs={"class": "ltr", "inputmode": "url"}),
        )
        self.fields["source_date"] = Typed(
            label=_("Source: day"), required=False, widget=forms.TextInput(attrs={"type": "date"})
        )
        self.add_words("source_note", _("Source: note"), rows=3, required=False)

    @staticmethod
    def data_of(draft: Draft) -> dict[str, Any]:
        """What the page shows of a draft."""
        source = draft.content.get("source") or {}
        data: dict[str, Any] = {
            "languages": list(languages_of(draft)),
            **words_data("title", draft.header.get("title")),
        }
        for name in LONG:
            data |= words_data(name, draft.content.get(name))
        data |= {"contact": draft.content.get("contact") or "", "source_url": source.get("url") or ""}
        return data | {"source_date": source.get("date") or "", **words_data("source_note", source.get("note"))}

    def apply(self, draft: Draft) -> None:
        """Puts what was typed into the draft."""
        draft.header["title"] = self.words("title")
        draft.header["languages"] = self.many("languages")
        for name in LONG:
            draft.content[name] = self.words(name)
        draft.content["contact"] = self.text("contact")
        draft.content["source"] = {
            "url": self.text("source_url"),
            "date": self.text("source_date") or None,
            "note": self.words("source_note"),
        }
