"""Forms of agreements, their amendments and commitments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.agreements.models import Agreement, Commitment
from mouakaba.accompany.agreements.rules import MOST_MONTHS, MOST_TEXT, counters
from mouakaba.base.clock.forms import day_field
from mouakaba.base.files.forms import KeepsFiles, PaperField
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.words.forms import (
    NamedChoice,
    NamedChoices,
    NumberField,
    WholeField,
    WordsForm,
    in_centimes,
    money_field,
    words_initial,
)
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.money import dirhams


def months_field(label: Any, **more: Any) -> WholeField:
    """A number of months."""
    return WholeField(label=label, required=False, min_value=0, max_value=MOST_MONTHS, **more)


class _TermForm(WordsForm):
    """Subject and term: what an amendment may change."""

    def _add_term(self) -> None:
        self.add_words("subject", _("Subject"), rows=3, required=False, length=MOST_TEXT)
        self.fields["months"] = months_field(_("Months of the term"), help_text=_("Leave it empty if none is stated."))
        self.fields["renewed_by"] = months_field(
            _("Months of each tacit renewal"), help_text=_("Leave it empty if the agreement simply ends.")
        )

    def clean(self) -> dict[str, Any]:
        """A subject in one language at least."""
        cleaned = super().clean() or {}
        if not self.words("subject"):
            self.add_error(None, _("Write the subject in one language at least; the two others can follow."))
        return cleaned

    @property
    def subject(self) -> list[forms.BoundField]:
        """The subject in three languages."""
        return self.group("subject")

    @property
    def besides(self) -> list[forms.BoundField]:
        """The fields beside the subject."""
        return [self[name] for name in self.fields if not name.startswith("subject_")]

    def term(self) -> dict[str, Any]:
        """Columns of Agreement."""
        given = self.cleaned_data
        return {
            "subject": self.words("subject"),
            "months": given["months"] or None,
            "renewed_by": given["renewed_by"] or 0,
        }


def _term_initial(agreement: Agreement) -> dict[str, Any]:
    term = {"months": agreement.months, "renewed_by": agreement.renewed_by or None}
    return {**words_initial("subject", agreement.subject), **term}


class AgreementForm(KeepsFiles, _TermForm):
    """An agreement, new or changed."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        keepers: QuerySet[Organisation],
        agreement: Agreement | None = None,
        whose: Person,
    ) -> None:
        super().__init__(data, files, initial=_initial(agreement) if agreement else {}, whose=whose)
        self.agreement = agreement
        if agreement is None:
            self.fields["keeper"] = NamedChoice(keepers, label=_("Kept by"), empty_label=None)
        self.fields["parties"] = NamedChoices(
            Organisation.objects.order_by("slug"),
            label=_("Parties"),
            widget=forms.SelectMultiple(attrs={"size": 8}),
            help_text=_("All who signed, at least two. Hold Ctrl to choose several."),
            error_messages={"required": _("An agreement has at least two parties: choose all who signed it.")},
        )
        self._add_term()
        self.fields["signed_on"] = day_field(_("Signed on"), required=False)
        self.fields["signed_known"] = forms.ChoiceField(
            label=_("Of this day is known"), choices=Agreement.Known.choices, initial=Agreement.Known.DAY
        )
        self.fields["source_url"] = forms.URLField(
            label=_("Address of the source"), required=False, max_length=600, assume_scheme="https"
        )
        self.fields["is_public"] = forms.BooleanField(
            label=_("The parties made it public: anybody may read it"), required=False
        )
        self.fields["upload"] = PaperField(
            label=_("Signed document"),
            required=False,
            help_text=_("PDF, DOCX, ODT or a picture. A new one replaces the old."),
        )

    def values(self) -> dict[str, Any]:
        """Columns of Agreement."""
        given = self.cleaned_data
        values = {name: given[name] for name in ("signed_on", "signed_known", "source_url", "is_public")}
        if self.agreement is None:
            values["keeper"] = given["keeper"]
        return {**values, **self.term()}


def _initial(agreement: Agreement) -> dict[str, Any]:
    names = ("signed_on", "signed_known", "source_url", "is_public")
    parties = [side.organisation_id for side in agreement.sides.all()]
    return {**{name: getattr(agreement, name) for name in names}, **_term_initial(agreement), "parties": parties}


