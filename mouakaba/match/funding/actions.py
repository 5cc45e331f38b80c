"""Every write on instruments of funding, and on what a person told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel.callfile import CallFileError
from mouakaba.kernel.funding import BASES, Instrument
from mouakaba.kernel.fundingfile import parse_instruments
from mouakaba.match.funding.models import FundingInstrument, ToldFacts
from mouakaba.match.funding.rules import FACTS

_ENTRY = re.compile(r"^(?=\[\[instruments\]\]\s*$)", re.MULTILINE)


def load_instruments(*, text: str, source: str, by: Person | None) -> int:
    """A whole file of instruments: new ones are added, known ones changed, others stay. Returns how many changed.

    Raises ValidationError, with the line, for a file with anything wrong: then nothing is changed.
    """
    read = _checked(text, source, known=FundingInstrument.objects.values_list("code", flat=True))
    entries = [entry.strip() + "\n" for entry in _ENTRY.split(text)[1:]]
    if len(entries) != len(read):
        raise ValidationError(_("Begin each entry with a line of its own: [[instruments]]."))
    with recorded("load_instruments", by=by, source=source):
        return sum(
            _keep(instrument, entry, place) for place, (instrument, entry) in enumerate(zip(read, entries, strict=True))
        )


def save_instrument(*, instrument: FundingInstrument, text: str, by: Person) -> FundingInstrument:
    """The entry of one instrument changed by who keeps it. Raises ValidationError, with the line."""
    others = FundingInstrument.objects.exclude(pk=instrument.pk).values_list("code", flat=True)
    read = _checked(text, f"{instrument.code}.toml", known=others)
    if [one.code for one in read] != [instrument.code]:
        raise ValidationError(
            _("This entry is that of one instrument, with the code %(code)s. Another is added by loading a file.")
            % {"code": instrument.code}
        )
    with recorded("save_instrument", by=by, subject=instrument):
        _keep(read[0], text.strip() + "\n", instrument.place)
    instrument.refresh_from_db()
    return instrument


def show_instrument(*, instrument: FundingInstrument, shown: bool, by: Person) -> None:
    """Shows an instrument to everybody, or takes it off the pages; its entry stays."""
    with recorded("show_instrument", by=by, subject=instrument, shown=shown):
        instrument.shown = shown
        instrument.save(update_fields=["shown"])


def keep_facts(*, person: Person, facts: Mapping[str, Any]) -> ToldFacts:
    """Keeps what a person told, because they asked for it; what was kept before is replaced."""
    with recorded("keep_facts", by=person) as line:
        kept, _new = ToldFacts.objects.update_or_create(
            person=person, defaults={"facts": dict(facts), "kept_at": now()}
        )
        point(line, kept)
    return kept


def forget_facts(*, person: Person) -> None:
    """Forgets what a person told here."""
    with recorded("forget_facts", by=person):
        ToldFacts.objects.filter(person=person).delete()


def export_facts(person: Person) -> dict[str, Any]:
    """What a person told here, for their copy of their data."""
    kept = ToldFacts.objects.filter(person=person).first()
    return {"facts": kept.facts, "kept_at": kept.kept_at.isoformat()} if kept else {}


def erase_facts(person: Person) -> None:
    """Erases what a person told here."""
    ToldFacts.objects.filter(person=person).delete()


def _checked(text: str, source: str, known: Any) -> tuple[Instrument, ...]:
    try:
        read = parse_instruments(text, source=source, known=known)
    except CallFileError as error:
        raise ValidationError(str(error)) from error
    for one in read:
        asked = {test.fact for rule in one.rules for test in rule.tests}
        if unknown := sorted(asked - FACTS.keys() - BASES.keys()):
            raise ValidationError(
                _("%(code)s asks for facts nobody is asked for: %(facts)s.")
                % {"code": one.code, "facts": ", ".join(unknown)}
            )
    return read


def _keep(instrument: Instrument, entry: str, place: int) -> bool:
    """One row for one entry; whether anything changed."""
    row = FundingInstrument.objects.filter(code=instrument.code).first() or FundingInstrument(code=instrument.code)
    if row.pk and row.text == entry and row.place == place:
        return False
    row.text, row.place, row.changed_at = entry, place, now()
    row.title, row.form = dict(instrument.title), str(instrument.form)
    row.save()
    return True
