"""Setting up: once, again, with labels added, and without a network."""

from pathlib import Path

import pytest

from mouakaba.kernel.skills import Index, install, open_index
from mouakaba.kernel.skills.install import InstallError, fetch, import_labels, pinned
from mouakaba.kernel.skills.taxonomy import TaxonomyError


def test_a_second_run_changes_nothing(home: Path, release: Path) -> None:
    before = (home / "skills.index").stat().st_mtime_ns
    said: list[str] = []
    install.install(home, release=release, say=said.append)
    assert ((home / "skills.index").stat().st_mtime_ns, said) == (before, [])


def test_added_labels_are_shown_and_found(release: Path, index: Index, tmp_path: Path) -> None:
    home, uri = tmp_path / "skills", index.uri(0)
    install.install(home, release=release, say=lambda words: None)
    labels = tmp_path / "skills_ar.csv"
    labels.write_text(f"conceptUri,preferredLabel,altLabels\n{uri},اسم رسمي,اسم آخر\n")
    import_labels(home, [labels], say=lambda words: None)
    assert open_index(home).labels(0)["ar"] == "اسم رسمي"


def test_unreadable_labels_leave_the_index_alone(home: Path, tmp_path: Path) -> None:
    before = (home / "skills.index").read_bytes()
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(TaxonomyError):
        import_labels(home, [tmp_path / "x.csv"], say=lambda words: None)
    assert (home / "skills.index").read_bytes() == before


def test_without_a_network_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_NO_INDEX": "1", "PIP_RETRIES": "0"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    with pytest.raises(InstallError, match="Run again with a network"):
        fetch(tmp_path, say=lambda words: None)


def test_what_is_fetched_is_pinned_by_hash() -> None:
    for wanted in pinned().values():
        assert len(wanted["sha256"]) == 64
        assert wanted["version"] in wanted["file"]


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="mouakaba skills install"):
        open_index(tmp_path)
