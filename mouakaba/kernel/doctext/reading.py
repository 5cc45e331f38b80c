"""Reading a document by another process that can neither eat the memory nor hang (as kernel.sheets does)."""

import json
import subprocess
import sys
from pathlib import Path

from mouakaba.kernel.doctext.model import DocumentError, Flaw

MAX_LETTERS = 200_000  # a long book has more; a CV a hundredth
_SECONDS = 60


def read_document(path: Path) -> str:
    """The text, paragraphs on lines of their own, cut after MAX_LETTERS. The type is found in the content.

    Raises DocumentError with its flaw.
    """
    command = [sys.executable, "-m", "mouakaba.kernel.doctext.cage", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own module, no shell
    except subprocess.TimeoutExpired:
        raise DocumentError(Flaw.TOO_LARGE) from None
    return _told(done.returncode, done.stdout)


def _told(code: int, printed: bytes) -> str:
    try:
        answer = json.loads(printed) if code == 0 else None
    except ValueError:
        answer = None
    if answer is None:  # the process was stopped by its own bounds
        raise DocumentError(Flaw.TOO_LARGE)
    if "flaw" in answer:
        raise DocumentError(Flaw(answer["flaw"]))
    return str(answer["text"])
