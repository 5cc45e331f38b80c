"""Makes ready what the first page of a web process would otherwise wait for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template import Engine
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext, override


def warm() -> None:
    """Reads addresses and words in each language, and every template of ours; asks no database.

    What lives by then lives as long as the process: it is set aside, for the collector took some 240 ms of CPU each
    time it walked through it, in the middle of somebody's page.
    """
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext(reverse("home"))
    for name in own_templates():
        get_template(name)
    _ = Engine.get_default().template_context_processors  # navigation comes with them
    gc.collect()
    gc.freeze()


def own_templates() -> Iterator[str]:
    """Names of the pages of our own engines, as views name them."""
    for engine in apps.get_app_configs():
        root = Path(engine.path) / "templates"
        if engine.name.startswith("mouakaba."):
            yield from sorted(path.relative_to(root).as_posix() for path in root.rglob("*.html"))
