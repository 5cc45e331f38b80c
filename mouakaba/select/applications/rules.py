"""When an application may be edited and sent, and when it may be withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

# The closing second itself is still open: a call that closes at 23:59:59 takes what arrives before 00:00:00.
LAST_SECOND = timedelta(seconds=1)

EDITABLE = ("draft", "submitted", "paper_asked")
# A place, or a rank on the reserve list, is given up on the page of the result: somebody else is called into it.
WITHDRAWABLE = ("draft", "submitted", "paper_asked", "admitted")


@dataclass(frozen=True, slots=True)
class Window:
    """When one person may work on an application to one call."""

    opens_at: datetime
    closes_at: datetime  # the closing that counts for this person, its second included
    ends_at: datetime  # with grace, for work that was open at the closing
    extended: bool

    def stage(self, at: datetime, *, started_at: datetime | None) -> str:
        """``before``, ``open``, ``grace`` (only for work started before the closing) or ``closed``."""
        if at < self.opens_at:
            return "before"
        if at < self.closes_at + LAST_SECOND:
            return "open"
        began = started_at is not None and started_at < self.closes_at + LAST_SECOND
        return "grace" if began and at < self.ends_at + LAST_SECOND else "closed"

    def is_open(self, at: datetime, *, started_at: datetime | None) -> bool:
        """Whether work may be saved and sent at this moment."""
        return self.stage(at, started_at=started_at) in ("open", "grace")


def window(*, opens_at: datetime, closes_at: datetime, grace: timedelta, until: datetime | None = None) -> Window:
    """The window of a person; ``until`` is their own extension, which can only lengthen it."""
    closing = max(closes_at, until) if until else closes_at
    return Window(opens_at, closing, closing + grace, extended=closing > closes_at)


CODE_LENGTH = 16  # hexadecimal digits people copy: 64 bits, beyond guessing on a page


def grouped(digest: str) -> str:
    """The verification code as people copy it: ``a1b2 c3d4 e5f6 0718``."""
    return " ".join(digest[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def same_code(typed: str, digest: str) -> bool:
    """Whether a typed code, whole or its first sixteen digits, is that of this digest. Spaces and case do not count."""
    plain = "".join(typed.split()).replace("-", "").lower()
    return len(plain) >= CODE_LENGTH and plain.isascii() and compare_digest(plain, digest[: len(plain)])


HELPED = frozenset({  # pages on which a helper may act for a person: all of an application but taking it back
    "call_list", "call_page", "apply", "find_commune", "my", "application_page", "application_section",
    "application_save", "application_earlier", "application_file", "application_review", "application_receipt",
    "application_receipt_pdf", "application_paper",
})  # fmt: skip