class PartsForm(WordsForm):
    """What each party brings, and the amount stated for the whole."""

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data)
        self.sides = list(agreement.sides.all())
        self.fields["amount"] = money_field(
            _("Amount stated for the whole (DH)"), required=False, initial=dirhams(agreement.amount)
        )
        for side in self.sides:
            name = said(side.organisation.name)
            self.fields[f"brings_{side.pk}"] = money_field(
                _("%(party)s brings (DH)") % {"party": name}, required=False, initial=dirhams(side.brings)
            )
            self.fields[f"in_kind_{side.pk}"] = forms.BooleanField(
                label=_("in kind: land, building, equipment, work"), required=False, initial=side.in_kind
            )

    def parts(self) -> dict[UUID, dict[str, Any]]:
        """By organisation."""
        given = self.cleaned_data
        return {
            side.organisation_id: {
                "brings": in_centimes(given[f"brings_{side.pk}"]),
                "in_kind": given[f"in_kind_{side.pk}"],
            }
            for side in self.sides
        }


class AmendForm(KeepsFiles, _TermForm):
    """An amendment: when, what it changes in words, and the subject and term as they are from now on."""

    def __init__(self, data: Any = None, files: Any = None, *, agreement: Agreement, whose: Person) -> None:
        super().__init__(data, files, initial=_term_initial(agreement), whose=whose)
        self.fields["signed_on"] = day_field(_("Signed on"))
        self.fields["what"] = forms.CharField(
            label=_("What it changes"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
        )
        self._add_term()
        self.fields["upload"] = PaperField(label=_("Signed document"), required=False)


class EndForm(WordsForm):
    """The end before the term."""

    ended_on = day_field(_("Last day in force"))
    reason = forms.CharField(
        label=_("Reason"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class CommitmentForm(WordsForm):
    """What a party owes."""

    def __init__(self, data: Any = None, *, agreement: Agreement, commitment: Commitment | None = None) -> None:
        super().__init__(data, initial=_commitment_initial(commitment) if commitment else {})
        texts = (("what", _("What is owed"), 2), ("unit", _("Unit"), 0), ("for_whom", _("Who may benefit"), 0))
        for name, legend, rows in texts:
            self.add_words(name, legend, rows=rows, required=False, length=300)
        parties = Organisation.objects.filter(pk__in=[side.organisation_id for side in agreement.sides.all()])
        self.fields["owed_by"] = NamedChoice(parties, label=_("Owed by"), empty_label=_("choose"))
        self.fields["quantity"] = NumberField(
            label=_("Quantity"), required=False, max_digits=14, decimal_places=3, min_value=Decimal("0.001"),
            help_text=_("Leave it empty where none was agreed."),
        )  # fmt: skip
        self.fields["due_on"] = day_field(_("Due on"), required=False)
        ways = [(it.code, said(it.label)) for it in counters()]
        self.fields["counted_by"] = forms.ChoiceField(
            label=_("What counts it"), required=False, choices=[("", _("records typed here, with their proof")), *ways]
        )
        self.fields["only"] = forms.ChoiceField(
            label=_("Only of this sort"), required=False, choices=[("", _("all of them")), *_sorts()]
        )
        self.fields["source_url"] = forms.URLField(
            label=_("Address of the source"), required=False, max_length=600, assume_scheme="https"
        )

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """The texts, each in three languages."""
        return [self.group(name) for name in ("what", "unit", "for_whom")]

    @property
    def besides(self) -> list[forms.BoundField]:
        """The fields after the texts."""
        return [self[name] for name in self.fields if name.rpartition("_")[0] not in ("what", "unit", "for_whom")]

    def clean(self) -> dict[str, Any]:
        """What is owed, in one language at least."""
        cleaned = super().clean() or {}
        if not self.words("what"):
            self.add_error(None, _("Write what is owed in one language at least; the two others can follow."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Columns of Commitment."""
        names = ("owed_by", "quantity", "due_on", "counted_by", "only", "source_url")
        texts = {name: self.words(name) for name in ("what", "unit", "for_whom")}
        return {**{name: self.cleaned_data[name] for name in names}, **texts}


def _sorts() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (said(it.label), [(value, said(label)) for value, label in it.only.items()]) for it in counters() if it.only
    ]


def _commitment_initial(commitment: Commitment) -> dict[str, Any]:
    names = ("owed_by", "quantity", "due_on", "counted_by", "only", "source_url")
    texts = [words_initial(name, getattr(commitment, name)) for name in ("what", "unit", "for_whom")]
    return {**{name: getattr(commitment, name) for name in names}, **texts[0], **texts[1], **texts[2]}


class RecordForm(KeepsFiles, WordsForm):
    """What was done, with its proof."""

    on = day_field(_("Day"))
    quantity = NumberField(label=_("Quantity"), max_digits=14, decimal_places=3, min_value=Decimal("0.001"), initial=1)
    note = forms.CharField(
        label=_("What was done"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Without names of people."),
    )  # fmt: skip
    upload = PaperField(
        label=_("Proof"), required=False, help_text=_("Attendance sheet, report, delivery note, picture.")
    )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "language": current()}
