"""What people say of ideas. Public texts hold no way to reach anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.base.clock.forms import day_field
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.places.models import Region
from mouakaba.base.words.forms import NamedChoices, NumberField, WholeField, money_field
from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import said
from mouakaba.kernel.money import centimes, dirhams
from mouakaba.match.ideas.models import Idea, IdeaPlan, Want
from mouakaba.match.ideas.phrases import COST_LABELS, TEXT_LABELS, say_contacts
from mouakaba.match.ideas.rules import COSTS, MOST_DIRHAMS, MOST_STORY, MOST_TAKERS, MOST_TEXT
from mouakaba.match.listings.models import Sector

IN = {"ar": "العربية", "fr": "Français", "en": "English"}
NEEDED = ("title", "problem", "model")


class PublicText(forms.CharField):
    """A text everybody can read: it leads to nobody, and is not longer than a person reads."""

    def __init__(self, *, most: int = MOST_STORY, rows: int = 3, **kwargs: Any) -> None:
        area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(widget=kwargs.pop("widget", area), **kwargs)
        self.most = most

    def clean(self, value: Any) -> str:
        """Plain line ends, no contacts, not too long."""
        text: str = super().clean(value).replace("\r\n", "\n").strip()
        if len(text) > self.most:
            raise ValidationError(
                _("This has %(n)s characters; the most is %(most)s.") % {"n": len(text), "most": self.most}
            )
        if flaw := say_contacts(text):
            raise ValidationError(flaw, code="contact")
        return text


class IdeaForm(forms.Form):
    """An idea, in the languages asked for: its texts in one at least."""

    use_required_attribute = False

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = [code for code in LANGUAGES if code in set(languages)]
        alone = len(self.languages) == 1
        for code in self.languages:
            for name, label in TEXT_LABELS.items():
                self.fields[f"{name}_{code}"] = self._text(name, label, code, alone=alone)
        for name, made in self._facts().items():
            self.fields[name] = made

    def _text(self, name: str, label: Any, code: str, *, alone: bool) -> forms.Field:
        shown = label if alone else f"{label} · {IN[code]}"
        if name == "title":
            line = forms.TextInput(attrs={"dir": "auto", "lang": code})
            return PublicText(most=150, widget=line, label=shown, required=alone)
        area = forms.Textarea(attrs={"rows": 3, "dir": "auto", "lang": code})
        return PublicText(most=MOST_TEXT, widget=area, label=shown, required=alone and name in NEEDED)

    def _facts(self) -> dict[str, forms.Field]:
        money = {"min_value": 0, "max_value": MOST_DIRHAMS, "required": False}
        regions = NamedChoices(Region.objects.all(), label=_("Regions"), widget=forms.CheckboxSelectMultiple)
        regions.error_messages["required"] = _("Choose at least one region.")
        return {
            "regions": regions,
            "sector": forms.ChoiceField(label=_("Sector"), choices=Sector.choices),
            "cost_from": WholeField(label=_("Least money to begin (DH)"), **money),  # type: ignore[arg-type]
            "cost_to": WholeField(label=_("Most money to begin (DH)"), **money),  # type: ignore[arg-type]
            "takers": WholeField(
                label=_("How many may take it up at once"), min_value=1, max_value=MOST_TAKERS, initial=1
            ),
            "source_url": forms.URLField(
                label=_("Where the idea comes from (a public page)"),
                required=False,
                max_length=600,
                assume_scheme="https",
            ),
        }

    def clean(self) -> dict[str, Any]:
        """What a public idea needs stands in one language; the costs are in order."""
        cleaned = super().clean() or {}
        for name in NEEDED:
            missing = not any(cleaned.get(f"{name}_{code}") for code in self.languages)
            if missing and not any(f"{name}_{code}" in self.errors for code in self.languages):
                self.add_error(f"{name}_{self.languages[0]}", _("Write it in one language at least."))
        low, high = cleaned.get("cost_from"), cleaned.get("cost_to")
        if low is not None and high is not None and high < low:
            self.add_error("cost_to", _("The largest cost is below the smallest. Change one of the two."))
        return cleaned

    def values(self, idea: Idea | None) -> dict[str, Any]:
        """The idea's columns; texts in languages not asked for stay as they are."""
        cleaned = self.cleaned_data
        texts = {}
        for name in TEXT_LABELS:
            kept = dict(getattr(idea, name)) if idea else {}
            kept |= {code: cleaned[f"{name}_{code}"] for code in self.languages}
            texts[name] = {code: text for code, text in kept.items() if text}
        facts = ("regions", "sector", "cost_from", "cost_to", "takers", "source_url")
        return texts | {name: cleaned[name] for name in facts}


