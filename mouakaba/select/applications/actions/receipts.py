"""The receipt as a document and as a message, in the reader's language."""

from __future__ import annotations

import io
from pathlib import Path

import segno
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.files.actions import store_file
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.words.phrases import deadline_in_words
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.text import script_of
from mouakaba.select.applications.models import Submission
from mouakaba.select.applications.phrases import receipt_message
from mouakaba.select.applications.rules import grouped
from mouakaba.select.forms.forms import Held, shown_answers
from mouakaba.select.forms.queries import form_of

TEMPLATE = Path(__file__).parents[2] / "templates/select/applications/receipt.typ"


def owe_receipt(*, submission_id: str) -> None:
    """Queues the message with the receipt, once per submission. Does nothing for a person who has left."""
    submission = Submission.objects.select_related(
        "application__applicant", "application__call__programme__organisation", "version"
    ).get(pk=submission_id)
    person, key = submission.application.applicant, f"receipt:{submission.pk}"
    if person is None or OutboxMessage.objects.filter(key=key).exists():
        return
    with override(person.language), transaction.atomic():
        pdf = receipt_pdf(submission, language=person.language)
        name = f"{submission.receipt_number}.pdf"
        stored = store_file(upload=SimpleUploadedFile(name, pdf, "application/pdf"), owner=person)
        subject, body = receipt_message(submission, verification_url(submission))
        queue_message(key=key, person=person, subject=subject, body=body, attachment=stored)


def verification_url(submission: Submission) -> str:
    """The public address that tells whether this receipt is authentic."""
    path = reverse("receipt_check_one", args=[submission.receipt_number])
    return f"{settings.PUBLIC_URL}{path}?h={submission.content_hash}"


def receipt_pdf(submission: Submission, *, language: str) -> bytes:
    """The receipt as a tagged PDF: number, moment, code, and everything that was sent."""
    with override(language):
        return render_pdf(TEMPLATE, language=language, data=_receipt_data(submission))


def _receipt_data(submission: Submission) -> dict[str, object]:
    call = submission.application.call
    return {
        "title": " ".join((_("Receipt"), submission.receipt_number)),
        "heading": _("Receipt of your application"),
        "footer": f"{settings.PRODUCT_NAME} · {submission.receipt_number}",
        "facts": [
            [_("Receipt number"), submission.receipt_number, True],
            [_("Call"), said(call.title), False],
            [_("Organisation"), said(call.programme.organisation.name), False],
            [_("Received on"), deadline_in_words(submission.submitted_at, call.zone, current()), False],
            [_("Verification code"), grouped(submission.content_hash), True],
        ],
        "verify": _("To check this receipt, scan the square or open:"),
        "url": verification_url(submission),
        "qr": _square(verification_url(submission)),
        "answers_heading": _("What you sent"),
        "sections": _sections(submission),
        "files_heading": _("Files received"),
        "file_columns": [_("File"), _("Size (bytes)"), "SHA-256"],
        "files": [[one["name"], str(one["size"]), one["sha256"][:32], one["sha256"][32:]] for one in submission.files],
        "nothing": _("not answered"),
    }


def _square(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=0, scale=4)
    return out.getvalue().decode()


def _sections(submission: Submission) -> list[dict[str, object]]:
    form = form_of(submission.version.content)
    return [
        {
            "title": said(section.title),
            "rows": [
                [said(row.question.label), [_lined(text) for text in [*row.texts, *(file.name for file in row.files)]]]
                for row in rows
            ],
        }
        for section, rows in shown_answers(form, submission.answers, _named(submission))
    ]


def _named(submission: Submission) -> dict[str, list[Held]]:
    """The papers by question, so that an answer given by a paper is not printed as missing."""
    found: dict[str, list[Held]] = {}
    for one in submission.files:
        found.setdefault(one["question"], []).append(Held(one["file"], one["name"], one["size"]))
    return found


def _lined(text: str) -> dict[str, object]:
    """A person's own text, line by line, in the direction of its own script."""
    return {"lines": text.split("\n"), "rtl": script_of(text) == "arabic"}
