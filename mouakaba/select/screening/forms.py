"""What an officer types."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition
from mouakaba.select.screening.phrases import MISSING


class WallTimeField(forms.Field):
    """A day and hour as the clocks on the wall show it: a naive datetime, read in the call's zone later."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {
        "required": _("Choose a day and an hour."),
        "invalid": _("This is not a day and an hour. Write them as 2024-03-31T18:00."),
    }

    def to_python(self, value: Any) -> datetime | None:
        """Reads what a browser sends; a person without a picker types the same."""
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        try:
            wall = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"]) from None
        return wall.replace(tzinfo=None)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value


def _words(label: Any, help_text: Any = "", *, rows: int = 5, missing: Any = None) -> forms.CharField:
    """A text an officer must write; ``missing`` is what they read when they did not."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    errors = {"required": missing} if missing else None
    return forms.CharField(label=label, help_text=help_text, max_length=5000, widget=widget, error_messages=errors)


class AdmitForm(forms.Form):
    reason = _words(_("Why you admit it"), _("Stays in the office."), rows=3, missing=MISSING["admitted"])

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class RefuseForm(forms.Form):
    reason = _words(
        _("Reason, for the applicant"),
        _("The letter repeats every rule that is not met and says whom to write to."),
        rows=6,
        missing=MISSING["refused"],
    )


class TakeBackForm(forms.Form):
    reason = _words(_("Why the decision is taken back"), rows=3, missing=MISSING["taken_back"])


class PaperForm(forms.Form):
    text = _words(
        _("What you ask for"), _("The applicant reads exactly this."), rows=4, missing=_("Write what you ask for.")
    )
    question = forms.ChoiceField(label=_("About the question"), required=False)
    due = WallTimeField(label=_("To answer before"), help_text=_("Time on the clocks in Morocco."))

    def __init__(self, *args: Any, form: FormDefinition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(question.code, said(question.label)) for question in form.questions]
        self.fields["question"].choices = [("", _("none in particular")), *asked]  # type: ignore[attr-defined]
