"""Nine public agreements with their sources, invented records and grants; what is invented is marked DEMO."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mouakaba.accompany import door
from mouakaba.base.clock.queries import moment
from mouakaba.base.documents.actions import FOLDER, render_pdf
from mouakaba.base.organisations.actions import join_organisation, record_organisation
from mouakaba.base.organisations.models import LegalForm, Organisation
from mouakaba.base.people.models import Person
from mouakaba.kernel.money import centimes
from mouakaba.select import door as select

_FILE = Path(__file__).with_name("agreements.toml")
_COOPERATIVES = 7
_NAMES = {"ar": "تعاونية تجريبية {} (DEMO)", "fr": "Coopérative d’essai {} (DEMO)", "en": "Trial cooperative {} (DEMO)"}


def load_agreements(people: Mapping[str, Person]) -> None:
    """Organisations, the agreements they signed, what they commit to; then grants out of two programmes."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for entry in data["organisation"]:
        record_organisation(
            slug=entry["code"], name=entry["name"], legal_form=LegalForm.OTHER, region_id=entry.get("region"), by=None
        )
    for entry in data["agreement"]:
        _agreement(entry)
    _sessions(data["session"])
    cluster = Organisation.objects.get(slug="cluster-solaire")
    green = select.create_programme(organisation=cluster, is_demo=True, by=None, **data["programme"])
    office = select.programme_named("cooperative-projects")
    _grants(green, office, people)


def _agreement(entry: Mapping[str, Any]) -> None:
    known = Organisation.objects.in_bulk([*entry["parties"], entry["keeper"]], field_name="slug")
    made = door.save_agreement(
        agreement=None,
        parties=[known[slug] for slug in entry["parties"]],
        values={
            "keeper": known[entry["keeper"]],
            "subject": entry["subject"],
            "signed_on": entry.get("signed_on"),
            "signed_known": entry.get("known", "day"),
            "months": entry.get("months"),
            "renewed_by": entry.get("renewed_by", 0),
            "note": entry.get("note", {}),
            "source_url": entry.get("source", ""),
            "is_public": True,
        },
        by=None,
    )
    _parts(made, entry, known)
    for promised in entry.get("commitment", ()):
        _commitment(made, promised, known)


def _sessions(entries: list[dict[str, Any]]) -> None:
    """Invented sessions of the parks, which their commitments are counted from."""
    programme = select.programme_named("technopark-hosting")
    rows = []
    for entry in entries:
        starts_at = moment(entry["starts"], "Africa/Casablanca")
        told = {"programme": programme, "kind": entry["kind"], "title": entry["title"], "region_id": "MA-02"}
        rows.append(door.Session(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), is_demo=True, **told))
    door.record_past(sessions=rows, by=None)


def _parts(made: Any, entry: Mapping[str, Any], known: Mapping[str, Organisation]) -> None:
    amount = centimes(entry["amount"]) if "amount" in entry else None
    parts: dict[Any, dict[str, Any]] = {
        known[slug].pk: {"brings": centimes(brought), "in_kind": slug in entry.get("in_kind", ())}
        for slug, brought in entry.get("brings", {}).items()
    }
    for slug in entry["parties"] if "signed_as" in entry else ():
        parts.setdefault(known[slug].pk, {})["signed_as"] = entry["signed_as"]
    if parts:
        door.set_parts(agreement=made, parts=parts, amount=amount, by=None)


def _commitment(made: Any, entry: Mapping[str, Any], known: Mapping[str, Organisation]) -> None:
    named = ("what", "unit", "for_whom", "due_on", "counted_by", "only")
    values = {name: entry[name] for name in named if name in entry}
    quantity = Decimal(entry["quantity"]) if "quantity" in entry else None
    row = door.save_commitment(
        agreement=made,
        commitment=None,
        values={
            **values,
            "owed_by": known[entry["owed_by"]],
            "quantity": quantity,
            "is_demo": entry.get("demo", False),
        },
        by=None,
    )
    for on, note in entry.get("done", ()):
        door.record_done(commitment=row, on=on, quantity=Decimal(1), note=note, language="ar", upload=None, by=None)


def _paper(name: str) -> SimpleUploadedFile:
    """A one-page PDF that says it is invented."""
    template = FOLDER / "house.typ"  # the house style alone: the text comes as the title
    pdf = render_pdf(template, language="fr", data={"title": name, "footer": f"{name} — DEMO"})
    return SimpleUploadedFile(f"{name}.pdf", pdf)


def _cooperatives(president: Person) -> list[Organisation]:
    made = [
        record_organisation(
            slug=f"demo-trial-cooperative-{number}",
            name={language: name.format(number) for language, name in _NAMES.items()},
            legal_form=LegalForm.COOPERATIVE,
            region_id="MA-02",
            is_demo=True,
            by=None,
        )
        for number in range(1, _COOPERATIVES + 1)
    ]
    join_organisation(person=president, organisation=made[0], role="owner", by=None)
    return made


def _grants(green: Any, office: Any, people: Mapping[str, Person]) -> None:
    """One that goes its whole way, one that meets it in another programme, places at a fair; all invented."""
    officer, president = people["odco@demo.example"], people["cooperative@demo.example"]
    first, *others = _cooperatives(president)
    shared = {"programme": office, "language": "ar", "decided_by": "لجنة الانتقاء (DEMO)", "is_demo": True}
    grant = _grant(first, "فرن لتجفيف الفواكه (DEMO)", 49_000, date(2025, 1, 20), instrument="moazara",
                   cost=centimes(70_000), own_cash=centimes(21_000), **shared)  # fmt: skip
    parts = [
        (60, date(2025, 2, 28), "شراء الفرن: الفاتورة (DEMO)"), (40, date(2025, 4, 10), "تشغيل الفرن: محضر (DEMO)"),
    ]  # fmt: skip
    bought, _running = door.split_grant(grant=grant, parts=parts, language="ar", by=officer)
    proof = door.give_proof(tranche=bought, upload=_paper("facture-demo"), note="DEMO", by=president)
    door.decide_proof(proof=proof, accepted=True, answer="", by=officer)
    door.record_payment(
        tranche=bought, on=date(2025, 3, 10), amount=bought.amount, reference="DEMO-2025-001", by=officer
    )
    for one in others:
        _grant(one, "مكان في معرض جهوي (DEMO)", 5_000, date(2025, 3, 3), form="fair",
               valued_by="لائحة أسعار المعرض (DEMO)", **shared)  # fmt: skip
    _grant(
        first, "ألواح شمسية للتجفيف (DEMO)", 100_000, date(2025, 3, 20), programme=green, language="ar",
        decided_by="لجنة الحاضنة (DEMO)", is_demo=True, instrument="solar-cluster-incubator",
    )  # fmt: skip


def _grant(whom: Organisation, title: str, dirhams: int, on: date, **fields: Any) -> Any:
    values = {"beneficiary": whom, "title": title, "amount": centimes(dirhams), "decided_on": on, **fields}
    return door.save_grant(grant=None, values=values, by=None)
