"""Every write on the sheets of regions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.accompany.expansion.models import GdpShare, PotentialNote, RegionSheet
from mouakaba.accompany.expansion.phrases import paper_data
from mouakaba.accompany.expansion.queries import Study
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import today
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person

TEMPLATE = Path(__file__).parents[1] / "templates/accompany/expansion/paper.typ"
_WHOLE = Decimal(100)


def save_sheet(*, network: Organisation, region: str, by: Person | None, **values: Any) -> RegionSheet:
    """What a network knows of a region. Raises ValidationError, by field."""
    with recorded("save_region_sheet", by=by) as line:
        sheet, _made = RegionSheet.objects.get_or_create(network=network, region_id=region)
        for name, value in values.items():
            setattr(sheet, name, value)
        sheet.full_clean()
        sheet.save()
        point(line, sheet)
    return sheet


def note_potential(
    *, network: Organisation, region: str, criterion: str, mark: int, note: str, by: Person | None
) -> PotentialNote:
    """A mark on one criterion of a region's potential, with its reason. Raises ValidationError, by field."""
    with recorded("note_potential", by=by, criterion=criterion, mark=mark) as line:
        sheet, _made = RegionSheet.objects.get_or_create(network=network, region_id=region)
        made = PotentialNote(sheet=sheet, criterion=criterion, mark=mark, note=note, by=by, on=today())
        made.full_clean()
        made.save()
        point(line, sheet)
    return made


def record_gdp(
    *, year: int, shares: Mapping[str, Decimal], joint: tuple[Decimal, tuple[str, ...]] | None, source_url: str,
    by: Person | None,
) -> None:  # fmt: skip
    """The shares of a year, per cent, in the place of those recorded; `joint`: one sum for several regions.

    Raises ValidationError when they do not add up to 100.
    """
    total = sum(shares.values(), Decimal()) + (joint[0] if joint else Decimal())
    if total != _WHOLE:
        raise ValidationError(_("The shares add up to %(total)s, not to 100. Nothing was recorded.") % {"total": total})
    rows = [GdpShare(region_id=code, year=year, share=share, source_url=source_url) for code, share in shares.items()]
    if joint:
        rows += [
            GdpShare(region_id=code, year=year, share=joint[0], joint=True, source_url=source_url) for code in joint[1]
        ]
    with recorded("record_gdp", by=by, year=year):
        GdpShare.objects.filter(year=year).delete()
        GdpShare.objects.bulk_create(rows)


def print_study(*, network: Organisation, study: Study, language: str) -> bytes:
    """The comparison as PDF."""
    source = next((row.source_url for row in study.shares.values()), "")
    with override(language):
        data = paper_data(network, study, source=source)
    return render_pdf(TEMPLATE, language=language, data=data)


def export_notes(person: Person) -> list[dict[str, Any]]:
    """Marks of regions this person wrote, as data."""
    rows = PotentialNote.objects.filter(by=person)
    return [dict(row) for row in rows.values("sheet__region", "criterion", "mark", "note", "on")]


def erase_notes(person: Person) -> None:
    """The marks stay, without who wrote them."""
    PotentialNote.objects.filter(by=person).update(by=None)
