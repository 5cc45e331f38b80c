"""A file that came with a refused form is kept for a day, for the one who sent it alone."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.template import Context, Template
from django.utils.translation import override

from mouakaba.base.files.actions import MOST_KEPT, forget_kept, keep_upload
from mouakaba.base.files.forms import KeepsFiles
from mouakaba.base.files.queries import KEPT_SECONDS, kept_folders, kept_paths, kept_upload
from mouakaba.base.privacy.actions import erase_person, export_person
from tests import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%DEMO\n"


class Paper(KeepsFiles):
    title = forms.CharField(label="Title")
    paper = forms.FileField(label="Paper", required=False)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner() -> Any:
    return factories.make_person("Owner")


def pdf(name: str = "statuts.pdf") -> UploadedFile:
    return SimpleUploadedFile(name, PDF)


def refused(owner: Any, **data: str) -> Paper:
    return Paper({"title": "", **data}, None if data else {"paper": pdf()}, whose=owner)


def token_of(form: Paper) -> str:
    kept = form.kept("paper")
    assert kept is not None
    return kept.token


def test_the_page_shows_what_is_kept_and_the_next_try_brings_it(owner: Any) -> None:
    form = refused(owner)
    with override("en"):
        page = Template('{% include "ui/form.html" %}').render(Context({"form": form}))
    assert "statuts.pdf" in page and 'name="paper_kept"' in page and 'aria-describedby="id_paper-kept"' in page
    again = Paper({"title": "DEMO", "paper_kept": token_of(form)}, None, whose=owner)
    assert again.is_valid() and again.cleaned_data["paper"].read() == PDF
    assert again.cleaned_data["paper"].name == "statuts.pdf" and again.kept("paper") is None


def test_refused_again_it_is_still_the_same_file(owner: Any) -> None:
    token = token_of(refused(owner))
    assert token_of(refused(owner, paper_kept=token)) == token
    assert len(kept_paths(owner)) == 1


def test_another_file_or_none_may_be_sent_instead(owner: Any) -> None:
    token = token_of(refused(owner))
    other = Paper({"title": "DEMO", "paper_kept": token}, {"paper": pdf("b.pdf")}, whose=owner)
    assert other.is_valid() and other.cleaned_data["paper"].name == "b.pdf"
    none = Paper({"title": "DEMO", "paper_kept": token, "paper_drop": "on"}, None, whose=owner)
    assert none.is_valid() and not none.cleaned_data["paper"]


def test_a_stranger_a_changed_token_and_a_file_that_is_gone_are_refused_in_words(owner: Any, charlie: Any) -> None:
    token = token_of(refused(owner))
    for whose, shown in ((charlie, token), (owner, token[:-1] + ("A" if token[-1] != "A" else "B")), (owner, "x")):
        form = Paper({"title": "DEMO", "paper_kept": shown}, None, whose=whose)
        assert list(form.errors) == ["paper"] and form.kept("paper") is None
    assert forget_kept(owner=owner) == 1
    assert kept_upload(token=token, owner=owner) is None


def test_nothing_is_kept_of_a_form_that_is_right_of_a_file_that_lies_or_for_nobody(owner: Any) -> None:
    right = Paper({"title": "DEMO"}, {"paper": pdf()}, whose=owner)
    lies = Paper({"title": ""}, {"paper": SimpleUploadedFile("a.pdf", b"<html>")}, whose=owner)
    nobody = Paper({"title": ""}, {"paper": pdf()})
    assert [form.kept("paper") for form in (right, lies, nobody)] == [None, None, None]
    assert kept_folders() == []


def test_it_goes_after_a_day_and_no_sooner(owner: Any) -> None:
    keep_upload(upload=pdf(), owner=owner)
    keep_upload(upload=pdf(), owner=owner)
    [_first, (_when, path)] = kept_paths(owner)
    before = time.time() - KEPT_SECONDS - 60
    os.utime(default_storage.path(path), (before, before))
    assert forget_kept() == 1
    assert len(kept_paths(owner)) == 1 and not default_storage.exists(path)


def test_the_oldest_make_room(owner: Any) -> None:
    tokens = [keep_upload(upload=pdf(f"{number}.pdf"), owner=owner) for number in range(MOST_KEPT + 2)]
    assert len(kept_paths(owner)) == MOST_KEPT
    assert kept_upload(token=tokens[-1], owner=owner) is not None


def test_it_is_told_in_the_export_and_goes_with_the_person(owner: Any, django_capture_on_commit_callbacks: Any) -> None:
    keep_upload(upload=pdf(), owner=owner)
    assert len(export_person(owner)["account"]["uploads_kept_for_a_day"]) == 1
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=owner, by=owner)
    assert kept_paths(owner) == []
