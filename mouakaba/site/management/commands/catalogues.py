"""``manage.py catalogues extract|missing|fill FILE.json|check|compile``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mouakaba.site.catalogues import Catalogues, load_fill


class Command(BaseCommand):
    help = "Keeps the Arabic, French and English catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("verb", choices=["extract", "missing", "fill", "check", "compile"])
        parser.add_argument("file", nargs="?", help="fill: JSON of {message: {ar, fr}}")

    def handle(self, *, verb: str, file: str | None = None, **options: Any) -> None:
        catalogues = Catalogues(settings.LOCALE_PATHS[0], Path(settings.ROOT) / "mouakaba")
        if verb == "fill":
            if not file:
                raise CommandError("fill needs a JSON file: {message: {ar: …, fr: …}}.")
            catalogues.fill(load_fill(Path(file)))
        getattr(self, f"_{verb}")(catalogues)

    def _extract(self, catalogues: Catalogues) -> None:
        catalogues.update()

    def _fill(self, catalogues: Catalogues) -> None:
        catalogues.compile()

    def _compile(self, catalogues: Catalogues) -> None:
        catalogues.compile()

    def _missing(self, catalogues: Catalogues) -> None:
        missing = {language: catalogues.missing(language) for language in ("ar", "fr")}
        self.stdout.write(json.dumps(missing, ensure_ascii=False, indent=1))

    def _check(self, catalogues: Catalogues) -> None:
        if problems := catalogues.problems():
            raise CommandError("\n".join(problems))
        self.stdout.write("The three catalogues are complete.")
