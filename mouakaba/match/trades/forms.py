"""Forms of markets with offers and needs: the questions of a kind, answers to a request, deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.clock.forms import day_field
from mouakaba.base.clock.queries import today
from mouakaba.base.files.actions import MOST_PICTURE, check_file
from mouakaba.base.files.forms import KeepsFiles, PictureField
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.places.phrases import communes_by_name
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.forms import NumberField, WholeField
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition, Question, QuestionType, normalise, visible_questions
from mouakaba.match import registry
from mouakaba.match.introductions.phrases import say_contacts
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import listing_facts
from mouakaba.match.trades.queries import organisations_named
from mouakaba.match.trades.rules import MOST_AVOIDED, MOST_PRICE, MOST_QUANTITY, MOST_REASON, MOST_TEXT, MOST_TITLE

GIVEN = "given"  # in place of a file that is not stored yet
TEXTS = {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}


def _no_contact(text: str) -> str:
    """The text, where it leads to nobody: contact is shown once both sides said yes."""
    if flaw := say_contacts(text):
        raise ValidationError(flaw, code="contact")
    return text.strip()


class QuestionsForm(KeepsFiles):
    """The questions of one side of a kind. Which are asked depends on the answers before (`kernel.forms`)."""

    use_required_attribute = False

    takes_files = False  # a diagnosis stores nothing

    def __init__(self, *args: Any, kind: registry.MarketKind, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.side = kind, side
        self.trade = registry.trade(kind.code)
        self.asks = self.trade.asks(side)
        self.initial.update(_numbers(self.definition, self.initial))
        for question in self.definition.questions:
            if self.takes_files or question.type is not QuestionType.FILE:
                self.fields[question.code] = _field(question, picture=question.code in self.trade.pictures)
                if question.code in self.trade.pictures and self.initial.get(question.code):
                    self.fields[_off(question.code)] = forms.BooleanField(
                        label=_("Take it off: %(what)s") % {"what": said(question.label)}, required=False
                    )

    @property
    def definition(self) -> FormDefinition:
        """The questions."""
        return self.asks.form

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields of the questions, in order."""
        return [self[question.code] for question in self.definition.questions]

    def facts(self) -> dict[str, Any]:
        """Answers to the questions that are asked of these answers: {code: text or texts}."""
        told = {one.code: self._told(one) for one in self.definition.questions}
        told |= {says: "" for code, says in self.trade.pictures.items() if self._taken_off(code)}
        shown = {one.code for one in visible_questions(self.definition, told)}
        return {code: value for code, value in told.items() if code in shown and value not in ("", [])}

    def _told(self, question: Question) -> Any:
        """An answer as it is kept; of a file whether it is given, or which was given before."""
        if question.type is QuestionType.FILE:
            kept = "" if self._taken_off(question.code) else self.initial.get(question.code, "")
            return GIVEN if question.code in self.uploads else kept
        return _stored(self.cleaned_data.get(question.code))

    def _taken_off(self, code: str) -> bool:
        """Whether a picture goes, and no other comes in its place."""
        return bool(self.cleaned_data.get(_off(code))) and code not in self.uploads

    @property
    def uploads(self) -> dict[str, UploadedFile]:
        """Files handed in with this form, by question."""
        files = {one.code for one in self.definition.questions if one.type is QuestionType.FILE}
        return {code: value for code in files if isinstance(value := self.cleaned_data.get(code), UploadedFile)}

    def clean(self) -> dict[str, Any]:
        """Answers that are missing, that lead to somebody, or that the kind finds wrong."""
        cleaned = super().clean() or {}
        facts = self.facts()
        for question in visible_questions(self.definition, facts):
            self._check(question, facts)
        for code, says in self.trade.pictures.items():
            if facts.get(code) and not facts.get(says) and says in self.fields:
                self.add_error(says, _("Say what the picture shows, for those who cannot see it."))
        if not self.errors:
            told = listing_facts(Opening(kind_code=self.kind.code, side=self.side, facts=facts))
            for code, words in registry.trade(self.kind.code).flaws(self.side, told, today()):
                self.add_error(code if code in self.fields else None, said(words))
        return cleaned

    def _check(self, question: Question, facts: Mapping[str, Any]) -> None:
        value = facts.get(question.code)
        if value is None:
            if question.required and question.code in self.fields and question.code not in self.errors:
                self.add_error(question.code, self[question.code].field.error_messages["required"])
        elif question.type in TEXTS and (flaw := say_contacts(value)):
            self.add_error(question.code, flaw)
        elif normalise(question, value).errors:
            self.add_error(question.code, _("This answer cannot be read. Write it again."))


