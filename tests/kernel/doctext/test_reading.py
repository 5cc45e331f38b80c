"""Unit: documents as people hand them in, and documents made to harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdf
import pytest
import typst

from mouakaba.kernel.doctext import MAX_LETTERS, DocumentError, Flaw, read_document

ARABIC = "نسج الزرابي والتسويق الرقمي"
FRENCH = "Gestion d’une coopérative à l’Oriental"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def pdf(path: Path, source: str) -> Path:
    """A PDF made by typst."""
    path.write_bytes(typst.compile(source.encode()))
    return path


def archive(path: Path, parts: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def docx(path: Path, body: str, **more: str) -> Path:
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def odt(path: Path, body: str) -> Path:
    content = (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return archive(path, {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def flaw_of(path: Path) -> Flaw:
    with pytest.raises(DocumentError) as refused:
        read_document(path)
    return refused.value.flaw


def test_a_pdf_in_two_scripts(tmp_path: Path) -> None:
    source = f'#set page(width: 12cm)\n#text(lang: "ar", font: "Amiri")[{ARABIC}]\n\n#text(lang: "fr")[{FRENCH}]'
    import fontpkg_amiri

    made = typst.compile(source.encode(), font_paths=[str(Path(fontpkg_amiri.__file__).parent)])
    (tmp_path / "cv.pdf").write_bytes(made)
    lines = read_document(tmp_path / "cv.pdf").splitlines()
    assert ARABIC.split() == lines[0].split()
    assert "coopérative" in lines[1]


def test_a_docx_keeps_paragraphs_and_joins_runs(tmp_path: Path) -> None:
    body = (
        f"<w:p><w:r><w:t>{ARABIC[:8]}</w:t></w:r><w:r><w:t>{ARABIC[8:]}</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Excel</w:t><w:tab/><w:t>avancé</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:delText>removed</w:delText></w:r></w:p>"
    )
    assert read_document(docx(tmp_path / "cv.docx", body)) == f"{ARABIC}\nExcel avancé"


def test_an_odt_keeps_the_order_of_spans(tmp_path: Path) -> None:
    body = "<text:h>Titre</text:h><text:p>avant <text:span>dedans</text:span> après<text:s/>fin</text:p>"
    assert read_document(odt(tmp_path / "cv.odt", body)) == "Titre\navant dedans après fin"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256"])
def test_plain_text_in_the_encodings_of_old_machines(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "cv.txt").write_bytes(f"{ARABIC}\r\ncouture".encode(encoding))
    assert read_document(tmp_path / "cv.txt") == f"{ARABIC}\ncouture"


def test_a_scanned_pdf_has_no_words(tmp_path: Path) -> None:
    assert flaw_of(pdf(tmp_path / "scan.pdf", "#rect(width: 3cm, fill: blue)")) is Flaw.IMAGE_ONLY


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(typst.compile(b"secret")))
    writer.encrypt("open", algorithm="RC4-128")
    with (tmp_path / "closed.pdf").open("wb") as handle:
        writer.write(handle)
    assert flaw_of(tmp_path / "closed.pdf") is Flaw.PASSWORD


def test_a_pdf_bomb_is_bounded(tmp_path: Path) -> None:
    """Twenty kilobytes that unpack to four gigabytes, filter within filter."""
    import zlib

    inner = zlib.compress(b"\0" * 400_000_000, 9)
    outer = zlib.compress(inner, 9)
    head = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    stream = (
        b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(outer) + outer + b"\nendstream endobj\n"
    )
    (tmp_path / "bomb.pdf").write_bytes(head + page + stream + b"trailer<</Root 1 0 R>>\n%%EOF")
    assert flaw_of(tmp_path / "bomb.pdf") in {Flaw.TOO_LARGE, Flaw.DAMAGED, Flaw.IMAGE_ONLY}


def test_an_archive_bomb_is_refused(tmp_path: Path) -> None:
    body = "<w:p/>" * 12_000_000
    assert flaw_of(docx(tmp_path / "bomb.docx", body)) is Flaw.TOO_LARGE


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    document = f'{laughs}<w:document xmlns:w="{WORD}"><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>'
    assert flaw_of(archive(tmp_path / "laughs.docx", {"word/document.xml": document})) is Flaw.TOO_LARGE


def test_macros_are_refused(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>hello</w:t></w:r></w:p>"
    assert flaw_of(docx(tmp_path / "m.docx", body, **{"word/vbaProject.bin": "x"})) is Flaw.MACROS


def test_elements_nested_without_end(tmp_path: Path) -> None:
    deep = "<w:r>" * 100_000 + "</w:r>" * 100_000
    assert flaw_of(docx(tmp_path / "deep.docx", f"<w:p>{deep}</w:p>")) in {Flaw.DAMAGED, Flaw.TOO_LARGE, Flaw.EMPTY}


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"", Flaw.EMPTY),
        (b" \n \n", Flaw.EMPTY),
        (b"%PDF-1.7 and nothing", Flaw.DAMAGED),
        (b"PK\x03\x04 and nothing", Flaw.DAMAGED),
        (b"\x7fELF\0\0\0", Flaw.NOT_A_DOCUMENT),
    ],
)
def test_what_is_no_document(tmp_path: Path, content: bytes, flaw: Flaw) -> None:
    (tmp_path / "cv").write_bytes(content)
    assert flaw_of(tmp_path / "cv") is flaw


def test_a_workbook_is_no_text(tmp_path: Path) -> None:
    assert flaw_of(archive(tmp_path / "a.xlsx", {"xl/workbook.xml": "<a/>"})) is Flaw.NOT_A_DOCUMENT


def test_a_book_is_cut_and_controls_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("mot\x07 " * MAX_LETTERS)
    text = read_document(tmp_path / "book.txt")
    assert len(text) == MAX_LETTERS
    assert "\x07" not in text
