"""Forms about programmes: words, people, figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from mouakaba.base.organisations.models import Organisation
from mouakaba.base.words.forms import NamedChoice, WholeField, WordsForm, words_initial
from mouakaba.select.programmes.models import Programme, ProgrammeRole, PublishedFigure
from mouakaba.select.programmes.rules import check_period

SPARE_PARTS = 3
PLAIN_FIELDS = ("stated", "unit", "period", "contested", "source_url", "source_date")


class ProgrammeForm(WordsForm):
    """Title and summary of a programme; for a new one its organisation and address."""

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation] | None = None,
        programme: Programme | None = None,
        **kwargs: Any,
    ) -> None:
        if programme:
            kwargs["initial"] = words_initial("title", programme.title) | words_initial("summary", programme.summary)
        super().__init__(*args, **kwargs)
        if organisations is not None:
            self._add_place(organisations)
        self.add_words("title", _("Title"), length=200)
        self.add_words("summary", _("Summary"), rows=4, required=False)

    def _add_place(self, organisations: QuerySet[Organisation]) -> None:
        self.fields["organisation"] = NamedChoice(organisations, label=_("Organisation"), empty_label=None)
        self.fields["slug"] = forms.SlugField(
            label=_("Address of the programme"),
            help_text=_("Small Latin letters, digits and hyphens, for example kawaliss. It never changes."),
            widget=forms.TextInput(attrs={"class": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
        )

    def clean_slug(self) -> str:
        """The address, if no other programme has it."""
        slug: str = self.cleaned_data["slug"].lower()
        if Programme.objects.filter(slug=slug).exists():
            raise ValidationError(_("Another programme already has this address. Choose another one."))
        return slug


class InviteForm(WordsForm):
    """Somebody by e-mail, and what they may do."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("May work as"), choices=ProgrammeRole.Role.choices)


class FigureForm(WordsForm):
    """A total as it was stated in public, and the parts it is said to consist of."""

    stated = WholeField(
        label=_("Total as published"),
        min_value=0,
        max_value=1_000_000_000,
        widget=forms.TextInput(attrs={"class": "ltr"}),
    )
    unit = forms.ChoiceField(
        label=_("What is counted"), required=False, choices=[("", "—"), *PublishedFigure.Unit.choices]
    )
    period = forms.CharField(
        label=_("Period"),
        required=False,
        max_length=25,
        help_text=_(
            "As published: 2022, 2021-05, 2023/2024, or ../2021-05 for all until May 2021. Empty: none was given."
        ),
        validators=[check_period],
        widget=forms.TextInput(attrs={"class": "ltr"}),
    )
    contested = forms.BooleanField(
        label=_("Another public source says otherwise (say which in the note)"), required=False
    )
    source_url = forms.URLField(
        label=_("Source: web address"),
        required=False,
        max_length=600,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"class": "ltr"}),
    )
    source_date = forms.DateField(
        label=_("Source: day"), required=False, widget=forms.TextInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, figure: PublishedFigure | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _figure_initial(figure) if figure else {}
        super().__init__(*args, **kwargs)
        self.add_words("label", _("What the figure counts"), length=200)
        self.add_words("scope", _("Scope: where and of whom"), required=False, length=300)
        self.add_words("source_name", _("Source: who said it, and where"), required=False, length=200)
        self.add_words("note", _("Note"), rows=3, required=False)
        self.part_names = [f"part{index}" for index in range(len(figure.parts if figure else []) + SPARE_PARTS)]
        for number, name in enumerate(self.part_names, start=1):
            self.add_words(name, _("Part %(number)s") % {"number": number}, required=False, length=200)
            self.fields[f"{name}_count"] = WholeField(
                label=_("How many"),
                required=False,
                min_value=0,
                max_value=1_000_000_000,
                widget=forms.TextInput(attrs={"class": "ltr", "inputmode": "numeric"}),
            )

    @property
    def parts(self) -> list[tuple[list[BoundField], BoundField]]:
        """For the page: the words and the number of each part, spare ones last."""
        return [(self.group(name), self[f"{name}_count"]) for name in self.part_names]

    def clean(self) -> dict[str, Any]:
        """A part needs both its words and its number."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.part_names:
            named, count = bool(self.words(name)), cleaned.get(f"{name}_count")
            if named and count is None and f"{name}_count" not in self.errors:
                self.add_error(f"{name}_count", _("Write the number of this part, or remove its words."))
            if count is not None and not named:
                self.add_error(f"{name}_ar", _("Say what this number counts."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `record_figure` keeps."""
        parts = [
            {"label": self.words(name), "count": self.cleaned_data[f"{name}_count"]}
            for name in self.part_names
            if self.words(name)
        ]
        kept = {key: self.cleaned_data[key] for key in PLAIN_FIELDS}
        words = {name: self.words(name) for name in ("label", "scope", "source_name", "note")}
        return {**kept, **words, "parts": parts}


def _figure_initial(figure: PublishedFigure) -> dict[str, Any]:
    initial: dict[str, Any] = {key: getattr(figure, key) for key in PLAIN_FIELDS}
    for name in ("label", "scope", "source_name", "note"):
        initial |= words_initial(name, getattr(figure, name))
    for index, part in enumerate(figure.parts):
        initial |= words_initial(f"part{index}", part.get("label"))
        initial[f"part{index}_count"] = part.get("count")
    return initial
