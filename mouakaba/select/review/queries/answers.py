"""The papers of a file that its jury may open."""

from __future__ import annotations

from uuid import UUID

from mouakaba.base.files.models import StoredFile
from mouakaba.select.applications.models import Application
from mouakaba.select.forms.queries import form_of


def paper_for_jury(application: Application, file_id: UUID) -> StoredFile | None:
    """A paper sent with the file, unless its question is hidden from the jury; None for any other."""
    sent = application.submission
    if sent is None:
        return None
    shown = {question.code for question in form_of(sent.version.content).questions if not question.hidden_from_jury}
    known = {str(paper["file"]) for paper in sent.files if paper["question"] in shown}
    return StoredFile.objects.filter(pk=file_id).first() if str(file_id) in known else None
