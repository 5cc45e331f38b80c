"""Text of DOCX and ODT: one XML part of an archive, walked once."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError  # types alone: what parses is defusedxml

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from mouakaba.kernel.doctext.model import DocumentError, Flaw

_MOST_BYTES = 60_000_000  # of the part that holds the text, unpacked
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MACROS = ("vbaProject.bin", "Basic/", "Scripts/")
_PARAGRAPHS = {f"{_WORD}p", f"{_ODF}p", f"{_ODF}h"}
_GAPS = {f"{_WORD}tab": " ", f"{_WORD}br": "\n", f"{_ODF}tab": " ", f"{_ODF}s": " ", f"{_ODF}line-break": "\n"}


def text_of(path: Path, *, at_most: int) -> str:
    """The words of the document, paragraphs on lines of their own. Raises DocumentError."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part(archive)
            with archive.open(part) as handle:
                return _joined(_paragraphs(iterparse(handle)), at_most)
    except RecursionError:
        raise DocumentError(Flaw.DAMAGED) from None
    except RuntimeError:  # how zipfile says that a part is encrypted
        raise DocumentError(Flaw.PASSWORD) from None
    except DefusedXmlException:
        raise DocumentError(Flaw.TOO_LARGE) from None
    except (zipfile.BadZipFile, zlib.error, ParseError, NotImplementedError, EOFError, OSError):
        raise DocumentError(Flaw.DAMAGED) from None


def _part(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    names = {entry.filename: entry for entry in archive.infolist()}
    if any(mark in name for name in names for mark in _MACROS):
        raise DocumentError(Flaw.MACROS)
    part = names.get("word/document.xml") or (names.get("content.xml") if _is_text(archive, names) else None)
    if part is None:
        raise DocumentError(Flaw.NOT_A_DOCUMENT)
    if part.file_size > _MOST_BYTES:
        raise DocumentError(Flaw.TOO_LARGE)
    return part


def _is_text(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> bool:
    """Whether an OpenDocument archive holds a text, not a sheet."""
    if "mimetype" not in names:
        return False
    with archive.open("mimetype") as handle:
        return handle.read(100).strip() == b"application/vnd.oasis.opendocument.text"


def _paragraphs(events: Iterator[tuple[str, Element]]) -> Iterator[str]:
    """Each paragraph once it is whole; then its memory is given back."""
    for _event, element in events:
        if element.tag in _PARAGRAPHS:
            yield "".join(_said(element)) + "\n"
            element.clear()


def _said(element: Element) -> Iterator[str]:
    """The words of an element and of all it holds, in order."""
    if element.tag in _GAPS:
        yield _GAPS[element.tag]
    word = element.tag.startswith(_WORD)
    if element.text and (element.tag == f"{_WORD}t" or not word):
        yield element.text
    for child in element:
        yield from _said(child)
        if child.tail and not word:  # in OpenDocument text stands between elements too
            yield child.tail


def _joined(paragraphs: Iterator[str], at_most: int) -> str:
    kept, length = [], 0
    for paragraph in paragraphs:
        kept.append(paragraph)
        length += len(paragraph)
        if length > at_most:
            break
    return "".join(kept)
