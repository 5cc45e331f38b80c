"""Agreements in words: letters, the trace, the printed sheet."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from mouakaba.accompany.agreements.models import Agreement, Commitment
from mouakaba.accompany.agreements.queries import Counted, brought, current_end, standing_of
from mouakaba.accompany.agreements.rules import counter
from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import MONTHS_AR, amount_in_words, day_in_words, isolated, number_in_words
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.agreements import Health
from mouakaba.kernel.money import dirhams

SHEET = Path(__file__).parents[1] / "templates" / "accompany" / "agreements" / "sheet.typ"
HEALTH = {
    Health.LATE: pgettext_lazy("commitment", "late"),
    Health.DUE_SOON: pgettext_lazy("commitment", "due soon"),
    Health.NO_RECORD: pgettext_lazy("commitment", "no record yet"),
    Health.UNDER_WAY: pgettext_lazy("commitment", "under way"),
    Health.DONE: pgettext_lazy("commitment", "done"),
}
# What was done to an agreement, after the name of who did it; an act that is not here is shown by its name.
ACTS = {
    "save_agreement": gettext_lazy("recorded the agreement"),
    "set_parts": gettext_lazy("recorded what each party brings"),
    "amend_agreement": gettext_lazy("recorded an amendment"),
    "end_agreement": gettext_lazy("ended the agreement"),
    "save_commitment": gettext_lazy("recorded a commitment"),
    "record_done": gettext_lazy("recorded what was done"),
}


def act_in_words(act: str) -> str:
    """What was done, after the name of who did it."""
    return str(ACTS.get(act, act))


def signed_in_words(agreement: Agreement) -> str:
    """The day of signature as far as it is known: a day, a month, a year; empty where it is not."""
    day = agreement.signed_on
    if day is None:
        return ""
    if agreement.signed_known == Agreement.Known.YEAR:
        return str(day.year)
    if agreement.signed_known == Agreement.Known.MONTH:
        return f"{MONTHS_AR[day.month - 1]} {day.year}" if current() == "ar" else format_date(day, "MMMM y", current())
    return day_in_words(day)


def parties_in_words(agreement: Agreement) -> str:
    """The parties in the order they were recorded."""
    return " · ".join(said(side.organisation.name) for side in agreement.sides.all())


def quantity_in_words(quantity: Decimal | None, commitment: Commitment) -> str:
    """A quantity with its unit; empty for none."""
    if quantity is None:
        return ""
    unit = said(commitment.unit)  # in brackets: as it was typed, it agrees with no number
    return isolated(number_in_words(quantity.normalize())) + (f" ({unit})" if unit else "")


def counted_by_in_words(commitment: Commitment) -> str:
    """Which records count, and of which sort; typed records where nothing else does."""
    way = counter(commitment.counted_by)
    if way is None:
        return _("records typed here, with their proof")
    sort = said(way.only.get(commitment.only))
    return f"{said(way.label)} ({sort})" if sort else said(way.label)


def reminder_letter(one: Counted, reader: Person) -> tuple[str, str]:
    """To who writes for the party that owes it, and for the keeper."""
    row = one.commitment
    with override(reader.language):
        about = {
            "what": said(row.what),
            "party": said(row.owed_by.name),
            "day": day_in_words(row.due_on) if row.due_on else "",
            "done": quantity_in_words(one.done, row),
        }
        late = one.health is Health.LATE
        subject = _("A commitment is late: %(what)s") if late else _("A commitment is due soon: %(what)s")
        line = (
            _("“%(what)s”, owed by %(party)s, was due on %(day)s.")
            if late
            else _("“%(what)s”, owed by %(party)s, is due on %(day)s.")
        )
        found = _("Records count: %(done)s.") % about if one.done else _("No record counts for it yet.")
        link = settings.PUBLIC_URL + reverse("commitment_page", args=[row.agreement_id, row.number])
        return subject % about, "\n\n".join([line % about, found, _("See it here:") + f"\n{link}"])


def sheet_data(agreement: Agreement, commitments: list[Counted]) -> dict[str, Any]:
    """What the printed sheet of an agreement says."""
    end, whole = current_end(agreement), brought(agreement)
    facts = [
        [_("Parties"), parties_in_words(agreement)],
        [_("Signed on"), signed_in_words(agreement) or _("not known")],
        [_("Last day"), day_in_words(end) if end else _("not stated")],
        [_("Status"), str(standing_of(agreement).label)],
    ]
    if agreement.amount is not None:
        facts.append([_("Amount"), _money(agreement.amount)])
    if whole is not None:
        facts.append([_("Sum of the parts"), _money(whole)])
    return {
        "title": said(agreement.subject),
        "heading": _("Agreement"),
        "subject": said(agreement.subject),
        "facts": facts,
        "amendments_label": _("Amendments"),
        "amendments": [f"{isolated(str(it.number))} · {day_in_words(it.signed_on)}: {it.what}" for it in
                       agreement.amendments.all()],
        "commitments_label": _("Commitments"),
        "head": [_("Commitment"), _("Owed by"), _("Agreed"), _("Done so far"), _("Due"), _("Status")],
        "rows": [_line(one) for one in commitments],
        "footer": _("Counted from records on %(day)s") % {"day": day_in_words(today())},
    }  # fmt: skip


def _money(amount: int) -> str:
    return amount_in_words(dirhams(amount))


def _line(one: Counted) -> list[str]:
    row = one.commitment
    return [
        said(row.what),
        said(row.owed_by.name),
        quantity_in_words(row.quantity, row) or "—",
        quantity_in_words(one.done, row),
        day_in_words(row.due_on) if row.due_on else "—",
        str(HEALTH[one.health]),
    ]
