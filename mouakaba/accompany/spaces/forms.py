"""What officers of a network write of sites, spaces, stays and lists."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.spaces.models import Member, Site, SiteFigure, Space
from mouakaba.accompany.spaces.phrases import DESKS
from mouakaba.accompany.spaces.rules import BY_SEAT, MOST_AREA, MOST_PRIORITY, MOST_RATE, MOST_SEATS, USUAL_PLAN
from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import today
from mouakaba.base.places.models import Region
from mouakaba.base.places.queries import commune_rows
from mouakaba.base.words.forms import NamedChoice, NumberField, PlainForm, WholeField, line_field, lines_field
from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import said
from mouakaba.kernel.money import CENTIMES, centimes, dirhams
from mouakaba.kernel.text import fold


def _url(label: Any, **more: Any) -> forms.URLField:
    return forms.URLField(label=label, required=False, max_length=600, assume_scheme="https", **more)


class SiteForm(PlainForm):
    """A site, new or changed; its name in one language at least."""

    network = NamedChoice(None, label=_("Network"), empty_label=None)
    slug = forms.SlugField(
        label=_("Address of its page (letters, digits, hyphens)"), widget=forms.TextInput(attrs={"class": "ltr"})
    )
    name_ar = line_field(_("Name in Arabic"), 120, required=False)
    name_fr = line_field(_("Name in French"), 120, required=False)
    name_en = line_field(_("Name in English"), 120, required=False)
    region = NamedChoice(Region.objects.all(), label=_("Region"), empty_label=_("choose"))
    commune = line_field(
        _("Commune"), 120, required=False, help_text=_("Its name in Arabic or French, as in the official list.")
    )
    status = forms.ChoiceField(label=_("Status"), choices=Site.Status.choices)
    opens_from = day_field(_("Opened, or to open, from"), required=False)
    opens_until = day_field(
        _("at the latest on"), required=False, help_text=_("For a year alone: 1 January and 31 December.")
    )
    agreement = lines_field(_("Agreement by which it is made, and its parties"), required=False)
    agreement_on = day_field(_("Signed on"), required=False)
    agreement_url = _url(_("Public page of the agreement"))
    desks = forms.MultipleChoiceField(
        label=_("One-stop desk"), required=False, choices=DESKS.items, widget=forms.CheckboxSelectMultiple
    )
    source_url = _url(_("Source (a public page)"))

    def __init__(self, *args: Any, networks: QuerySet[Any], site: Site | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _site_initial(site)
        super().__init__(*args, **kwargs)
        self.site = site
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]
        if site:
            del self.fields["network"], self.fields["slug"]

    def clean_commune(self) -> str | None:
        """The official code of the commune named."""
        named = fold(self.cleaned_data["commune"])
        if not named:
            return None
        region = self.cleaned_data.get("region")
        found = [code for code, row in commune_rows().items() if _is_named(row, named, region)]
        if len(found) != 1:
            raise ValidationError(
                _("No commune of this region, or more than one, has this name. Write it as in the list.")
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        """A name in one language."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"name_{code}") for code in LANGUAGES) and "name_ar" not in self.errors:
            self.add_error("name_ar", _("Write it in one language at least."))
        return cleaned

    def values(self, language: str) -> dict[str, Any]:
        """The site's columns; the agreement is kept in the language it is written in."""
        cleaned = self.cleaned_data
        plain = (
            "region",
            "status",
            "opens_from",
            "opens_until",
            "agreement_on",
            "agreement_url",
            "desks",
            "source_url",
        )
        kept = dict(self.site.agreement) if self.site else {}
        shown = said(kept)
        agreement = kept if cleaned["agreement"] == shown else {language: cleaned["agreement"]}
        given = {} if self.site else {"network": cleaned["network"], "slug": cleaned["slug"]}
        return given | {
            **{name: cleaned[name] for name in plain},
            "commune_id": cleaned["commune"],
            "name": {code: text for code in LANGUAGES if (text := cleaned[f"name_{code}"])},
            "agreement": {code: text for code, text in agreement.items() if text},
        }


def _is_named(row: dict[str, Any], named: str, region: Region | None) -> bool:
    return (region is None or row["region"] == region.pk) and named in {fold(text) for text in row["name"].values()}


