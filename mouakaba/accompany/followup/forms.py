"""The survey: ten questions, of which only the first must be answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.followup.models import FollowUpAnswer, Matter, Milieu, State, Turnover
from mouakaba.accompany.followup.phrases import group_label
from mouakaba.accompany.followup.queries import ANSWERS, GROUPS
from mouakaba.accompany.followup.rules import MOST_JOBS, MOST_TEXT
from mouakaba.base.clock.forms import day_field
from mouakaba.base.files.actions import ALLOWED, check_file
from mouakaba.base.words.forms import WholeField, WordsForm

YES_NO = [("yes", _("yes")), ("no", _("no"))]
_SIDES = {"yes": True, "no": False}


class SurveyForm(WordsForm):
    """What became of a project."""

    state = forms.ChoiceField(
        label=_("1. Your activity today:"),
        choices=State.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether your activity goes on: choose one of the three.")},
    )
    turnover = forms.ChoiceField(
        label=_("4. Your sales of the last twelve months:"),
        choices=[("", _("choose")), *Turnover.choices],
        required=False,
        help_text=_("About is enough."),
    )
    milieu = forms.ChoiceField(
        label=_("5. Where do you work?"), choices=Milieu.choices, widget=forms.RadioSelect, required=False
    )
    integrated = forms.ChoiceField(
        label=_("6. Do you work with others of your field, or are you in a network you did not know before?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    helped = forms.MultipleChoiceField(
        label=_("7. What helped you most?"),
        choices=Matter.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("8. What do you need now?"),
        choices=Matter.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(
        label=_("9. Anything else you want to say"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    upload = forms.FileField(
        label=_("10. A certificate that your business exists"),
        required=False,
        help_text=_("A picture or a PDF, for example of the register. If the page comes back, choose the file again."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, answer: FollowUpAnswer | None = None) -> None:
        super().__init__(data, files, initial=_initial(answer))
        for kind in ("kept", "created"):
            for group in GROUPS:
                self.fields[f"{kind}_{group}"] = WholeField(
                    label=group_label(group),
                    required=False,
                    min_value=0,
                    max_value=MOST_JOBS,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "ltr", "size": 5}),
                )
        self.all_optional = True  # one word at the top says it once

    @property
    def kept(self) -> list[forms.BoundField]:
        """For the page."""
        return [self[f"kept_{group}"] for group in GROUPS]

    @property
    def created(self) -> list[forms.BoundField]:
        """For the page."""
        return [self[f"created_{group}"] for group in GROUPS]

    def clean_upload(self) -> UploadedFile | None:
        """A file we receive."""
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload:
            check_file(upload=upload, allowed=ALLOWED)
        return upload

    def told(self) -> dict[str, Any]:
        """Columns of FollowUpAnswer, and the file."""
        values = {name: self.cleaned_data[name] for name in ANSWERS}
        values["integrated"] = _SIDES.get(values["integrated"])
        return {"values": values, "upload": self.cleaned_data["upload"]}


def _initial(answer: FollowUpAnswer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    sides = {True: "yes", False: "no", None: ""}
    return {**{name: getattr(answer, name) for name in ANSWERS}, "integrated": sides[answer.integrated]}


class PhoneForm(SurveyForm):
    """The same, said on the phone and written down by an officer."""

    asked_on = day_field(_("Day of the call"))
    consent = forms.BooleanField(
        label=_("The person agreed on the phone that these answers are written down here."),
        error_messages={"required": _("Ask the person whether you may write the answers down, then tick this box.")},
    )

    def told(self) -> dict[str, Any]:
        """The same, and the day of the call."""
        return {**super().told(), "asked_on": self.cleaned_data["asked_on"]}
