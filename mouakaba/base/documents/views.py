"""Documents made for one reader, as downloads."""

from __future__ import annotations

from django.http import HttpResponse


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to keep, which no cache may hold. ``name``: of the file, without its ending."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
