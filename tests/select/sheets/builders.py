"""Sheets as other tools write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

HEADERS = [
    "Horodateur", "Adresse e-mail", "Titre du projet", "Décrivez le projet", "Région du projet", "Secteur",
    "Qui porte le projet ?", "ICE de l'organisation", "Nom du porteur", "Date de naissance", "Sexe",
    "J'accepte le traitement de mes données",
]  # fmt: skip
ROW = [
    "02/03/2024 10:30:00", "demo-1@demo.example", "DEMO tapis", "Un atelier de tissage.", "Oriental", "Artisanat",
    "Une personne", "", "DEMO Porteuse", "02/05/2000", "Femme", "J'accepte",
]  # fmt: skip


def rows(count: int) -> list[list[Any]]:
    """Good rows of different people."""
    return [
        [ROW[0], f"demo-{n}@demo.example", f"DEMO tapis {n}", *ROW[3:8], f"DEMO Porteuse {n}", *ROW[9:]]
        for n in range(1, count + 1)
    ]


def changed(row: Sequence[Any], **cells: Any) -> list[Any]:
    """The row with some cells changed: ``changed(ROW, I="name")`` counts columns by letter."""
    out = list(row)
    for letter, value in cells.items():
        out[ord(letter) - ord("A")] = value
    return out


def as_csv(table: Sequence[Sequence[Any]], *, encoding: str = "utf-8-sig", separator: str = ";") -> SimpleUploadedFile:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(table)
    return SimpleUploadedFile("dossiers.csv", out.getvalue().encode(encoding), "text/csv")


def as_xlsx(
    table: Sequence[Sequence[Any]], extra: Callable[[Any, Any], None] | None = None, **options: Any
) -> SimpleUploadedFile:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy", **options})
    sheet = book.add_worksheet("Réponses")
    for index, row in enumerate(table):
        sheet.write_row(index, 0, row)
    if extra:
        extra(sheet, book)
    book.close()
    return SimpleUploadedFile("dossiers.xlsx", out.getvalue())
