"""What the commands of the demonstration refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from mouakaba.select.calls.models import Call
from mouakaba.site.demo.loading import load

pytestmark = pytest.mark.django_db


def test_nothing_is_loaded_outside_a_demonstration(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="MOUAKABA_DEMO=1"):
        call_command("demo", "load")
    with pytest.raises(PermissionDenied):
        load(tmp_path)
    assert not Call.objects.exists()


def test_adding_before_loading_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="demo load"):
        call_command("demo", "applications", "--count", "1")


@pytest.mark.parametrize("count", ["0", "-3", "many", "1.5"])
def test_a_count_that_is_none_is_refused(count: str) -> None:
    with pytest.raises(CommandError, match="give a whole number, 1 or more"):
        call_command("demo", "applications", f"--count={count}")
