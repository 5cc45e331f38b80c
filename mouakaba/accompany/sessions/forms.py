"""Forms about sessions: what, when in wall time, where, and who."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.cohorts.forms import RegionField, TitledForm
from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.accompany.sessions.rules import INDIVIDUAL_KINDS, MOST_HOURS, MOST_SEATS, ZONE
from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import moment
from mouakaba.base.words.forms import NamedChoice, WholeField, WordsForm, words_initial
from mouakaba.base.words.phrases import moment_in_words

ZONES = [(zone, zone) for zone in ("Africa/Casablanca", "Africa/El_Aaiun", "Europe/Paris", "Europe/Brussels", "UTC")]
COLUMNS = (
    "kind", "tour", "project", "region", "place", "link", "speakers", "organisers", "partners", "capacity", "is_open",
    "zone",
)  # fmt: skip

WORDS = ("title", "motto", "text")


class WallField(forms.CharField):
    """A day and hour as the clock on the wall shows it, without a zone."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "datetime-local", "class": "ltr"}), **more)

    def clean(self, value: Any) -> Any:
        """The wall time."""
        text = super().clean(value)
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            raise ValidationError(_("Write the day and the hour, for example 2026-11-30 14:00.")) from None


class ProjectChoice(forms.ModelChoiceField):
    """Projects of a cohort by their own title."""

    def label_from_instance(self, obj: Any) -> str:
        """The title."""
        return str(obj.project.title)


class SessionForm(TitledForm):
    """A session of a cohort; or, without one, of a programme."""

    columns = {"starts_at": "starts", "ends_at": "ends", "individual": "mode"}

    def __init__(
        self,
        data: Any = None,
        *,
        session: Session | None = None,
        cohort: Cohort | None = None,
        programmes: QuerySet[Any] | None = None,
    ) -> None:
        self.cohort, self.session = cohort, session
        super().__init__(data, initial=_initial(session))
        if programmes is not None:
            self.fields["programme"] = NamedChoice(programmes, label=_("Programme"), empty_label=None)
        self._add_what()
        self.add_words("title", _("Title"), required=False, length=200)
        self.add_words("motto", _("Motto of a public event"), required=False, length=200)
        self._add_when()
        self.add_words("text", _("What it is about"), rows=3, required=False)
        self._add_who()

    def _add_what(self) -> None:
        self.fields["kind"] = forms.ChoiceField(label=_("Type"), choices=Session.Kind.choices)
        self.fields["mode"] = forms.ChoiceField(
            label=_("For"),
            choices=[("collective", _("several projects (collective)")), ("individual", _("one project (individual)"))],
            initial="collective",
            widget=forms.RadioSelect,
        )
        if self.cohort is None:
            return
        projects = self.cohort.projects.select_related("project")
        self.fields["project"] = ProjectChoice(
            projects, label=_("Project of an individual session"), required=False, empty_label=_("none")
        )
        self.fields["tour"] = NamedChoice(
            self.cohort.tours.all(), label=_("Tour"), required=False, empty_label=_("not in a tour")
        )

    def _add_when(self) -> None:
        self.fields["starts"] = WallField(label=_("Begins"))
        self.fields["ends"] = WallField(label=_("Ends"))
        self.fields["zone"] = forms.ChoiceField(
            label=_("Hour of"),
            choices=ZONES,
            initial=ZONE,
            help_text=_("Africa/Casablanca follows Morocco’s clock, its change in Ramadan included."),
        )
        self.fields["region"] = RegionField(required=False)
        self.fields["place"] = forms.CharField(label=_("Place"), required=False, max_length=200, widget=_auto())
        self.fields["link"] = forms.URLField(
            label=_("Link of a session held online"), required=False, max_length=600, assume_scheme="https"
        )

    def _add_who(self) -> None:
        self.fields["trainers"] = forms.CharField(
            label=_("E-mails of trainers, one a line"),
            required=False,
            max_length=2000,
            help_text=_("They take attendance and sign coaching sheets. Who has no account gets one."),
            widget=forms.Textarea(attrs={"rows": 2, "class": "ltr", "dir": "ltr", "spellcheck": "false"}),
        )
        self.fields["speakers"] = forms.CharField(
            label=_("Speakers named on the page"), required=False, max_length=300, widget=_auto()
        )
        for name, label in (("organisers", _("Other organisers")), ("partners", _("Partners"))):
            self.fields[name] = forms.CharField(label=label, required=False, max_length=600, widget=_auto())
        self.fields["capacity"] = WholeField(
            label=_("Places"),
            required=False,
            min_value=1,
            max_value=MOST_SEATS,
            help_text=_("Leave it empty for no limit. When it is full, people wait in the order they came."),
        )
        self.fields["is_open"] = forms.BooleanField(label=_("Open to anybody, in the public agenda"), required=False)

    def clean_trainers(self) -> list[str]:
        """Addresses, each valid."""
        lines = [line.strip().lower() for line in self.cleaned_data["trainers"].splitlines() if line.strip()]
        for line in lines:
            try:
                validate_email(line)
            except ValidationError:
                raise ValidationError(_("“%(line)s” is not an e-mail address.") % {"line": line}) from None
        return lines

    def clean(self) -> dict[str, Any]:
        """An end after the start, and a type that fits."""
        cleaned = super().clean()
        if cleaned.get("kind") in INDIVIDUAL_KINDS and cleaned.get("mode") == "collective":
            self.add_error("mode", _("Individual coaching is for one project. Choose “individual”, or another type."))
        if cleaned.get("mode") == "collective" and cleaned.get("project"):
            self.add_error("project", _("A collective session is not for one project alone. Leave it empty."))
        starts, ends, zone = (cleaned.get(name) for name in ("starts", "ends", "zone"))
        if starts and ends and zone:
            self._check_hours(moment(starts, zone), moment(ends, zone), zone)
        return cleaned

    def _check_hours(self, starts_at: datetime, ends_at: datetime, zone: str) -> None:
        told = {"starts": moment_in_words(starts_at, zone), "ends": moment_in_words(ends_at, zone)}
        if ends_at <= starts_at:
            text = _("The end (%(ends)s) is not after the beginning (%(starts)s). Change one of the two.")
            self.add_error("ends", text % told)
        elif (ends_at - starts_at).total_seconds() > MOST_HOURS * 3600:
            self.add_error("ends", _("A session lasts two weeks at most. Write several sessions, or change the end."))

    def values(self) -> dict[str, Any]:
        """Columns of Session."""
        told = self.cleaned_data
        values = {name: told[name] for name in COLUMNS if name in self.fields}
        values["individual"] = told["mode"] == "individual"
        values["starts_at"], values["ends_at"] = (moment(told[name], told["zone"]) for name in ("starts", "ends"))
        if self.session is None:
            values["cohort"] = self.cohort
            values["programme"] = self.cohort.programme if self.cohort else told["programme"]
        return {**values, **{name: self.words(name) for name in WORDS}}


