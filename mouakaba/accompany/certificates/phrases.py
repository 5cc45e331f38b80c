"""The words of a certificate."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.certificates.queries import verification_url
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import day_in_words, isolated
from mouakaba.base.words.queries import said


def paper(certificate: Certificate, person: Person, language: str) -> dict[str, Any]:
    """The data of the printed certificate, in the language asked for."""
    cohort, out = certificate.cohort, io.BytesIO()
    with override(language):
        url = verification_url(certificate)
        segno.make(url, error="m", micro=False).save(out, kind="svg", border=0, scale=4)
        numbers = {"attended": certificate.attended, "held": certificate.held, "share": certificate.share}
        return {
            "title": _("Certificate of attendance"),
            "heading": _("Certificate of attendance"),
            "organisation": said(cohort.programme.organisation.name),
            "programme": f"{said(cohort.programme.title)} · {said(cohort.title)}",
            "says": _("We certify that"),
            "name": person.name or person.email,
            "line": _("attended %(attended)s of the %(held)s collective sessions held.") % numbers,
            "rule": _("Rule: at least %(share)s per cent of the collective sessions held.") % numbers,
            "facts": [
                [_("Number"), isolated(certificate.number)],
                [_("Given on"), day_in_words(certificate.given_at.date())],
                [_("Code"), isolated(certificate.code)],
            ],
            "verify": _("Anybody can verify it here:"),
            "url": url,
            "qr": out.getvalue().decode(),
            "signature": _("Signature and stamp"),
            "footer": _("Certificate %(number)s") % {"number": isolated(certificate.number)},
        }


def given_letter(certificate: Certificate, person: Person, page: str) -> tuple[str, str]:
    """It is ready."""
    with override(person.language):
        subject = _("Your certificate of attendance is ready")
        line = _("Your certificate for “%(cohort)s” is in your space:") % {"cohort": said(certificate.cohort.title)}
        return subject, f"{line}\n{page}"
