"""Forms of grants: the decision, tranches, proofs, payments, own share, flags."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.funding.models import DoubleSupport, Grant
from mouakaba.accompany.funding.rules import MOST_TEXT, MOST_TRANCHES
from mouakaba.base.clock.forms import day_field
from mouakaba.base.files.forms import KeepsFiles, PaperField
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.words.forms import NamedChoice, WordsForm, in_centimes, line_field, money_field
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.funding import Form as InstrumentForm
from mouakaba.kernel.money import dirhams
from mouakaba.match.door import instruments_shown

_MONEY = ("amount", "cost", "own_cash", "own_in_kind")
_PLAIN = ("form", "title", "instrument", "valued_by", "decided_on", "decided_by", "begins_on", "ends_on")


class GrantForm(WordsForm):
    """A grant, new or changed. Programme and beneficiary of one that is recorded stay."""

    def __init__(self, data: Any = None, *, programmes: QuerySet[Any], grant: Grant | None = None) -> None:
        super().__init__(data, initial=_initial(grant) if grant else {})
        self.grant = grant
        if grant is None:
            self.fields["programme"] = NamedChoice(programmes, label=_("Programme"), empty_label=None)
            self.fields["beneficiary"] = NamedChoice(
                Organisation.objects.order_by("slug"), label=_("Beneficiary"), empty_label=_("choose")
            )
        self.fields["form"] = forms.ChoiceField(label=_("Form of the support"), choices=Grant.Form.choices)
        self.fields["title"] = line_field(_("What is supported"))
        self.fields["amount"] = money_field(_("Amount, or value of what is given in kind (DH)"))
        self.fields["valued_by"] = line_field(
            _("In kind: who valued it, and how"), required=False, help_text=_("A body, not a person.")
        )
        self.fields["instrument"] = forms.ChoiceField(
            label=_("Instrument whose limits it keeps"), required=False, choices=[("", _("none")), *_instruments()]
        )
        self.fields["cost"] = money_field(_("Cost of the whole project (DH)"), required=False)
        self.fields["own_cash"] = money_field(_("Own share in money, promised (DH)"), required=False)
        self.fields["own_in_kind"] = money_field(_("Own share in kind, promised (DH)"), required=False)
        self.fields["decided_on"] = day_field(_("Decided on"))
        self.fields["decided_by"] = line_field(_("Decided by (the body)"))
        self.fields["begins_on"] = day_field(_("Support begins on"), required=False)
        self.fields["ends_on"] = day_field(_("Support ends on"), required=False)

    def values(self) -> dict[str, Any]:
        """Columns of Grant."""
        given = self.cleaned_data
        values = {name: given[name] for name in _PLAIN} | {name: in_centimes(given[name]) for name in _MONEY}
        values["own_cash"], values["own_in_kind"] = values["own_cash"] or 0, values["own_in_kind"] or 0
        if self.grant is None:
            values |= {"programme": given["programme"], "beneficiary": given["beneficiary"], "language": current()}
        return values


def _instruments() -> list[tuple[str, str]]:
    return [(one.code, said(one.title)) for one in instruments_shown() if one.form is InstrumentForm.GRANT]


def _initial(grant: Grant) -> dict[str, Any]:
    amounts = {name: getattr(grant, name) for name in _MONEY}
    told = {name: dirhams(amount) for name, amount in amounts.items()}
    return {**{name: getattr(grant, name) for name in _PLAIN}, **told}


class TrancheForm(WordsForm):
    """One more tranche."""

    amount = money_field(_("Amount (DH)"))
    milestone = line_field(_("Milestone: what must be done"), most=300)
    due_on = day_field(_("Due on"), required=False)
    needs_proof = forms.BooleanField(label=_("Paid only once its proof is accepted"), required=False, initial=True)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "amount": in_centimes(self.cleaned_data["amount"]), "language": current()}


class SplitForm(WordsForm):
    """The whole grant in tranches, one a line: percent; day; milestone."""

    parts = forms.CharField(
        label=_("Tranches, one a line: percent; day; milestone"),
        max_length=MOST_TEXT * 4,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "placeholder": "40; 2025-06-30; …"}),
        help_text=_("The percents make 100. The day is written year-month-day, or left empty."),
    )

    def clean_parts(self) -> list[tuple[int, date | None, str]]:
        """Raises ValidationError, naming the line that cannot be read."""
        lines = [line for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if len(lines) > MOST_TRANCHES:
            raise ValidationError(_now("A grant has at most %(most)s tranches.") % {"most": MOST_TRANCHES})
        return [_part(number, line) for number, line in enumerate(lines, start=1)]


def _part(number: int, line: str) -> tuple[int, date | None, str]:
    cells = [cell.strip() for cell in line.split(";", 2)]
    try:
        percent, day, text = int(cells[0].rstrip("% ")), cells[1], cells[2]
        read = date.fromisoformat(day) if day else None
    except (ValueError, IndexError):
        raise ValidationError(
            _now("Line %(n)s cannot be read: write percent; day (2025-06-30); milestone.") % {"n": number}
        ) from None
    if not text:
        raise ValidationError(_now("Line %(n)s: write the milestone.") % {"n": number})
    return percent, read, text[:300]


class ProofForm(KeepsFiles, WordsForm):
    """The proof of a milestone."""

    upload = PaperField(
        label=_("Proof"), help_text=_("Invoice, report, registration, picture: PDF, DOCX, ODT or a picture.")
    )
    note = line_field(_("Note"), most=300, required=False)


class ProofAnswerForm(WordsForm):
    """The officer's word on a proof."""

    accepted = forms.ChoiceField(
        label=_("Your decision"), choices=[("yes", _("accept")), ("no", _("refuse"))], widget=forms.RadioSelect
    )
    answer = line_field(_("If you refuse: what is missing"), most=300, required=False)


class PaymentForm(WordsForm):
    """A payment."""

    on = day_field(_("Paid on"))
    amount = money_field(_("Amount (DH)"))
    reference = line_field(_("Reference of the transfer"), most=100)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "amount": in_centimes(self.cleaned_data["amount"])}


class RefundForm(PaymentForm):
    """Money that came back."""

    reason = line_field(_("Reason"), most=300)


class ContributionForm(KeepsFiles, WordsForm):
    """What the beneficiary brought."""

    on = day_field(_("Day"))
    amount = money_field(_("Amount or value (DH)"))
    in_kind = forms.BooleanField(label=_("in kind: land, building, equipment, work"), required=False)
    valued_by = line_field(_("In kind: who valued it, and how"), required=False)
    upload = PaperField(label=_("Proof"), required=False)

    def values(self) -> dict[str, Any]:
        """Columns of OwnContribution."""
        given = self.cleaned_data
        kept = {name: given[name] for name in ("on", "in_kind", "valued_by")}
        return {**kept, "amount": in_centimes(given["amount"])}


class DoubleForm(WordsForm):
    """What a person says of two supports."""

    decision = forms.ChoiceField(
        label=_("Your decision"), choices=DoubleSupport.Decision.choices, widget=forms.RadioSelect
    )
    why = line_field(_("Reason"), most=300)
