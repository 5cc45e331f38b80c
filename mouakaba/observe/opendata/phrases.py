"""The catalogue in Turtle, and a dataset as Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from mouakaba.observe.opendata.rules import LICENCE, Dataset


def turtle(catalogue: Mapping[str, Any]) -> str:
    """The same triples as the JSON-LD catalogue, as Turtle."""
    prefixes = [f"@prefix {name}: <{uri}> ." for name, uri in catalogue["@context"].items()]
    return "\n".join([*prefixes, "", *_node({key: v for key, v in catalogue.items() if key != "@context"})]) + "\n"


def _node(node: Mapping[str, Any]) -> Iterator[str]:
    """A node and those inside it, each a block of its own."""
    lines, inner = [f"<{node['@id']}> a {node['@type']}"], []
    for name, values in node.items():
        if name.startswith("@"):
            continue
        listed = values if isinstance(values, list) else [values]
        lines.append(f"  {name} {', '.join(map(_term, listed))}")
        inner += [one for one in listed if isinstance(one, dict) and "@id" in one and "@type" in one]
    yield " ;\n".join(lines) + " ."
    for one in inner:
        yield from _node(one)


def _term(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if "@id" in value:
        return f"<{value['@id']}>"
    text = json.dumps(value["@value"], ensure_ascii=False)
    return f"{text}@{value['@language']}" if "@language" in value else f"{text}^^{value['@type']}"


def parquet(one: Dataset, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A dataset as Apache Parquet: whole numbers, truths and days as such, text as UTF-8; what is unsaid is null.

    Columns carry their description, the file its title and licence.
    """
    import pyarrow as pa  # here: forty megabytes of a process that only this needs
    from pyarrow import parquet as files

    types = {"whole": pa.int64(), "truth": pa.bool_(), "day": pa.date32()}
    schema = pa.schema(
        [
            pa.field(name, types.get(one.kinds.get(name, ""), pa.string()), metadata={"description": says})
            for name, says in one.columns.items()
        ],
        metadata={"title": one.title["en"], "license": LICENCE},
    )
    table = pa.Table.from_pylist([{name: _typed(one, name, row[name]) for name in one.columns} for row in rows], schema)
    out = BytesIO()
    files.write_table(table, out)
    return out.getvalue()


def _typed(one: Dataset, name: str, value: Any) -> Any:
    """A day as a day; everything else is of its type already."""
    if one.kinds.get(name) != "day":
        return value
    return date.fromisoformat(value) if value else None
