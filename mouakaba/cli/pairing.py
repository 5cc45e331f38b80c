"""`mouakaba pair`: who could meet whom, and who gets whom."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mouakaba.cli.rows import Row, read_rows, read_text
from mouakaba.cli.tool import InputError, Tool, count, write_json
from mouakaba.kernel.marketfile import MarketFile, parse_market
from mouakaba.kernel.matching import (
    OWN_FACTS,
    Indexed,
    Listing,
    Market,
    Measure,
    Near,
    Pair,
    TooManyPairsError,
    assign,
    best_rights,
    explain,
)

if TYPE_CHECKING:
    from mouakaba.kernel.skills import Index  # loaded only by a market of skills

Floats = NDArray[np.float32]
_ALSO = ("text", "language", "skills", "facts", "capacity")
_MOST_CAPACITY = 1_000_000_000
_BATCH = 1_000  # texts encoded at once


@dataclass(frozen=True, slots=True)
class _Side:
    listings: list[Listing] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def run_pair(options: argparse.Namespace, out: IO[bytes]) -> None:
    """`mouakaba pair`: a pair a line, by left in the order read, best first."""
    if [options.market, options.left, options.right].count("-") > 1:
        raise InputError("-", 1, "standard input can be read only once; name files for the others")
    file = parse_market(read_text(options.market), source=options.market)
    left, right = _read(options.left), _read(options.right)
    for pair, because in _told(options, file, left, right):
        row = {"left": pair.left.id, "right": pair.right.id, "score": pair.score, "because": because}
        write_json(out, row)


def _told(
    options: argparse.Namespace, file: MarketFile, left: _Side, right: _Side
) -> Iterator[tuple[Pair, list[dict[str, object]]]]:
    sides = _indexed(options, file, left, right)
    index = _skills_index() if file.market.measures(Measure.SKILLS) else None
    met = {uri for side in (left, right) for listing in side.listings for uri in listing.skills}
    numbers = {uri: number for uri, number in index.numbers().items() if uri in met} if index else {}
    names = {uri: index.labels(number) for uri, number in numbers.items()} if index else None
    near = _near(options, file, index, numbers)
    for pair in _pairs(options, file.market, near, *sides):
        yield pair, [reason.as_dict() for reason in explain(file.market, pair, near=near, skill_labels=names)]


def _near(
    options: argparse.Namespace, file: MarketFile, index: "Index | None", numbers: Mapping[str, int]
) -> Near | None:
    """The skills near each skill met, where the market lets them count."""
    if file.near_line is None:
        return None
    if index is None:
        wanted = "near = true needs a weight that measures skills, and their list; run mouakaba skills install"
        raise InputError(options.market, file.near_line, wanted)
    return {uri: index.near(number) for uri, number in numbers.items()}


def _pairs(
    options: argparse.Namespace, market: Market, near: Near | None, left: Indexed, right: Indexed
) -> Iterable[Pair]:
    if not options.assign:
        return (pair for pairs in best_rights(market, left, right, top=options.top, near=near) for pair in pairs)
    try:
        return assign(market, left, right, near=near)
    except TooManyPairsError as error:
        raise InputError(options.market, 1, str(error)) from None


def _indexed(options: argparse.Namespace, file: MarketFile, left: _Side, right: _Side) -> tuple[Indexed, Indexed]:
    if file.text_line is None:
        return Indexed(left.listings), Indexed(right.listings)
    try:
        from mouakaba.kernel.skills.encoder import load_phrase_encoder  # only a market of texts waits for the weights

        encoder = load_phrase_encoder()
    except (ImportError, OSError) as error:
        wanted = "measure text needs the encoder of texts, which is not installed"
        raise InputError(options.market, file.text_line, f"{wanted}: {error}") from None
    return (
        Indexed(left.listings, _vectors(encoder.vectors, left.texts)),
        Indexed(right.listings, _vectors(encoder.vectors, right.texts)),
    )


def _vectors(encode: Callable[[list[str]], Floats], texts: list[str]) -> Floats:
    """A vector a text, all zero where there is none."""
    told = [place for place, text in enumerate(texts) if text.strip()]
    vectors = np.zeros((len(texts), encode([]).shape[1]), np.float32)
    for start in range(0, len(told), _BATCH):
        places = told[start : start + _BATCH]
        vectors[places] = encode([texts[place] for place in places])
    return vectors


def _skills_index() -> "Index | None":
    """The list of skills, when it is set up."""
    from mouakaba.kernel.skills import StoreError, open_index

    try:
        return open_index()
    except (OSError, StoreError):
        return None


def _read(path: str) -> _Side:
    side = _Side()
    for row in read_rows(path, keys=("id",), also=_ALSO):
        listing, text = _listing(row), row.values.get("text") or ""
        if not isinstance(text, str):
            row.fail("text must be a text")
        side.listings.append(listing)
        # Half of a surrogate pair cannot be written: one mark stands for it.
        side.texts.append("".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text))
    return side


def _listing(row: Row) -> Listing:
    language, facts = row.values.get("language"), row.values.get("facts", {})
    if language is not None and (not isinstance(language, str) or not language.strip()):
        row.fail("language must be a text, as ar, fr or en")
    if not isinstance(facts, dict):
        row.fail("facts must be an object: names of facts and their values")
    if taken := next((name for name in OWN_FACTS if name in facts), None):
        row.fail(f"{taken} cannot be among the facts: it stands beside them")
    return Listing(row.values["id"], facts, _skills(row), language, _capacity(row))


def _skills(row: Row) -> tuple[str, ...]:
    skills = row.values.get("skills", [])
    if not isinstance(skills, list) or not all(
        isinstance(uri, str) and uri.strip() and uri.isprintable() for uri in skills
    ):
        row.fail("skills must be a list of URIs")
    return tuple(skills)


def _capacity(row: Row) -> int:
    capacity = row.values.get("capacity", 1)
    if isinstance(capacity, bool) or not isinstance(capacity, int) or not 0 <= capacity <= _MOST_CAPACITY:
        row.fail(f"capacity must be a whole number from 0 to {_MOST_CAPACITY}")
    return capacity


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--top", type=count, metavar="K", help="at most so many pairs a left, instead of the file's")
    parser.add_argument(
        "--assign", action="store_true", help="give each listing at most its capacity, at the greatest total score"
    )


PAIR = Tool(
    "pair",
    "Pair the listings of two sides: hard rules, weighted reasons, the best for each or the best for all.",
    """cat openings.jsonl
{"id": "O1", "skills": ["http://data.europa.eu/esco/skill/…"], "facts": {"region": "MA-02"}, "capacity": 2}
mouakaba pair market.toml profiles.jsonl openings.jsonl --top 5""",
    (
        ("market", "the market file (TOML)"),
        ("left", "JSON Lines: id and, if known, text, language, skills, facts, capacity; - for standard input"),
        ("right", "the other side, the same way"),
    ),
    run_pair,
    _flags,
)
