"""Making a call: new, cloned or imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.queries import said
from mouakaba.select.calls.forms.base import Chosen, DraftForm, Typed
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries.codes import new_code
from mouakaba.select.calls.queries.drafts import Draft, draft_of
from mouakaba.select.calls.queries.values import day, wall
from mouakaba.select.registry import Kind

SLUG_HELP = _("The last part of the call's web address. Small Latin letters, digits and hyphens. It never changes.")


class MakingForm(DraftForm):
    """What every new call needs: a title in at least one language, and an address."""

    def __init__(self, data: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.add_words("title", _("Title"), help=_("At least one language now; the others before publication."))
        self.fields["slug"] = Typed(
            label=_("Address of the call"),
            help_text=SLUG_HELP,
            required=False,
            widget=forms.TextInput(attrs={"class": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
        )

    def complete(self) -> bool:
        """Whether the title is there; complains when it is not."""
        if not self.words("title"):
            self.add_error("title_ar", gettext("Write the title in at least one language."))
            return False
        return True

    def slug(self) -> str:
        """The address typed, or one made from the title."""
        return self.text("slug") or new_code(
            self.words("title"), Call.objects.values_list("slug", flat=True), fallback="call", joint="-"
        )


class NewCallForm(MakingForm):
    """Kind, title, address."""

    def __init__(self, data: Mapping[str, Any], *, kinds: Sequence[Kind], **extra: Any) -> None:
        super().__init__(data, **extra)
        self.fields["kind_code"] = Chosen(
            label=_("Kind of call"),
            choices=[(kind.code, said(kind.name)) for kind in kinds],
            widget=forms.RadioSelect,
            help_text=_("It gives a form and criteria to start from, which you can change."),
        )

    def complete(self) -> bool:
        """Whether kind and title are there."""
        whole = super().complete()
        if not self.text("kind_code"):
            self.add_error("kind_code", gettext("Choose the kind of call."))
            return False
        return whole

    def values(self) -> dict[str, Any]:
        """The arguments of `create_call`."""
        return {"kind_code": self.text("kind_code"), "title": self.words("title"), "slug": self.slug()}


class CloneForm(MakingForm):
    """Title, address, and what becomes of the dates."""

    opens_on = Typed(
        label=_("New opening day"),
        required=False,
        widget=forms.TextInput(attrs={"type": "date"}),
        help_text=_(
            "All dates, and the days on which ages are counted, move by as many days. Left empty, they are emptied."
        ),
    )

    @staticmethod
    def data_of(call: Call, draft: Draft) -> dict[str, Any]:
        """The old title to start from."""
        title = draft.header.get("title") or call.title
        return {f"title_{language}": text for language, text in title.items()}

    def complete(self) -> bool:
        """Whether title and day can be read."""
        typed = self.text("opens_on")
        if typed and not day(typed):
            self.add_error("opens_on", gettext("This day cannot be read. Write it as 2026-03-31, or leave it empty."))
            return False
        return super().complete()

    def values(self, call: Call) -> dict[str, Any]:
        """The arguments of `clone_call`."""
        shift = _days(call, day(self.text("opens_on")))
        return {"title": self.words("title"), "slug": self.slug(), "shift_days": shift}


def _days(call: Call, opens_on: date | None) -> int | None:
    """How far the old opening lies from the new one; None where either is unknown."""
    old = wall(draft_of(call).header.get("opens_at"))
    return (opens_on - old.date()).days if opens_on and old else None
