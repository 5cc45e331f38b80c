"""The embedded server of an instance: it is given memory once, and keeps what an operator set."""

from __future__ import annotations

from pathlib import Path

from mouakaba.site.database import database


def conf(folder: Path) -> str:
    return (folder / "postgres" / "postgresql.auto.conf").read_text()


def test_the_embedded_server_is_given_memory_once(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    first = database(tmp_path)
    assert first["NAME"] == "mouakaba"
    assert "hnsw.ef_search" in first["OPTIONS"]["options"]
    given = conf(tmp_path)
    assert "shared_buffers" in given
    (tmp_path / "postgres" / "postgresql.auto.conf").write_text("shared_buffers = '64MB'\n")
    database(tmp_path)
    assert conf(tmp_path) == "shared_buffers = '64MB'\n"


def test_a_database_of_ones_own_is_left_as_it_is(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody:secret@db.example.org:5433/ours")
    found = database(tmp_path)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", 5433, "ours")
    assert not (tmp_path / "postgres").exists()