def _numbers(definition: FormDefinition, facts: Mapping[str, Any]) -> dict[str, Decimal]:
    """Numbers that are kept as text, as numbers: their field writes them so that they are not misread."""
    codes = [one.code for one in definition.questions if one.type in (QuestionType.NUMBER, QuestionType.AMOUNT)]
    return {code: Decimal(facts[code]) for code in codes if facts.get(code)}


def _off(code: str) -> str:
    """The field that takes a picture off."""
    return f"{code}_off"


def _stored(value: Any) -> Any:
    """A cleaned answer as it is kept: text, or a list of texts."""
    if value is None:
        return ""
    if isinstance(value, list):
        return [str(one) for one in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def _field(question: Question, *, picture: bool) -> forms.Field:
    shared: dict[str, Any] = {
        "label": said(question.label),
        "help_text": said(question.help),
        "required": question.required and not question.condition and question.type is not QuestionType.FILE,
    }
    options = [(option.value, said(option.label)) for option in question.options]
    match question.type:
        case QuestionType.CHOICES:
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **shared)
        case QuestionType.CHOICE:
            return _choice(options, shared)
        case QuestionType.REGION:
            return _choice([(code, said(name)) for code, name in region_names().items()], shared)
        case QuestionType.COMMUNE:
            return _choice(communes_by_name(), shared)
        case QuestionType.YES_NO:
            return _choice([("true", _("yes")), ("false", _("no"))], shared)
        case QuestionType.DATE:
            return day_field(**shared)
        case QuestionType.FILE:
            return PictureField(most=MOST_PICTURE, **shared) if picture else _file(shared)
        case QuestionType.NUMBER:
            return NumberField(
                max_digits=14, decimal_places=3, validators=_within(MOST_QUANTITY), **shared,
            )  # fmt: skip
        case QuestionType.AMOUNT:
            return NumberField(
                max_digits=14, decimal_places=2, validators=_within(MOST_QUANTITY), **shared,
            )  # fmt: skip
        case _:
            return forms.CharField(max_length=question.max_length, **shared)


def _file(shared: Mapping[str, Any]) -> forms.FileField:
    return forms.FileField(validators=[_readable], **shared)


def _readable(upload: UploadedFile) -> None:
    check_file(upload=upload)