def _site_initial(site: Site | None) -> dict[str, Any] | None:
    if site is None:
        return None
    plain = ("region", "status", "opens_from", "opens_until", "agreement_on", "agreement_url", "desks", "source_url")
    return {
        **{name: getattr(site, name) for name in plain},
        **{f"name_{code}": site.name.get(code, "") for code in LANGUAGES},
        "commune": said(site.commune.name) if site.commune else "",
        "agreement": said(site.agreement),
    }


class FigureForm(PlainForm):
    """A figure as it was published."""

    code = forms.ChoiceField(label=_("Figure"), choices=SiteFigure.Code.choices)
    least = NumberField(label=_("Value"), min_value=0, max_digits=14, decimal_places=2)
    most = NumberField(
        label=_("up to (where a range was published)"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    published_on = forms.RegexField(
        r"^\d{4}(-\d\d(-\d\d)?)?$", label=_("Published on"), required=False,
        widget=forms.TextInput(attrs={"class": "ltr"}),
        help_text=_("What is known of the day: 2014, 2014-06 or 2014-06-30."),
        error_messages={"invalid": _("Write a year, a month or a day: 2014, 2014-06 or 2014-06-30.")},
    )  # fmt: skip
    source_url = forms.URLField(label=_("Source (a public page)"), max_length=600, assume_scheme="https")


class SpaceForm(PlainForm):
    """A space, new or changed."""

    code = line_field(_("Number or name"), 30)
    kind = forms.ChoiceField(label=_("Kind"), choices=Space.Kind.choices)
    area = NumberField(label=_("Area (m²)"), min_value=Decimal("0.01"), max_value=MOST_AREA, decimal_places=2)
    seats = WholeField(label=_("Seats"), min_value=0, max_value=MOST_SEATS, required=False)
    floor = WholeField(label=_("Storey"), min_value=-9, max_value=99, initial=0)
    since = day_field(_("Let from"), required=False)
    until = day_field(_("No longer let from"), required=False)
    x = WholeField(label=_("Plan: from the side (dm)"), min_value=0, max_value=10_000, required=False)
    y = WholeField(label=_("Plan: from the top (dm)"), min_value=0, max_value=10_000, required=False)
    width = WholeField(label=_("Plan: width (dm)"), min_value=1, max_value=10_000, required=False)
    depth = WholeField(label=_("Plan: depth (dm)"), min_value=1, max_value=10_000, required=False)

    def clean_seats(self) -> int:
        """Nothing typed is none."""
        return self.cleaned_data["seats"] or 0

    @staticmethod
    def initial_of(space: Space) -> dict[str, Any]:
        """The fields of a recorded space."""
        return {name: getattr(space, name) for name in SpaceForm.base_fields}


class _RentPlan(PlainForm):
    """The rent of a new stay: a first rate, and another after some months."""

    begins = day_field(_("First day"))
    ends = day_field(
        _("Free again on"), required=False, help_text=_("The day after the last; empty: no end is agreed.")
    )
    first_rate = NumberField(label=_("Rent for a m² (or a seat) and month, DH"), min_value=0, decimal_places=2)
    later_after = WholeField(label=_("changes after so many months"), required=False, min_value=1, max_value=120)
    later_rate = NumberField(label=_("then, DH"), required=False, min_value=0, decimal_places=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        (_start, first), (months, later) = USUAL_PLAN
        usual = {"begins": today(), "first_rate": dirhams(first), "later_after": months, "later_rate": dirhams(later)}
        kwargs["initial"] = usual | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Both halves of a change of rent, or neither."""
        cleaned = super().clean() or {}
        for name in ("first_rate", "later_rate"):
            if (rate := cleaned.get(name)) is not None and rate * CENTIMES > MOST_RATE:
                self.add_error(name, _("This is more than any rent here. Write dirhams for one unit and month."))
        if (cleaned.get("later_after") is None) != (cleaned.get("later_rate") is None) and not self.errors:
            self.add_error("later_rate", _("Say both: after how many months, and the rent then."))
        return cleaned

    def plan(self) -> tuple[tuple[int, int], ...]:
        """The plan in whole centimes."""
        cleaned = self.cleaned_data
        first = (0, centimes(cleaned["first_rate"]))
        if cleaned["later_after"] is None:
            return (first,)
        return (first, (cleaned["later_after"], centimes(cleaned["later_rate"])))


class _SpaceChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Space) -> str:
        size = " ".join((str(obj.seats), str(_("seats")))) if obj.kind in BY_SEAT else f"{obj.area.normalize():f} m²"
        return f"{obj.code} · {obj.get_kind_display()} · {size}"


class AllotForm(_RentPlan):
    """A space for somebody of the list."""

    space = _SpaceChoice(Space.objects.none(), label=_("Space"), empty_label=_("choose"))
    reason = lines_field(_("Why this one comes now, where others stand before"), required=False)
    field_order = ("space",)

    def __init__(self, *args: Any, spaces: QuerySet[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]


class LetForm(_RentPlan):
    """A space for a member, without the list."""

    member = NamedChoice(Member.objects.none(), label=_("Member"), empty_label=_("choose"))
    seats = WholeField(label=_("Seats"), required=False, min_value=1, max_value=MOST_SEATS)
    reason = lines_field(_("Why without the waiting list"))
    field_order = ("member", "seats")

    def __init__(self, *args: Any, members: QuerySet[Member], seated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        if not seated:
            del self.fields["seats"]


class EndForm(PlainForm):
    """The end of a stay."""

    ends = day_field(_("The space is free from"))
    reason = lines_field(_("Reason"))


class StepForm(PlainForm):
    """The rent from a day on."""

    begins = day_field(_("From this day on"))
    rate = NumberField(
        label=_("Rent for a m² (or a seat) and month, DH"),
        min_value=0,
        max_value=MOST_RATE // CENTIMES,
        decimal_places=2,
    )


class MoveForm(PlainForm):
    """Another space, from a day on."""

    space = _SpaceChoice(Space.objects.none(), label=_("Space"), empty_label=_("choose"))
    on = day_field(_("From this day on"))
    reason = lines_field(_("Reason"))

    def __init__(self, *args: Any, spaces: QuerySet[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]


class PriorityForm(PlainForm):
    """A place further up (or back), with the reason."""

    priority = WholeField(
        label=_("Priority"),
        min_value=0,
        max_value=MOST_PRIORITY,
        help_text=_("0: by the day of decision. A higher one is served first."),
    )
    reason = lines_field(_("Reason"))


class ReasonForm(PlainForm):
    """Why."""

    reason = lines_field(_("Reason"))


class WaitingForm(PlainForm):
    """A member for the list: one recorded already, or a new one."""

    member = NamedChoice(Member.objects.none(), label=_("Member"), required=False, empty_label=_("a new member"))
    name = line_field(_("Name of the new member"), 200, required=False)
    kind_of_member = forms.ChoiceField(label=_("Who it is"), choices=Member.Kind.choices)
    stage = forms.ChoiceField(label=_("Stage"), choices=Member.Stage.choices, initial=Member.Stage.START)
    region = NamedChoice(Region.objects.all(), label=_("Comes from"), required=False, empty_label=_("not known"))
    decided_on = day_field(_("Admission decided on"))
    kind = forms.ChoiceField(label=_("Kind of space"), choices=Space.Kind.choices)
    wanted = NumberField(label=_("Least area (m²), or seats"), min_value=0, max_value=9999, decimal_places=2)

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        self.fields["decided_on"].initial = today

    def clean(self) -> dict[str, Any]:
        """One of the two ways; a decision is not of the future."""
        cleaned = super().clean() or {}
        if not cleaned.get("member") and not cleaned.get("name"):
            self.add_error("name", _("Choose a member, or write the name of a new one."))
        if (day := cleaned.get("decided_on")) and day > today():
            self.add_error("decided_on", _("This day is still to come."))
        return cleaned


class StageForm(PlainForm):
    """Another stage, with the reason."""

    after = forms.ChoiceField(label=_("New stage"))
    reason = lines_field(_("Reason"))

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [one for one in Member.Stage.choices if one[0] != member.stage]  # type: ignore[attr-defined]


class LinkForm(PlainForm):
    """A call of hosting whose chosen ones wait here."""

    call = forms.ChoiceField(label=_("Call"))

    def __init__(self, *args: Any, calls: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].choices = [(str(call.pk), said(call.title)) for call in calls]  # type: ignore[attr-defined]
