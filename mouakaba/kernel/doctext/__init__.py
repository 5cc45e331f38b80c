"""The text of a document a person hands in: PDF, DOCX or ODT, or a plain text file."""

from mouakaba.kernel.doctext.model import DocumentError, Flaw
from mouakaba.kernel.doctext.reading import MAX_LETTERS, read_document

__all__ = ["MAX_LETTERS", "DocumentError", "Flaw", "read_document"]
