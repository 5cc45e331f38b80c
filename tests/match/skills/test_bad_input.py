"""Whatever people hand in: a clear sentence or an empty answer, in their language; never an error, never a hang."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from mouakaba.kernel.doctext import MAX_LETTERS
from mouakaba.match.skills.actions import read_text
from mouakaba.match.skills.models import Profile, SkillText
from mouakaba.match.skills.phrases import say_flaw
from tests.kernel.doctext.test_reading import archive, docx, odt
from tests.match.conftest import as_

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "en")
Made = Callable[[Path], bytes]


def url(name: str, *arguments: Any, language: str) -> str:
    with override(language):
        return reverse(name, args=arguments)


def locked_pdf(_folder: Path) -> bytes:
    writer, out = pypdf.PdfWriter(clone_from=BytesIO(typst.compile(b"secret"))), BytesIO()
    writer.encrypt("open", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def bomb_pdf(_folder: Path) -> bytes:
    """A few kilobytes that unpack to four hundred megabytes, filter within filter."""
    outer = zlib.compress(zlib.compress(b"\0" * 400_000_000, 9), 9)
    head = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    stream = b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(outer)
    return head + page + stream + outer + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def with_macros(folder: Path) -> bytes:
    body = "<w:p><w:r><w:t>Python</w:t></w:r></w:p>"
    return docx(folder / "m.docx", body, **{"word/vbaProject.bin": "x"}).read_bytes()


def a_sheet(folder: Path) -> bytes:
    parts: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>",
    }  # fmt: skip
    return archive(folder / "a.ods", parts).read_bytes()


def no_words(folder: Path) -> bytes:
    return docx(folder / "e.docx", "<w:p/>").read_bytes()


def scan(_folder: Path) -> bytes:
    return typst.compile(b"#rect(width: 3cm, fill: blue)")


def cut(_folder: Path) -> bytes:
    return typst.compile(b"words")[:300]


@pytest.mark.parametrize(
    ("name", "made", "flaws"),
    [
        ("scan.pdf", scan, {"image_only"}),
        ("closed.pdf", locked_pdf, {"password"}),
        ("bomb.pdf", bomb_pdf, {"too_large", "damaged", "image_only"}),
        ("cut.pdf", cut, {"damaged"}),
        ("macros.docx", with_macros, {"macros"}),
        ("sheet.odt", a_sheet, {"not_a_document"}),
        ("empty.docx", no_words, {"empty"}),
    ],
)
def test_a_document_that_cannot_be_read_says_why(
    profile: Profile, sara: Any, tmp_path: Path, name: str, made: Made, flaws: set[str]
) -> None:
    client = as_(sara)
    upload = SimpleUploadedFile(name, made(tmp_path))
    assert client.post(url("my_skills_give", language="fr"), {"upload": upload}).status_code == 302
    text = SkillText.objects.get()
    read_text(text_id=str(text.pk))
    text.refresh_from_db()
    assert (text.state, text.flaw in flaws) == ("failed", True), text.flaw
    sentences = set()
    for language in LANGUAGES:
        page = client.get(url("my_skills_text", text.pk, language=language))
        with override(language):
            sentences.add(say_flaw(text.flaw))
            assert say_flaw(text.flaw) in page.content.decode()
    assert len(sentences) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),  # how Word keeps a document with a password
        ("cv.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 600),
        ("cv.docm", b"PK\x03\x04"),
        ("cv.exe", b"MZ"),
        ("cv\u202efdp.exe", b"MZ"),  # shown as cvexe.pdf by programs that obey the mark
        ("cv", b"text"),
        ("cv.pdf", b""),
    ],
)
def test_what_is_not_what_its_name_says_is_not_received(
    profile: Profile, sara: Any, language: str, name: str, content: bytes
) -> None:
    page = as_(sara).post(url("my_skills_give", language=language), {"upload": SimpleUploadedFile(name, content)})
    assert page.status_code == 422
    assert page.context["form"].errors["upload"]
    assert not SkillText.objects.exists()


def test_an_arabic_name_with_direction_marks_is_kept_without_them(profile: Profile, sara: Any, tmp_path: Path) -> None:
    content = odt(tmp_path / "cv.odt", "<text:p>برمجة بايثون</text:p>").read_bytes()
    upload = SimpleUploadedFile("\u200fسيرة\u200f \u202bسارة\u202c.odt", content)
    as_(sara).post(url("my_skills_give", language="ar"), {"upload": upload})
    text = SkillText.objects.get()
    read_text(text_id=str(text.pk))
    text.refresh_from_db()
    assert (text.name, text.state, text.text) == ("سيرة سارة.odt", "read", "برمجة بايثون")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["", " \n\t ", "\u200f\u200f", "a\x00b", "mot " * (MAX_LETTERS // 4 + 1)])
def test_texts_that_cannot_be_taken_are_asked_again(profile: Profile, sara: Any, language: str, typed: str) -> None:
    page = as_(sara).post(url("my_skills_give", language=language), {"text": typed})
    assert page.status_code == 422
    assert page.context["form"].errors["text"]
    assert typed.strip()[:9].replace("\x00", "") in page.content.decode().replace("\x00", "")


@pytest.mark.parametrize(
    "typed",
    [
        "Python",
        "<script>alert(1)</script><b onclick='x'>soudure</b> &amp; <!-- vente -->",
        "🧑‍💻🇲🇦👩🏽‍🌾💯",
        "kan3ref nkheddem b Python w nsowwer l7wayj 3la Instagram",
        "مهندسة génie civil with AutoCAD وخبرة en gestion de projet",
        "\u202eedoc nohtyP\u202c ‏برمجة‎ ﷽ \ufeff\u2028",
        "Ã©lectricitÃ© bÃ¢timent \ufffd\ufffd",
        "a" * 20_000,
        "؟" * 5_000,
        "ن\u0651\u064b" * 3_000,
    ],
)
def test_odd_texts_are_read_and_shown(profile: Profile, sara: Any, typed: str) -> None:
    client = as_(sara)
    assert client.post(url("my_skills_give", language="fr"), {"text": typed}).status_code == 302
    text = SkillText.objects.get()
    read_text(text_id=str(text.pk))
    text.refresh_from_db()
    assert text.state == "read"
    for language in LANGUAGES:
        page = client.get(url("my_skills_text", text.pk, language=language))
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
    for skill in text.skills.all():
        assert all(0 <= start < end <= len(text.text) for start, end in skill.evidence)
