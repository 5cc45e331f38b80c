"""The process that reads a document: `python -m mouakaba.kernel.doctext.cage FILE`.

It holds itself to so much memory and processor time, so that a hostile document ends this process and nothing
else. Prints one JSON object: {"text": …} or {"flaw": code}.
"""

import json
import resource
import sys
from pathlib import Path

from mouakaba.kernel.doctext import archives, pdf
from mouakaba.kernel.doctext.model import DocumentError, Flaw
from mouakaba.kernel.doctext.reading import MAX_LETTERS

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 30


def main(path: str) -> None:
    """Prints the text."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = {"text": _checked(_text(Path(path)))}
    except DocumentError as error:
        answer = {"flaw": error.flaw.value}
    except MemoryError:
        answer = {"flaw": Flaw.TOO_LARGE.value}
    sys.stdout.write(json.dumps(answer))


def _text(path: Path) -> str:
    with path.open("rb") as handle:
        head = handle.read(1024)
    if b"%PDF-" in head:
        return pdf.text_of(path, at_most=MAX_LETTERS)
    if head.startswith(b"PK\x03\x04"):
        return archives.text_of(path, at_most=MAX_LETTERS)
    if b"\0" in head:
        raise DocumentError(Flaw.NOT_A_DOCUMENT)
    return _plain(path)


def _plain(path: Path) -> str:
    """A text file, in UTF-8 or in the code page of old Arabic or French Windows."""
    with path.open("rb") as handle:
        data = handle.read(4 * MAX_LETTERS)
    for encoding in ("utf-8-sig", "cp1256"):  # cp1256 holds Arabic and the French letters
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(Flaw.NOT_A_DOCUMENT)


def _checked(text: str) -> str:
    """The text without what no page can show, a space or a line end where one was."""
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in shown.split("\n"))
    kept = "\n".join(line for line in lines if line)[:MAX_LETTERS]
    if not kept:
        raise DocumentError(Flaw.EMPTY)
    return kept


if __name__ == "__main__":
    main(sys.argv[1])