def as_initial(idea: Idea) -> dict[str, Any]:
    """An idea as its form shows it."""
    texts = {f"{name}_{code}": text for name in TEXT_LABELS for code, text in getattr(idea, name).items()}
    facts = ("sector", "cost_from", "cost_to", "takers", "source_url")
    return texts | {name: getattr(idea, name) for name in facts} | {"regions": list(idea.regions.all())}


class AdoptForm(forms.Form):
    """In whose name an idea is taken up."""

    use_required_attribute = False
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("In the name of"),
        required=False,
        empty_label=_("myself, a project holder"),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        field.label_from_instance = lambda row: said(row.name)


class StepForm(forms.Form):
    """A dated note."""

    use_required_attribute = False
    day = day_field(_("Day"))
    text = PublicText(label=_("What you did, in a few words"))


class ChallengeForm(forms.Form):
    """A challenge, and what got past it."""

    use_required_attribute = False
    met = PublicText(label=_("The challenge you met"))
    way = PublicText(label=_("How you got past it"))


class WantForm(forms.Form):
    """A need or an offer."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("You say something that is"), choices=Want.Kind.choices)
    text = PublicText(label=_("What, where and until when"), most=500)


class WhyForm(forms.Form):
    """A reason."""

    use_required_attribute = False
    why = PublicText(label=_("Why"), required=False)


class DeclineForm(forms.Form):
    """Why an idea is not kept: its proposer reads it, nobody else."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Why it is not kept (the person who proposed it reads this)"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say why, so that the person can do better.")},
    )


class PlanForm(forms.Form):
    """A simple plan, in dirhams."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in ("start", "monthly"):
            for line in COSTS:
                self.fields[f"{part}_{line}"] = _money(COST_LABELS[line])
        sold = _("What is sold, one of it")
        for code in LANGUAGES:
            what = forms.TextInput(attrs={"dir": "auto", "lang": code})
            label = f"{sold} · {IN[code]}"
            self.fields[f"unit_{code}"] = PublicText(most=60, widget=what, label=label, required=False)
        self.fields["units"] = WholeField(label=_("How many are sold in a month"), min_value=0, max_value=10**8)
        self.fields["price"] = _money(_("Price of one (DH)"))
        self.fields["own"] = _money(_("Money of the members (DH)"))

    def part(self, name: str) -> list[forms.BoundField]:
        """The cost lines before the start, or of a month."""
        return [self[f"{name}_{line}"] for line in COSTS]

    def rest(self) -> list[forms.BoundField]:
        """What is sold, and own money."""
        return [self[name] for name in self.fields if not name.startswith(("start_", "monthly_"))]

    def values(self) -> dict[str, Any]:
        """The plan's columns, in centimes."""
        given = self.cleaned_data
        lines = {
            part: {line: centimes(paid) for line in COSTS if (paid := given[f"{part}_{line}"])}
            for part in ("start", "monthly")
        }
        unit = {code: given[f"unit_{code}"] for code in LANGUAGES if given[f"unit_{code}"]}
        money = {name: centimes(given[name] or 0) for name in ("price", "own")}
        return {**lines, "unit": unit, "units": given["units"], **money}


def _money(label: Any) -> NumberField:
    return money_field(label, required=False, max_value=Decimal(MOST_DIRHAMS))


def plan_initial(plan: IdeaPlan | None) -> Mapping[str, Any]:
    """A plan as its form shows it."""
    if plan is None:
        return {}
    lines = {
        f"{part}_{line}": dirhams(paid)
        for part, some in (("start", plan.start), ("monthly", plan.monthly))
        for line, paid in some.items()
    }
    unit = {f"unit_{code}": text for code, text in plan.unit.items()}
    return {**lines, **unit, "units": plan.units, "price": dirhams(plan.price), "own": dirhams(plan.own)}
