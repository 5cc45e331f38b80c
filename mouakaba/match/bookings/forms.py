"""Forms of capacity, its windows and its bookings. Days and hours are those of a Moroccan wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.bookings.queries import ZONE, wall, whole_days
from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import moment
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.places.models import Commune
from mouakaba.base.places.phrases import communes_by_name
from mouakaba.base.words.forms import NumberField, WholeField, in_centimes
from mouakaba.base.words.queries import said
from mouakaba.match.bookings.models import Capacity
from mouakaba.match.bookings.rules import MOST_CAPACITY, MOST_DAYS, MOST_HOURS, MOST_PRICE, WAYS, Way


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


def _whose(field: Any, organisations: QuerySet[Organisation]) -> None:
    field.queryset = organisations
    field.label_from_instance = lambda row: said(row.name)


def _place(label: Any) -> forms.ChoiceField:
    """A commune by its code; named in the reader's language."""
    return forms.ChoiceField(label=label, choices=lambda: [("", "—"), *communes_by_name()])


def instant(day: date, clock: time) -> datetime:
    """The instant of a wall time. Raises ValidationError for an hour that a change of clocks leaves out."""
    asked = datetime.combine(day, clock)
    found = moment(asked, ZONE)
    if wall(found) != asked:
        raise ValidationError(_("Clocks are moved that night: this hour does not exist. Choose another."))
    return found


class CapacityForm(forms.Form):
    """What is offered: kind, title, place, how much in which unit, at what price."""

    use_required_attribute = False
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=pgettext_lazy("that lists", "Organisation"), empty_label=None
    )
    kind = forms.ChoiceField(label=_("What can be booked?"), choices=Capacity.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=150, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(
        label=_("What one should know (access, cold, size of the vehicle…)"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    place = _place(_("Commune (of a vehicle: where it leaves from)"))
    unit = forms.ChoiceField(label=_("Unit"), choices=Capacity.Unit.choices)
    size = WholeField(label=_("How many units at once (a packaging line: 1)"), min_value=1, max_value=MOST_CAPACITY)
    price = NumberField(
        label=_("Price in dirhams, of a unit and day, an hour, or a unit carried (empty: not said)"),
        required=False, min_value=0, max_value=MOST_PRICE, max_digits=8, decimal_places=2,
    )  # fmt: skip
    is_open = forms.BooleanField(label=_("Others can book it"), required=False, initial=True)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _whose(self.fields["organisation"], organisations)
        if not new:  # what is booked is counted in these
            for name in ("organisation", "kind", "unit"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """One line at a time: what is booked alone has the capacity 1."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind") or self.initial.get("kind", "")
        if kind in WAYS and WAYS[kind].exclusive and cleaned.get("size", 1) != 1:
            self.add_error("size", _("A line is booked by one at a time: write 1, and list each line by itself."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Columns of the row."""
        given = dict(self.cleaned_data)
        price: Decimal | None = given.pop("price")
        place = Commune.objects.get(pk=given.pop("place"))
        return {**given, "place": place, "price": in_centimes(price)}


def _instants(way: Way, given: dict[str, Any]) -> tuple[datetime, datetime]:
    """Where days, hours or a trip begin and end. Raises ValidationError unless that is a stretch within a year."""
    first: date = given["first"]
    if way.by_day:
        start, end = whole_days(first, given["last"])
    else:
        start = instant(first, given["start"])
        end = start + timedelta(hours=given["hours"]) if "hours" in given else instant(first, given["end"])
        if end <= start and way.whole:  # a trip arrives the next day
            end = instant(first + timedelta(days=1), given["end"])
    if not timedelta() < end - start <= timedelta(days=MOST_DAYS):
        raise ValidationError(_("It ends after it starts, and within a year."))
    return start, end


class _TimedForm(forms.Form):
    """A form whose days, or day and hours, mean two instants, as the way of the capacity has it."""

    use_required_attribute = False
    instants: tuple[datetime, datetime]

    def __init__(self, *args: Any, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        if way.by_day:
            self.fields |= {"first": day_field(_("First day")), "last": day_field(_("Last day"))}
        else:
            self.fields |= {"first": day_field(_("Day")), "start": _clock(pgettext_lazy("hour", "From"))}

    def clean(self) -> dict[str, Any]:
        """Which instants are meant."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.instants = _instants(self.way, cleaned)
            except ValidationError as error:
                self.add_error("first", error)
        return cleaned


class WindowForm(_TimedForm):
    """When it is offered: days of storage, hours of a line on a day, a trip."""

    def __init__(self, *args: Any, capacity: Capacity, **kwargs: Any) -> None:
        super().__init__(*args, way=capacity.way, **kwargs)
        if not self.way.by_day:
            self.fields["end"] = _clock(pgettext_lazy("hour", "Until"))
        if self.way.whole:
            self.fields["to_place"] = _place(_("Where to"))

    @property
    def to_place(self) -> Commune | None:
        """Where a trip goes."""
        code = self.cleaned_data.get("to_place")
        return Commune.objects.get(pk=code) if code else None


class BookingForm(_TimedForm):
    """Days of storage, hours of a line, or one trip; how much; for which organisation."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=pgettext_lazy("that books", "Organisation"), empty_label=None
    )
    quantity = WholeField(label=_("How much"), min_value=1, max_value=MOST_CAPACITY)
    note = forms.CharField(
        label=_("What is brought (the other side reads it)"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, capacity: Capacity, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, way=capacity.way, **kwargs)
        _whose(self.fields["organisation"], organisations)
        if self.way.exclusive:
            del self.fields["quantity"]
            self.fields["hours"] = WholeField(label=_("How many hours"), min_value=1, max_value=MOST_HOURS)
        else:
            self.fields["quantity"].label = _("How much, in %(unit)s") % {"unit": capacity.get_unit_display()}
        if self.way.whole:
            self.fields["end"] = _clock(pgettext_lazy("hour", "Until"))
        self.order_fields(["first", "last", "start", "end", "hours", "quantity", "organisation", "note"])


def booking_initial(capacity: Capacity, start: datetime, end: datetime) -> dict[str, Any]:
    """What the form says for a slot."""
    begin, until = wall(start), wall(end)
    if capacity.way.by_day:
        return {"first": begin.date(), "last": until.date() - timedelta(days=1)}
    said_: dict[str, Any] = {"first": begin.date(), "start": begin.time()}
    if capacity.way.whole:
        return {**said_, "end": until.time()}
    return {**said_, "hours": min(MOST_HOURS, max(1, (end - start) // timedelta(hours=1)))}
