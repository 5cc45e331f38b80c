"""The minutes and the package: what they say, and that a third party computes the same choice from them."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from mouakaba.select.calls.models import Call
from mouakaba.select.selection.actions import freeze_run, run_selection, withdraw_selected
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.queries.inputs import Change
from mouakaba.select.selection.queries.minutes import minutes
from mouakaba.select.selection.queries.package import digest_of, package
from tests.select.selection.cast import application, number

pytestmark = pytest.mark.django_db


def choose(folder: Path) -> bytes:
    """The real tool, as its README tells to run it."""
    told = subprocess.run(
        [sys.executable, "-m", "mouakaba.cli", "choose", "call.toml", "scored.jsonl"],
        capture_output=True,
        check=True,
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": ""},
    )
    return told.stdout


def test_a_third_party_gets_the_same_choice(frozen: SelectionRun, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(package(frozen))) as archive:
        archive.extractall(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "README.txt", "SHA256SUMS", "call.toml", "result.json", "scored.jsonl",
    ]  # fmt: skip
    assert choose(tmp_path) == (tmp_path / "result.json").read_bytes()
    for line in (tmp_path / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_the_package_is_the_same_bytes_whenever_it_is_made(frozen: SelectionRun) -> None:
    again = SelectionRun.objects.get(pk=frozen.pk)
    assert package(frozen) == package(again)
    assert digest_of(frozen) == digest_of(again)


def test_no_name_and_no_mail_leaves_in_the_package(frozen: SelectionRun) -> None:
    with zipfile.ZipFile(io.BytesIO(package(frozen))) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "DEMO Person" not in everything
    assert "@" not in everything
    assert "birth" not in everything.replace("holder.birth_date", "", 1), "only as the rule of the call"


def pdf(run: SelectionRun, person: Any, language: str) -> pypdf.PdfReader:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("selection_minutes", args=[run.call.slug, language]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return pypdf.PdfReader(io.BytesIO(answer.content))


def text_of(reader: pypdf.PdfReader) -> str:
    """What the pages say, letters in their plain forms, without marks of direction and line ends."""
    plain = unicodedata.normalize("NFKC", "".join(page.extract_text() for page in reader.pages))
    return "".join(c for c in plain if unicodedata.category(c) != "Cf" and not c.isspace())


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_minutes_say_everything(frozen: SelectionRun, omar: Any, language: str) -> None:
    reader = pdf(frozen, omar, language)
    text = text_of(reader)
    assert all(number(frozen.call, n) in text for n in (1, 2, 3, 4, 5))
    assert number(frozen.call, 6) not in text
    assert digest_of(frozen) in text
    assert "DEMOdemo-calljuror0" in text
    assert "mouakabachoosecall.tomlscored.jsonl" in text
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "/StructTreeRoot" in reader.trailer["/Root"], "tagged"


def test_arabic_words_are_whole(frozen: SelectionRun, omar: Any) -> None:
    """Letters in the order they are read; the order of words is the extractor's own in right-to-left lines."""
    text = text_of(pdf(frozen, omar, "ar"))
    assert all(word in text for word in ("محضر", "الانتقاء", "الجدوى", "الاقتصادية", "الشرقية", "التوقيعات"))


def test_the_minutes_carry_the_files_that_compute_it_again(frozen: SelectionRun, omar: Any, tmp_path: Path) -> None:
    attached = pdf(frozen, omar, "fr").attachments
    for name, data in attached.items():
        (tmp_path / name).write_bytes(data[0])
    assert choose(tmp_path) == (tmp_path / "result.json").read_bytes()


def test_changed_quotas_and_the_note_are_printed(six: Call, omar: Any) -> None:
    run = run_selection(call=six, name="three", changes=[Change("region-oriental", "max", 3)], by=omar)
    frozen = freeze_run(run=run, note="The partner agreed in writing.", by=omar)
    with override("en"):
        data = minutes(frozen)
    assert data["changes"] == ["“Oriental region”: at most 3 instead of 2"]
    assert data["note"] == "The partner agreed in writing."


def test_counts_and_the_proof_come_from_the_records(frozen: SelectionRun) -> None:
    data = minutes(frozen)
    facts = dict(data["facts"])
    assert (facts["Applications received"], facts["Admitted before the jury"]) == ("6", "6")
    assert "Proven upper bound: \u2066260\u2069" in data["proof"]
    assert data["quotas"][0][1:3] == ["1 to 2", "2"]


def test_withdrawals_are_added_at_the_end(published: Call, omar: Any) -> None:
    withdraw_selected(application=application(published, 4), by=omar, why="x")
    run = SelectionRun.objects.select_related("call__version", "call__programme__organisation").get(call=published)
    (line,) = minutes(run)["addendum"]
    assert f"{number(published, 4)} left; {number(published, 5)} was called." in line
    assert [row[1] for row in minutes(run)["chosen"]] == [number(published, n) for n in (1, 2, 4)]
