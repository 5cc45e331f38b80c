"""Uploads: what they are is read in their content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from mouakaba.base.files.actions import store_file
from mouakaba.base.files.queries import attachment
from tests import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%DEMO\n"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PDF), ("a.docx", docx()), ("صورة.png", b"\x89PNG\r\n\x1a\n")])
def test_honest_files_are_kept(name: str, content: bytes) -> None:
    stored = store_file(upload=SimpleUploadedFile(name, content), owner=factories.make_person("Owner"))
    assert (stored.name, stored.size) == (name, len(content))
    assert stored.content.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.png", PDF),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg onload='x'>"),
        ("a.docx", PDF),
        ("a.exe", b"MZ"),
        ("a", PDF),
        ("empty.pdf", b""),
    ],
)
def test_files_that_lie_are_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as refusal:
        store_file(upload=SimpleUploadedFile(name, content), owner=factories.make_person("Owner"))
    assert name in refusal.value.messages[0]


def test_a_file_over_the_limit_is_refused(settings: Any) -> None:
    settings.FILE_MAX_BYTES = 1024 * 1024
    with pytest.raises(ValidationError):
        store_file(upload=SimpleUploadedFile("a.pdf", PDF * 100_000), owner=factories.make_person("Owner"))


def test_a_name_cannot_disguise_its_ending_or_its_folder() -> None:
    upload = SimpleUploadedFile("x", PDF)
    upload._name = "../../etc/\u202efdp.evil.pdf"  # type: ignore[attr-defined]
    stored = store_file(upload=upload, owner=factories.make_person("Owner"))
    assert stored.name == "fdp.evil.pdf"


def test_files_leave_as_attachments_only() -> None:
    stored = store_file(upload=SimpleUploadedFile("a.pdf", PDF), owner=factories.make_person("Owner"))
    response = attachment(stored)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
