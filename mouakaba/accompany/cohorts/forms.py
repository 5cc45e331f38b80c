"""Forms about cohorts, their plan, and the plan of a project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.accompany.cohorts.rules import MOST_TEXT, USUAL_SHARE
from mouakaba.base.clock.forms import day_field
from mouakaba.base.files.actions import ALLOWED, check_file
from mouakaba.base.files.forms import KeepsFiles
from mouakaba.base.places.models import Region
from mouakaba.base.words.forms import NamedChoice, WholeField, WordsForm, words_initial


class RegionField(NamedChoice):
    """Regions by their name in the reader's language."""

    def __init__(self, **more: Any) -> None:
        super().__init__(Region.objects.all(), label=_("Region"), empty_label=_("choose"), **more)


class TitledForm(WordsForm):
    """A form whose title is given in at least one language."""

    def clean(self) -> dict[str, Any]:
        """A title; without one the error stands beside its first field."""
        cleaned = super().clean() or {}
        if not self.words("title"):
            self.add_error("title_ar", _("Write the title in at least one of the three languages."))
        return cleaned


class CohortForm(TitledForm):
    """A cohort; a new one says its programme and its code."""

    def __init__(self, data: Any = None, *, programmes: QuerySet[Any], cohort: Cohort | None = None) -> None:
        super().__init__(data, initial=_initial(cohort))
        if cohort is None:
            self.fields["programme"] = NamedChoice(programmes, label=_("Programme"), empty_label=None)
            self.fields["code"] = forms.SlugField(
                label=_("Code"),
                help_text=_("Small Latin letters, digits and hyphens, for example cohort-1. It never changes."),
                widget=forms.TextInput(attrs={"class": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
            )
        self.add_words("title", _("Title"), required=False, length=200)
        self.add_words("objectives", _("Objectives"), rows=4, required=False, length=MOST_TEXT)
        self.fields["planned"] = WholeField(label=_("Projects planned"), min_value=1, max_value=10_000, required=False)
        self.fields["starts_on"] = day_field(_("First day"), required=False)
        self.fields["ends_on"] = day_field(_("Last day"), required=False)
        self.fields["certificate_share"] = WholeField(
            label=_("Per cent of the collective sessions a certificate asks for"),
            validators=[MinValueValidator(1), MaxValueValidator(100)],
        )

    def values(self) -> dict[str, Any]:
        """Columns of Cohort."""
        names = ("programme", "code", "planned", "starts_on", "ends_on", "certificate_share")
        values = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return {**values, "title": self.words("title"), "objectives": self.words("objectives")}


def _initial(cohort: Cohort | None) -> dict[str, Any]:
    if cohort is None:
        return {"certificate_share": USUAL_SHARE}
    names = ("planned", "starts_on", "ends_on", "certificate_share")
    words = words_initial("title", cohort.title) | words_initial("objectives", cohort.objectives)
    return {name: getattr(cohort, name) for name in names} | words


class StepForm(TitledForm):
    """A step of the cohort's plan."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.add_words("title", _("Title"), required=False, length=200)
        self.fields["due_on"] = day_field(_("Day"), required=False)

    def values(self) -> dict[str, Any]:
        """Columns of PlanStep."""
        return {"title": self.words("title"), "due_on": self.cleaned_data["due_on"]}


class ProjectForm(WordsForm):
    """A project typed into a cohort."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    email = forms.EmailField(
        label=_("E-mail of the project holder"),
        required=False,
        help_text=_("With it the holder reads the plan and signs. A project of a past edition may have none."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["region"] = RegionField(required=False)


class MilestoneForm(WordsForm):
    """Something the project means to reach."""

    title = forms.CharField(label=_("Milestone"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    due_on = day_field(_("To be done by"), required=False)


class DoneForm(KeepsFiles, WordsForm):
    """A milestone that was reached."""

    done_on = day_field(_("Done on"))
    upload = forms.FileField(label=_("Proof"), required=False, help_text=_("PDF, picture or document."))

    def clean_upload(self) -> UploadedFile | None:
        """A file we receive."""
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload:
            check_file(upload=upload, allowed=ALLOWED)
        return upload


class NoteForm(WordsForm):
    """A note both sides read."""

    text = forms.CharField(
        label=_("Note"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class StateForm(WordsForm):
    """Where a project stands."""

    state = forms.ChoiceField(label=_("Where the project stands"), choices=CohortProject.State.choices)
