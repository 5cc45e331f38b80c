"""Our glossary: whole, and refused when a reviewer slips."""

from pathlib import Path

import pytest

from mouakaba.kernel.skills.glossary import COLUMNS, FIELDS, GlossaryError, read_glossary

URI = "http://data.europa.eu/esco/skill/x"


def test_the_glossary_holds_enough_of_every_field() -> None:
    entries = read_glossary()
    assert len(entries) >= 1500
    by_field = {field: sum(entry.field == field for entry in entries.values()) for field in FIELDS}
    assert min(by_field.values()) >= 50, by_field


def test_every_cell_is_in_its_script() -> None:
    for entry in read_glossary().values():
        for language, phrase in entry.phrases():
            arabic = any("\u0600" <= letter <= "\u06ff" for letter in phrase)
            assert arabic == (language in {"ar", "darija"}), (entry.uri, phrase)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([f"{URI},ict,a,خ,b,,,,", f"{URI},ict,a,ح,b,,,,"], ":3: .* appears twice"),
        ([f"{URI},ict,a,خ,b,,,,", f"{URI}2,ict,c,خ,b,,,,"], ":3: خ names a already"),
        ([f"{URI},sport,a,خ,b,,,,"], ":2: unknown field 'sport'"),
        ([f"{URI},ict,a,,b,,,,"], ":2: ar is empty"),
        ([f"{URI},ict,a,latin,b,,,,"], ":2: ar has no Arabic letter"),
    ],
)
def test_slips_are_told_by_line(tmp_path: Path, rows: list[str], message: str) -> None:
    path = tmp_path / "g.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]))
    with pytest.raises(GlossaryError, match=message):
        read_glossary(path)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("uri,ar\n")
    with pytest.raises(GlossaryError, match="the columns must be"):
        read_glossary(path)


def test_cells_hold_several_phrases(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{URI},ict,a,خ,b,ح | خ,,,x|y\n")
    entry = read_glossary(path)[URI]
    assert list(entry.phrases()) == [
        ("ar", "خ"),
        ("fr", "b"),
        ("ar", "ح"),
        ("ar", "خ"),
        ("arabizi", "x"),
        ("arabizi", "y"),
    ]
