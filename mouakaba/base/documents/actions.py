"""Printed documents (receipts, minutes, letters) by Typst, in Arabic, French and English."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import fontpkg_amiri
import fontpkg_ibm_plex_sans_arabic
import typst

FOLDER = Path(__file__).parent / "typst"
FONTS = [
    str(Path(package.__file__ or "").parent / "files") for package in (fontpkg_ibm_plex_sans_arabic, fontpkg_amiri)
]


def render_pdf(template: Path, *, language: str, data: dict[str, Any]) -> bytes:
    """A tagged PDF from a Typst template.

    ``data`` reaches the template as JSON under ``sys.inputs.data``, so that no text of a person is ever read as
    Typst code. ``house.typ`` comes before the template and defines ``data``, ``language`` and ``isolated``.
    """
    compiler = _compiler()
    source = (FOLDER / "house.typ").read_text() + "\n" + template.read_text()
    pdf = compiler.compile(
        input=source.encode(),
        format="pdf",
        sys_inputs={"language": language, "data": json.dumps(data, ensure_ascii=False)},
    )
    return bytes(pdf)  # type: ignore[arg-type]  # the stub allows pages as images; PDF is one piece


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(FOLDER), font_paths=FONTS, ignore_system_fonts=True)
