"""Figures stated in public, with their sources, and the first counting of the records."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from mouakaba.base.organisations.models import Organisation
from mouakaba.observe import door as observe
from mouakaba.select import door

_FILE = Path(__file__).parent / "figures.toml"


def load_figures() -> None:
    """Lines of support whose figures are shown, every published figure, and the cells of the records so far."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for entry in data["programme"]:
        _load_programme(entry)
    for figure in data["figure"]:
        programme = door.programme_named(figure.pop("programme"))
        door.record_figure(programme=programme, by=None, **figure)
    observe.refresh_all(whole=True)


def _load_programme(entry: dict[str, Any]) -> None:
    door.create_programme(
        organisation=Organisation.objects.get(slug=entry["organisation"]),
        slug=entry["slug"],
        title=entry["title"],
        summary=entry["summary"],
        is_demo=True,
        by=None,
    )
