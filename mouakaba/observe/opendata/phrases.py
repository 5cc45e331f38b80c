"""The catalogue in Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


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
