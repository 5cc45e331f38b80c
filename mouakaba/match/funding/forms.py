"""What a project is asked once, and the entry of an instrument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import today
from mouakaba.base.places.models import Region
from mouakaba.base.words.forms import NumberField, WholeField
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.eligibility.labels import VALUES
from mouakaba.match.funding.phrases import GROUPS as GROUP_NAMES
from mouakaba.match.funding.phrases import fact_label
from mouakaba.match.funding.rules import FACTS, GROUPS, Asked, Kind

MOST_DIRHAMS = Decimal(10) ** 12
EMPTY = _("I do not know, or it does not concern me")


class FundingForm(forms.Form):
    """A question for each fact the instruments look at. Nothing is required: what is missing is told."""

    use_required_attribute = False
    all_optional = True  # said once on the page, not at each question

    def __init__(self, *args: Any, asked: Iterable[str], may_keep: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = set(asked)
        for name, fact in FACTS.items():
            if name in wanted:
                self.fields[name] = _field(fact_label(name), name, fact)
        if may_keep:
            self.fields["keep"] = forms.BooleanField(
                label=_("Keep my answers for the next time"),
                help_text=_("Funders learn how many kept answers suit what they give, rounded to fives; never whose."),
                required=False,
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The questions by what they are about."""
        return [
            (str(GROUP_NAMES[group]), some)
            for group, facts in GROUPS.items()
            if (some := [self[name] for name in facts if name in self.fields])
        ]

    def clean(self) -> dict[str, Any]:
        """Women and youth are among the members."""
        cleaned = super().clean() or {}
        members, some = cleaned.get("organisation.members"), cleaned.get("organisation.women_youth_members")
        if members is not None and some is not None and some > members:
            self.add_error("organisation.women_youth_members", _("This is more than all the members."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What was answered, as plain values: {fact: value}."""
        given = {name: value for name, value in self.cleaned_data.items() if name in FACTS}
        return {name: plain(value) for name, value in given.items() if value not in (None, "")}


def plain(value: Any) -> Any:
    """A value that JSON can hold; amounts without cents stay whole."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _field(label: str, name: str, fact: Asked) -> forms.Field:
    shared: dict[str, Any] = {"label": label, "required": False}
    match fact.kind:
        case Kind.YES_NO:
            return _choice([("yes", _("yes")), ("no", _("no"))], coerce=lambda value: value == "yes", **shared)
        case Kind.CHOICE:
            return _choice([(value, _value(name, value)) for value in fact.values], **shared)
        case Kind.REGION:
            return _choice([(row.code, said(row.name)) for row in Region.objects.all()], **shared)
        case Kind.DAY:
            return day_field(validators=(_past,), **shared)
        case Kind.WHOLE:
            return WholeField(min_value=0, max_value=1_000_000, **shared)
        case Kind.NUMBER:
            return NumberField(min_value=0, max_value=10_000, max_digits=8, decimal_places=3, **shared)
        case Kind.DIRHAMS:
            return NumberField(
                min_value=0, max_value=MOST_DIRHAMS, max_digits=15, decimal_places=2, **shared,
            )  # fmt: skip


def _choice(choices: list[tuple[str, Any]], **shared: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=[("", EMPTY), *choices], empty_value=None, **shared)


def _value(name: str, value: str) -> str:
    words: Mapping[str, str] = VALUES.get(f"{name}={value}") or VALUES.get(value) or {}
    return words.get(current(), value)


def _past(day: date) -> None:
    if day > today():
        raise ValidationError(_("This day is still to come. Check the year."))


class EntryForm(forms.Form):
    """The entry of one instrument, as in the file."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("Entry"),
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "dir": "ltr", "spellcheck": "false"}),
    )