def _choice(options: list[tuple[str, Any]], shared: Mapping[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", "—"), *options], **shared)


def _within(most: Decimal) -> list[Any]:
    return [
        MinValueValidator(0, _("A quantity or an amount is never below zero.")),
        MaxValueValidator(most, _("This is far too much. Check the number and its unit.")),
    ]


class ListingForm(QuestionsForm):
    """An offer or a need: whose it is, its title and words, the questions of its kind, until when it is shown."""

    takes_files = True
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=pgettext_lazy("that lists", "Organisation"), empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=MOST_TITLE, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))
    seats = WholeField(
        label=_("How many can have it at once (empty: no bound)"), required=False, min_value=1, max_value=100_000
    )
    avoids = forms.CharField(
        label=_("Organisations you must not be brought together with (a conflict of interests), one a line"),
        help_text=_("Nobody else reads this."), required=False, max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    closes_on = day_field(_("Last day on which it is shown"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = said(self.asks.text)
        trade = registry.trade(self.kind.code)
        self._ask_whose(organisations, new)
        if self.side == "need" or trade.quantity or trade.seats:
            del self.fields["seats"]
        if not trade.assigned:
            del self.fields["avoids"]
        codes = [name for one in self.definition.questions for name in (one.code, _off(one.code))]
        self.order_fields(["organisation", "title", "text", *codes])

    def _ask_whose(self, organisations: QuerySet[Organisation], new: bool) -> None:
        """Which organisation lists, or "in my own name" where the kind lets persons list; nothing where one may."""
        if not new or (self.asks.person and not organisations.exists()):
            del self.fields["organisation"]
            return
        whose = self.fields["organisation"]
        whose.queryset = organisations  # type: ignore[attr-defined]
        whose.label_from_instance = lambda row: said(row.name)  # type: ignore[attr-defined]
        if self.asks.person:
            whose.required, whose.empty_label = False, _("in my own name")  # type: ignore[attr-defined]

    def clean_avoids(self) -> list[str]:
        """The organisations named, a line each, as their numbers. A name nobody knows here is told."""
        lines = [line.strip() for line in self.cleaned_data["avoids"].splitlines() if line.strip()]
        named = organisations_named(lines[:MOST_AVOIDED])
        if unknown := [line for line in lines if line not in named]:
            raise ValidationError(
                _("No organisation of this name is known here: %(names)s. Write it as its page does, or leave it out.")
                % {"names": " · ".join(unknown[:MOST_AVOIDED])}
            )
        return sorted({pk for line in lines for pk in named[line]})

    def clean_title(self) -> str:
        """A title leads to nobody."""
        return _no_contact(self.cleaned_data["title"])

    def clean_text(self) -> str:
        """Words lead to nobody."""
        return _no_contact(self.cleaned_data["text"])

    def clean_closes_on(self) -> date:
        """A day that is not over."""
        day: date = self.cleaned_data["closes_on"]
        if day < today():
            raise ValidationError(_("The last day is over. Choose a later one."))
        return day

    def values(self) -> dict[str, Any]:
        """Fields of the listing."""
        named = {name: self.cleaned_data[name] for name in ("title", "text", "closes_on")}
        facts = self.facts()
        trade, region = registry.trade(self.kind.code), facts.get("region")
        seats = self.cleaned_data.get(trade.seats or "seats") if self.side == "offer" else None
        if avoids := self.cleaned_data.get("avoids"):
            facts["avoids"] = avoids
        return {**named, "seats": seats, "facts": facts, "region_id": region}


class AnswerForm(forms.Form):
    """Yes with a day, or no with a reason."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[("yes", _("Yes, we accept")), ("no", _("No, we decline"))],
        widget=forms.RadioSelect, error_messages={"required": _("Say yes or no.")},
    )  # fmt: skip
    planned_on = day_field(_("If yes: from which day?"), required=False)
    reason = forms.CharField(
        label=_("If no: why?"), required=False, max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, needs_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_day = needs_day

    def clean(self) -> dict[str, Any]:
        """A yes of who offers gives a day, a no gives its reason."""
        cleaned = super().clean() or {}
        no_day = self.needs_day and not cleaned.get("planned_on") and "planned_on" not in self.errors
        if cleaned.get("answer") == "yes" and no_day:
            self.add_error("planned_on", _("Give the day from which they can have it."))
        if cleaned.get("answer") == "no" and not cleaned.get("reason"):
            self.add_error("reason", _("Say in a few words why not: the other side reads it."))
        return cleaned

    def clean_reason(self) -> str:
        """A reason leads to nobody."""
        return _no_contact(self.cleaned_data["reason"])


class DeliveryForm(forms.Form):
    """What was given: the day, how much, in which unit and, where it is paid by the unit, the price."""

    use_required_attribute = False
    on = day_field(_("Day"))
    quantity = NumberField(
        label=_("Quantity"), max_digits=14, decimal_places=3, validators=_within(MOST_QUANTITY),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("Unit"))
    price = NumberField(
        label=_("Price of one unit, in dirhams"), max_digits=10, decimal_places=2, validators=_within(MOST_PRICE),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, trade: registry.Trade, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(code, said(words)) for code, words in trade.units.items()]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if not trade.priced:
            del self.fields["price"]

    def clean_quantity(self) -> Decimal:
        """Something, not nothing."""
        quantity: Decimal = self.cleaned_data["quantity"]
        if not quantity:
            raise ValidationError(_("Nothing was delivered: write how much."))
        return quantity


class DistanceForm(forms.Form):
    """How far it is between the two places, by whoever knows better than the estimate."""

    use_required_attribute = False
    km = NumberField(
        label=_("Distance by road, in km"), min_value=0, max_value=5000, max_digits=6, decimal_places=1,
    )  # fmt: skip


class SlipForm(forms.Form):
    """What a follow-up slip says beside the request: who carries, how, and how the matter is disposed of."""

    use_required_attribute = False
    carrier = forms.CharField(label=_("Carrier"), max_length=150)
    transport = forms.CharField(label=_("Way of transport"), max_length=150)
    disposal = forms.CharField(label=_("Way of disposal"), max_length=150)
    quantity = NumberField(
        label=_("Quantity"), max_digits=14, decimal_places=3, validators=_within(MOST_QUANTITY),
    )  # fmt: skip