def _auto() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


def _initial(session: Session | None) -> dict[str, Any]:
    if session is None:
        return {}
    zone = ZoneInfo(session.zone)
    wall = {
        name: getattr(session, f"{name}_at").astimezone(zone).strftime("%Y-%m-%dT%H:%M") for name in ("starts", "ends")
    }
    values = {name: getattr(session, name) for name in COLUMNS}
    emails = session.trainers.order_by("email").values_list("email", flat=True)
    more = {"mode": "individual" if session.individual else "collective", "trainers": "\n".join(emails)}
    for name in WORDS:
        more |= words_initial(name, getattr(session, name))
    return values | wall | more


class TourForm(TitledForm):
    """A tour."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.add_words("title", _("Title"), required=False, length=200)
        self.fields["starts_on"] = day_field(_("First day"), required=False)
        self.fields["ends_on"] = day_field(_("Last day"), required=False)

    def values(self) -> dict[str, Any]:
        """Columns of Tour."""
        return {"title": self.words("title"), **{name: self.cleaned_data[name] for name in ("starts_on", "ends_on")}}


class PersonForm(WordsForm):
    """Somebody put on the list by the office."""

    email = forms.EmailField(label=_("E-mail"), required=False)
    name = forms.CharField(
        label=_("or a name alone"), required=False, max_length=150, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    comes_as = forms.ChoiceField(
        label=_("Comes as"), required=False, choices=[("", _("choose")), *Registration.Part.choices]
    )


class CancelForm(WordsForm):
    """Why it does not take place."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Everybody on the list reads it in a letter."),
    )
