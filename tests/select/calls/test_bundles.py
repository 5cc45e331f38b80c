"""Integration: a call as files, out and in; hostile files are refused in words."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mouakaba.kernel.callfile import parse
from mouakaba.select.calls.actions import import_call, publish_call
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import blocking, draft_problems
from mouakaba.select.calls.queries.bundles import MOST_BYTES, Bundle, Fault, read_bundle, write_bundle
from tests import factories

KINDS = ["incubation", "ideathon"]


def read(data: bytes | str) -> Bundle:
    return read_bundle(data.encode() if isinstance(data, str) else data, kinds=KINDS)


def zipped(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "."), text)
    return packed.getvalue()


def lines(bundle: Bundle) -> list[int]:
    return [fault.line for fault in bundle.faults]


def test_a_published_call_comes_back_as_the_same_call(call: Any, omar: Any) -> None:
    version = call.version
    data = write_bundle(rules_file=version.rules_file, content=version.content, readme="one line")
    copy = import_call(programme=call.programme, bundle=read(data), slug="copy", by=omar)
    assert blocking(draft_problems(copy)) == []
    again = publish_call(call=copy, by=omar)
    assert again.rules_file == version.rules_file.replace('slug = "demo-call"', 'slug = "copy"')
    assert again.content == version.content


def test_equal_calls_give_equal_zips(call: Any) -> None:
    version = call.version
    made = [write_bundle(rules_file=version.rules_file, content=version.content, readme="x") for _ in range(2)]
    assert made[0] == made[1]


def test_the_zip_holds_the_call_file_the_content_and_a_line(as_omar: Any, call: Any) -> None:
    response = as_omar.get(reverse("call_export", args=[call.slug, "zip"]))
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(held) == {"call.toml", "content.json", "README.txt"}
    assert held["call.toml"] == call.version.rules_file
    assert json.loads(held["content.json"]) == call.version.content
    assert held["README.txt"] == f"demo-call, version 1, sha256 {call.version.digest}\n"


def test_the_call_file_is_the_contract_s(as_omar: Any, call: Any) -> None:
    response = as_omar.get(reverse("call_export", args=[call.slug, "toml"]))
    assert parse(response.content.decode(), source="call.toml").call.places == 3
    assert response["Content-Disposition"] == 'attachment; filename="demo-call-v1.toml"'


def test_a_call_file_alone_takes_the_form_of_its_kind(programme: Any, omar: Any, places: None) -> None:
    made = import_call(programme=programme, bundle=read(factories.rules_file()), slug="bare", by=omar)
    assert (made.kind_code, made.state) == ("incubation", "draft")
    assert {question["code"] for question in made.draft_content["questions"]} >= {"project_title", "consent"}
    assert set(made.draft_content["labels"]["criteria"]) == {"viability", "impact"}


def test_an_unknown_key_is_named_with_its_line() -> None:
    text = factories.rules_file().replace("places = 3", "places = 3\nplacess = 4")
    found = read(text).faults
    assert [(fault.file, fault.line) for fault in found] == [("call.toml", 11)]
    assert "placess" in found[0].sentence


def test_every_fault_is_told_at_once() -> None:
    text = factories.rules_file()
    text = text.replace("places = 3", "places = -3").replace("weight = 50", "weight = 0")
    text = text.replace("max = 2", "max = 0").replace('operator = "in"', 'operator = "into"')
    wrong = {"places = -3", "weight = 0", "min = 1"}
    numbered = list(enumerate(text.split("\n"), start=1))
    wanted = [number for number, line in numbered if line in wrong or "into" in line]
    assert lines(read(text)) == sorted(wanted)


def test_an_impossible_quota_is_refused_with_its_line() -> None:
    text = factories.rules_file().replace("min = 1\nmax = 2", "min = 5\nmax = 2")
    found = read(text).faults
    assert [(fault.line, "min" in fault.sentence) for fault in found] == [(37, True)]


def test_unknown_keys_of_the_content_are_errors() -> None:
    content = factories.content() | {"colour": "red"}
    content["questions"][0]["colour"] = "blue"
    found = read(zipped(call__toml=factories.rules_file(), content__json=json.dumps(content))).faults
    assert [fault.file for fault in found] == ["content.json"] * 2
    assert {"colour" in fault.sentence for fault in found} == {True}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"\xff\xfe\x00call",
        b"PK\x03\x04 not a zip",
        b"[call]\nslug = ",
        b"[[[[[[" * 20_000,
        b"x" * (MOST_BYTES + 1),
        b"places = 3",
        b"[call]\nslug = 'a'\n[[quotas]]\ncode='x'\n",
    ],
)
def test_files_that_are_no_call_are_refused_in_words(data: bytes) -> None:
    bundle = read(data)
    assert bundle.faults
    assert all(fault.sentence for fault in bundle.faults)


HOSTILE = {
    "a path that climbs": {"../../etc/cron.d/job": "x", "call.toml": "[call]"},
    "an absolute path": {"/tmp/call.toml": "[call]"},
    "a folder": {"call/call.toml": "[call]"},
    "no call file": {"content.json": "{}"},
    "too many entries": {f"{number}.txt": "x" for number in range(11)},
}


@pytest.mark.parametrize("parts", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_zips_are_refused(parts: dict[str, str]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    found = read(packed.getvalue()).faults
    assert [(fault.file, fault.line) for fault in found] == [("", 0)]


def test_a_zip_that_swells_is_not_unpacked() -> None:
    data = zipped(call__toml=factories.rules_file(), content__json=" " * (50 * 1024 * 1024))
    assert len(data) < 100_000
    assert "2 MB" in read(data).faults[0].sentence


def test_a_zip_whose_header_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped(call__toml="x" * 4_000_000))
    where = data.find((4_000_000).to_bytes(4, "little"))
    while where >= 0:  # both headers say: ten bytes
        data[where : where + 4] = (10).to_bytes(4, "little")
        where = data.find((4_000_000).to_bytes(4, "little"))
    assert len(read(bytes(data)).faults) == 1


def test_an_entry_that_comes_twice_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("call.toml", "[call]")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("call.toml", "[call]")
    assert read(packed.getvalue()).faults == (
        Fault("", 0, "This zip holds the same file twice. Export the call again and send that file."),
    )


def test_a_bundle_with_faults_makes_no_call(programme: Any, omar: Any) -> None:
    with pytest.raises(ValidationError):
        import_call(programme=programme, bundle=read("places = 3"), slug="never", by=omar)
    assert not Call.objects.exists()


def upload(client: Any, programme: Any, data: bytes, name: str = "call.toml") -> Any:
    url = reverse("call_import", args=[programme.slug])
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


def test_the_dry_run_makes_nothing_and_the_yes_makes_the_call(as_omar: Any, programme: Any, places: None) -> None:
    shown = upload(as_omar, programme, factories.rules_file().encode())
    assert (shown.status_code, Call.objects.count()) == (200, 0)
    assert shown.context["form"].data["slug"] == "demo-call"
    data = {"packed": shown.context["form"].data["packed"], "slug": "imported"}
    made = as_omar.post(reverse("call_import", args=[programme.slug]), data)
    assert made.status_code == 302
    assert Call.objects.get().slug == "imported"
    assert tomllib.loads(factories.rules_file())["call"]["places"] == Call.objects.get().draft_rules["call"]["places"]


def test_a_taken_address_is_told_and_nothing_is_lost(as_omar: Any, call: Any) -> None:
    shown = upload(as_omar, call.programme, call.version.rules_file.encode())
    assert shown.context["form"].data["slug"] == "demo-call-2"
    data = {"packed": shown.context["form"].data["packed"], "slug": "demo-call"}
    refused = as_omar.post(reverse("call_import", args=[call.programme.slug]), data)
    assert (refused.status_code, Call.objects.count()) == (422, 1)
    assert refused.context["form"].data["packed"] == data["packed"]


def test_a_page_tampered_with_makes_nothing(as_omar: Any, programme: Any) -> None:
    as_omar.post(reverse("call_import", args=[programme.slug]), {"packed": "forged:1:x", "slug": "forged"})
    assert not Call.objects.exists()


def test_faults_are_shown_with_their_lines(as_omar: Any, programme: Any) -> None:
    text = factories.rules_file().replace("places = 3", "placess = 3")
    response = upload(as_omar, programme, text.encode())
    assert response.status_code == 422
    assert "placess" in response.content.decode()
    assert [fault.line for fault in response.context["faults"]] == [10]
