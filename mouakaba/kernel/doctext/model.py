"""Why a document gives no text."""

from enum import StrEnum


class Flaw(StrEnum):
    """Codes of DocumentError."""

    NOT_A_DOCUMENT = "not_a_document"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - a code, not a secret
    IMAGE_ONLY = "image_only"  # pages without a text layer
    EMPTY = "empty"
    MACROS = "macros"
    TOO_LARGE = "too_large"  # unpacked, or in memory or time while it is read


class DocumentError(Exception):
    """`flaw` says why; the words are the reader's business."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
