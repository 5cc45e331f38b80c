"""What people say on a board: in words, by voice, with a picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.base.files.forms import PictureField, VoiceField
from mouakaba.match.boards.models import Board, Post
from mouakaba.match.boards.rules import MOST_ALT, MOST_TEXT, MOST_TITLE, MOST_WHY
from mouakaba.match.ideas.phrases import say_contacts

TYPED = ("title", "text", "alt")


class PostForm(forms.Form):
    """A question or an announcement; ``answer``: an answer, which has no title. Something is said, or spoken."""

    use_required_attribute = False
    all_optional = True
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(Post.Kind.QUESTION, _("I ask")), (Post.Kind.NEWS, _("I announce"))],
        widget=forms.RadioSelect,
        initial=Post.Kind.QUESTION,
    )
    voice = VoiceField(label=_("By voice"), required=False)
    title = forms.CharField(
        label=_("In a few words"), max_length=MOST_TITLE, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    text = forms.CharField(
        label=_("In writing"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    picture = PictureField(label=_("A picture"), required=False)
    alt = forms.CharField(
        label=_("What the picture shows, for those who cannot see it"),
        max_length=MOST_ALT,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, board: Board, answer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board = board
        if answer:
            del self.fields["kind"], self.fields["title"]

    def clean(self) -> dict[str, Any]:
        """Something is said; on a board that everybody reads, no way to reach anybody; a picture is told in words."""
        cleaned = super().clean() or {}
        for name in TYPED:
            if self.board.public and cleaned.get(name) and (flaw := say_contacts(cleaned[name])):
                self.add_error(name, flaw)
        if cleaned.get("picture") and not cleaned.get("alt") and "alt" not in self.errors:
            self.add_error("alt", _("Say in a few words what the picture shows. Choose the picture again."))
        said = any(cleaned.get(name) for name in ("title", "text", "voice"))
        if not said and not self.errors:
            self.add_error("voice", _("Record your voice, or write something."))
        return cleaned


class ReportForm(forms.Form):
    """What is wrong."""

    use_required_attribute = False
    why = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=MOST_WHY,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say in a few words what is wrong.")},
    )


class HideForm(forms.Form):
    """Why it is hidden: its writer reads it."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Why it is hidden (the person who wrote it reads this)"),
        max_length=MOST_WHY,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say why: the person who wrote it reads this.")},
    )
