"""A web process is ready before its first page: nothing of ours is read in while somebody waits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from mouakaba.site.warming import own_templates

ROOT = Path(__file__).resolve().parents[2]
FIRST_PAGE = """
import gc, io, sys
from mouakaba.site.wsgi import application
from django.template import engines
known = set(sys.modules)
[cached] = [one for one in engines["django"].engine.template_loaders[0].loaders]
templates = set(cached.get_template_cache)
told = []
asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/%s/figures/nothing/", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
         "HTTP_HOST": "127.0.0.1", "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr}
page = b"".join(application(asked, lambda status, headers, broken=None: told.append(status))).decode()
ours = sorted(name for name in set(sys.modules) - known if name.startswith("mouakaba"))
assert told == ["404 Not Found"] and "<h1" in page, told
assert not ours, ours
assert set(cached.get_template_cache) == templates, set(cached.get_template_cache) - templates
assert "observe/dashboards/dashboard.html" in templates
assert gc.get_freeze_count() > 100_000
"""


def test_the_first_page_of_a_process_reads_nothing_in_and_no_database_is_needed(tmp_path: Path) -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "MOUAKABA_DATA": str(tmp_path)}
    place = {"MOUAKABA_PLAIN_STATIC": "1", "DJANGO_SETTINGS_MODULE": "mouakaba.site.settings", "MOUAKABA_DEMO": "0"}
    for language in ("ar", "fr"):
        run = subprocess.run(
            [sys.executable, "-c", FIRST_PAGE % language],
            cwd=ROOT, env={**os.environ, **nowhere, **place}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr[-2000:]


def test_every_page_of_ours_is_among_those_read() -> None:
    names = set(own_templates())
    assert {"base/page.html", "site/home.html", "accompany/sessions/agenda.html"} <= names
    assert not {name for name in names if name.startswith("admin/")}
