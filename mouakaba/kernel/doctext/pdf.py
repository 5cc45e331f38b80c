"""Text of a PDF, by PDFium."""

import unicodedata
from pathlib import Path

import pypdfium2 as pdfium

from mouakaba.kernel.doctext.model import DocumentError, Flaw

_MOST_PAGES = 300
_PASSWORD = "password"  # noqa: S105 - the word in PDFium's message


def text_of(path: Path, *, at_most: int) -> str:
    """The text layer, page after page. Raises DocumentError: damaged, password, image_only."""
    try:
        document = pdfium.PdfDocument(path)
        pages = [_page(document, number) for number in range(min(len(document), _MOST_PAGES))]
    except pdfium.PdfiumError as error:
        raise DocumentError(Flaw.PASSWORD if _PASSWORD in str(error).lower() else Flaw.DAMAGED) from None
    text = "\n".join(pages)
    if not any(letter.isalnum() for letter in text):
        raise DocumentError(Flaw.IMAGE_ONLY)
    return text[:at_most]


def _page(document: pdfium.PdfDocument, number: int) -> str:
    text: str = document[number].get_textpage().get_text_bounded()
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    """Arabic letters as they are typed, not the shapes (U+FB50 to U+FEFF) in which some PDFs keep them."""
    return unicodedata.normalize("NFKC", letter) if "\ufb50" <= letter <= "\ufefc" else letter
