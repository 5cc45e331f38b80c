"""Giving certificates to those who attended enough, and what is shown to whoever verifies one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import override

from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.certificates.phrases import given_letter, paper
from mouakaba.accompany.certificates.queries import Line, lines_of
from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.models import Person

TEMPLATE = Path(__file__).parents[1] / "templates/accompany/certificates/certificate.typ"


def give_certificates(*, cohort: Cohort, by: Person) -> int:
    """A certificate to everybody who reached the cohort's share and has none. Returns how many are new.

    Numbers have no gaps: they are taken under a lock on the cohort.
    """
    with recorded("give_certificates", by=by, subject=cohort):
        Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
        wanted = [line for line in lines_of(cohort) if line.deserves and line.certificate is None]
        last = Certificate.objects.filter(cohort=cohort).aggregate(last=Max("sequence"))["last"] or 0
        for sequence, line in enumerate(wanted, start=last + 1):
            _give(cohort, line, sequence)
    return len(wanted)


def _give(cohort: Cohort, line: Line, sequence: int) -> None:
    number = f"{cohort.programme.slug}-{cohort.code}-{sequence:04d}".upper()
    made = Certificate.objects.create(
        cohort=cohort,
        person=line.person,
        number=number[-60:],
        sequence=sequence,
        attended=line.attended,
        held=line.held,
        share=cohort.certificate_share,
        given_at=now(),
    )
    with override(line.person.language):
        page = f"{settings.PUBLIC_URL}{reverse('my_certificates')}"
    subject, body = given_letter(made, line.person, page)
    queue_message(key=f"certificate:{made.pk}", person=line.person, subject=subject, body=body)


def show_name(*, certificate: Certificate, shown: bool, by: Person) -> None:
    """Whether whoever verifies the certificate reads the person's name."""
    with recorded("show_certificate_name", by=by, subject=certificate, shown=shown):
        certificate.name = by.name if shown else ""
        certificate.save(update_fields=["name"])


def print_certificate(*, certificate: Certificate, person: Person, language: str) -> bytes:
    """The certificate as PDF."""
    return render_pdf(TEMPLATE, language=language, data=paper(certificate, person, language))


def export_certificates(person: Person) -> list[dict[str, Any]]:
    """A person's certificates."""
    rows = Certificate.objects.filter(person=person)
    return [
        dict(row)
        for row in rows.values("number", "code", "cohort__code", "attended", "held", "share", "given_at", "name")
    ]


def erase_certificates(person: Person) -> None:
    """The number stays, so that none is missing; the name goes, and whose it was."""
    rows = Certificate.objects.filter(person=person)
    Certificate.pgh_event_model.objects.filter(pgh_obj__in=rows).delete()  # type: ignore[attr-defined]
    rows.update(person=None, name="")
