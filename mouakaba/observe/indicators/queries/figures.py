"""Figures as they are read: for everybody, with small counts of people left unsaid, or for who runs a programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet, Sum

from mouakaba.base.people.models import Person
from mouakaba.kernel.indicators import LEAST, PLACE, Indicator, Part, Reading, protected, read_out, too_small
from mouakaba.observe.indicators.models import FeedMark, StoredCell, StoredMargin, StoredRecord
from mouakaba.observe.indicators.queries.owners import Words, names_and_owners, readable
from mouakaba.observe.indicators.queries.records import records_of
from mouakaba.observe.indicators.rules import BREAKDOWNS, declared
from mouakaba.select import door as select

Sums = dict[str, int]  # by part


@dataclass(frozen=True, slots=True)
class Slice:
    """Which records a reader looks at. `public`: nobody has a right here, so small counts of people stay unsaid."""

    programmes: tuple[str, ...] = ()  # none: all
    region: str = ""
    year: int | None = None
    edition: str = ""
    public: bool = True

    @property
    def place(self) -> dict[str, str | int]:
        """Where it is bounded beside programmes: region, year, edition."""
        wanted = {"region": self.region, "year": self.year, "edition": self.edition}
        return {name: value for name, value in wanted.items() if value not in ("", None)}

    @property
    def of_programmes(self) -> Q:
        """Its programmes alone, as a filter."""
        return Q(programme__in=self.programmes) if self.programmes else Q()

    def condition(self) -> Q:
        """As a filter on cells or records."""
        return self.of_programmes & Q(**self.place)


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator in one slice. `hidden`: it is a small count of people, or would tell one."""

    indicator: Indicator
    reading: Reading | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a breakdown; `reading` None where it is hidden."""

    value: str
    reading: Reading | None


def bounded(wanted: Slice, mine: Collection[str]) -> Slice:
    """The same, bounded to what `readable` gives, with every count said."""
    asked = set(wanted.programmes) & set(mine) if wanted.programmes else set(mine)
    return Slice(tuple(sorted(asked)) or ("-",), wanted.region, wanted.year, wanted.edition, public=False)


def seen_slice(person: Person, wanted: Slice) -> Slice:
    """The same, bounded to what this person may read."""
    return bounded(wanted, readable(person))


def refreshed_at() -> datetime | None:
    """When records were last read, of the feed that is furthest behind."""
    return FeedMark.objects.order_by("refreshed_at").values_list("refreshed_at", flat=True).first()


def figures(wanted: Slice) -> list[Figure]:
    """Every declared indicator, for the public the open ones (one query; two for the public)."""
    sums: dict[str, Sums] = defaultdict(dict)
    for code, part, total in _whole(wanted).values_list("indicator", "part").annotate(Sum("total")).order_by():
        sums[code][part] = total
    small = _hidden_figures(wanted) if wanted.public else set()
    return [
        Figure(one, None if one.code in small else read_out(one, sums[code]), one.code in small)
        for code, one in declared().items()
        if one.is_open or not wanted.public
    ]


def _whole(wanted: Slice) -> QuerySet[Any]:
    """The fewest rows that add up to everything in a slice: margins where they know it, else cells."""
    if len(wanted.place) > 1:
        return StoredCell.objects.filter(wanted.condition(), dimension="")
    ((name, value),) = wanted.place.items() or [("", "")]
    return StoredMargin.objects.filter(wanted.of_programmes, dimension=name, value=str(value))


def figure(code: str, wanted: Slice) -> Figure:
    """One of them. Raises KeyError."""
    return {one.indicator.code: one for one in figures(wanted)}[code]


def _hidden_figures(wanted: Slice) -> set[str]:
    """Indicators of people that are not shown by themselves in this slice."""
    people = [one for one in declared().values() if one.persons and one.is_open]
    tables = _tables([one.code for one in people], "")
    return {one.code for one in people if _is_hidden(one, tables[one.code], wanted)}


def _is_hidden(one: Indicator, table: Mapping[str, Mapping[str, Sums]], wanted: Slice) -> bool:
    if wanted.region or wanted.year is not None or wanted.edition or len(wanted.programmes) > 1:
        return True  # the public asks of people by programme alone
    row = wanted.programmes[0] if wanted.programmes else ""
    if one.is_rate:
        return not _rows_shown({name: _answers(one, values.get("", {})) for name, values in table.items()}).get(
            row, set()
        )
    totals = _people(one, table)
    return row in too_small(totals) if row else 0 < sum(totals.values()) < LEAST


def _answers(one: Indicator, sums: Sums) -> dict[str, int]:
    """Yes, no and unsaid, in the order that the value's own table has: the same counts are hidden in both."""
    of, among, base = (sums.get(part, 0) for part in (Part.OF, Part.AMONG, Part.BASE))
    return {"": base - among, one.of[0].values[0]: of, "~": among - of}


def _rows_shown(table: Mapping[str, Mapping[str, int]]) -> dict[str, set[str]]:
    """For each programme, and "" for all, the columns that may be said; a row of which one is hidden says none."""
    found = _shown(table, _totals(table))
    columns = {column for row in table.values() for column in row}
    return {row: shown for row, shown in found.items() if shown == columns}


def _people(one: Indicator, table: Mapping[str, Mapping[str, Sums]]) -> dict[str, int]:
    """Of how many people a count comes in each programme, each once."""
    part = Part.FROM if one.givers else Part.OF
    return {name: sum(sums.get(part, 0) for sums in values.values()) for name, values in table.items()}


def _may_say(one: Indicator, dimension: str, table: Mapping[str, Mapping[str, Sums]]) -> dict[str, set[str]]:
    """What of a table by a dimension may be said: `_shown` of the people in each cell.

    Who gives several records gives each of another kind: by kind a record is a person, by all else the first is.
    """
    part = Part.FROM if one.givers and dimension != "kind" else Part.OF
    people = {row: {value: sums.get(part, 0) for value, sums in values.items()} for row, values in table.items()}
    return _shown(people, _people(one, table))


def _totals(table: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(row.values()) for name, row in table.items()}


def _shown(table: Mapping[str, Mapping[str, int]], people: Mapping[str, int]) -> dict[str, set[str]]:
    """What may be said, by programme and for all (""); programmes of few people are one group that is not shown."""
    small = too_small(people)
    grouped: dict[str, dict[str, int]] = {name: dict(row) for name, row in table.items() if name not in small}
    rest: dict[str, int] = defaultdict(int)
    for name in small:
        for column, count in table[name].items():
            rest[column] += count
    if rest:
        grouped["-"] = dict(rest)
    hidden = protected(grouped)
    if hidden is None:
        return {}
    columns = {column for row in grouped.values() for column in row}
    rows = [*(name for name in grouped if name != "-"), ""]
    return {row: {column for column in columns if (row, column) not in hidden} for row in rows}


def _tables(codes: Sequence[str], dimension: str) -> dict[str, dict[str, dict[str, Sums]]]:
    """Sums by indicator, programme and value of a dimension, everywhere and always."""
    found: dict[str, dict[str, dict[str, Sums]]] = {code: defaultdict(lambda: defaultdict(dict)) for code in codes}
    rows = StoredMargin.objects.filter(indicator__in=codes, dimension=dimension)
    for code, programme, value, part, total in rows.values_list("indicator", "programme", "value", "part", "total"):
        found[code][programme][value][part] = total
    return found


def breakdown(one: Indicator, dimension: str, wanted: Slice) -> list[Line] | None:
    """A figure by the values of a dimension; None where no part of it may be said (one query).

    The public sees people by programme and one dimension at a time, and shares whole.
    """
    if wanted.public and one.persons:
        closed = one.is_rate or not one.is_open or wanted != Slice(wanted.programmes)
        return None if closed else _public_lines(one, dimension, wanted)
    sums: dict[str, Sums] = defaultdict(dict)
    rows, column = _split(dimension, wanted)
    for value, part, total in rows.filter(indicator=one.code).values_list(column, "part").annotate(Sum("total")):
        sums[str(value)][part] = total
    return [Line(value, read_out(one, parts)) for value, parts in sorted(sums.items()) if any(parts.values())]


def _split(dimension: str, wanted: Slice) -> tuple[QuerySet[Any], str]:
    """The fewest rows that tell a slice by a dimension, and the column in which its values are."""
    if not wanted.place:
        return StoredMargin.objects.filter(wanted.of_programmes, dimension=dimension).order_by(), "value"
    kept = dimension in PLACE
    rows = StoredCell.objects.filter(wanted.condition(), dimension="" if kept else dimension).order_by()
    return rows, dimension if kept else "value"


def _public_lines(one: Indicator, dimension: str, wanted: Slice) -> list[Line] | None:
    parts = _tables([one.code], dimension)[one.code]
    table = {row: {value: sums.get(Part.OF, 0) for value, sums in values.items()} for row, values in parts.items()}
    shown = _may_say(one, dimension, parts)
    row = wanted.programmes[0] if wanted.programmes else ""
    if row not in shown:
        return None
    columns = sorted({value for values in table.values() for value in values})
    counts = {
        value: sum(values.get(value, 0) for name, values in table.items() if row in ("", name)) for value in columns
    }
    lines = [Line(value, Reading(Decimal(n), n, None) if value in shown[row] else None) for value, n in counts.items()]
    return [line for line in lines if line.reading is None or line.reading.value]


def public_rows() -> Iterable[dict[str, object]]:
    """Every count anybody may read, by indicator, programme and one dimension; shares are left out (eight queries)."""
    for dimension in BREAKDOWNS:
        tables = _tables(list(declared()), dimension)
        for code, one in declared().items():
            if one.is_open and not one.is_rate:
                yield from _open_rows(one, dimension, tables[code])


def _open_rows(one: Indicator, dimension: str, parts: Mapping[str, Mapping[str, Sums]]) -> Iterable[dict[str, object]]:
    table = {row: {value: sums.get(Part.OF, 0) for value, sums in values.items()} for row, values in parts.items()}
    columns = sorted({value for values in table.values() for value in values})
    shown = _may_say(one, dimension, parts) if one.persons else {row: set(columns) for row in (*table, "")}
    whole = {value: sum(values.get(value, 0) for values in table.values()) for value in columns}
    for row, counts in sorted({**table, "": whole}.items()):
        for value in columns if row in shown else []:
            count = counts.get(value, 0) if value in shown[row] else None
            if count != 0:
                place = {"indicator": one.code, "programme": row, "dimension": dimension, "value": value}
                yield {**place, "count": count, "unit": one.unit}


def records_behind(one: Indicator, wanted: Slice) -> QuerySet[StoredRecord]:
    """The records a figure was counted from; of people, none for the public."""
    if wanted.public and one.persons:
        return StoredRecord.objects.none()
    return records_of(one).filter(wanted.condition())


def records_counted(one: Indicator, wanted: Slice) -> int:
    """How many records `records_behind` gives; the cells know it, save of sums of amounts."""
    if one.total != "records" or (wanted.public and one.persons):
        return records_behind(one, wanted).count()
    rows = _whole(wanted).filter(indicator=one.code, part=Part.AMONG if one.is_rate else Part.OF)
    return rows.aggregate(all=Sum("total"))["all"] or 0


def counts_by_programme() -> dict[tuple[str, str, str], int]:
    """What each indicator counts, by `(programme, edition, indicator)`; nothing of people, and no shares."""
    open_ones = [code for code, one in declared().items() if not one.persons and not one.is_rate]
    rows = StoredMargin.objects.filter(dimension="edition", part=Part.OF, indicator__in=open_ones)
    told = rows.values_list("programme", "value", "indicator", "total")
    return {(programme, edition, code): total for programme, edition, code, total in told}


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A figure of the open list: as counted here and as published elsewhere, one never in the place of the other."""

    code: str
    label: Words
    programme: Words
    organisation: Words
    as_counted: int | None
    counted_from: str  # records, parts, or "" where nothing can be counted
    as_published: int | None
    unit: str
    period: str
    scope: Words
    source: str
    source_name: Words
    source_date: date | None
    note: Words
    contested: bool
    edition: str = ""  # what was counted alone in one call, cohort or site

    @property
    def source_told(self) -> str:
        """The address of the source; where none can be given, who said it where, in English or whatever language."""
        return self.source or self.source_name.get("en", "") or next(filter(None, self.source_name.values()), "")

    @property
    def disagrees(self) -> bool:
        """Whether two sources, or the count and what was published, differ."""
        known = self.as_counted is not None and self.as_published is not None
        return self.contested or (known and self.as_counted != self.as_published)


def open_figures() -> list[OpenFigure]:
    """Every public figure: those published, and those counted that nobody published (four queries)."""
    counts = counts_by_programme()
    rows = list(select.public_figures())
    published = [_published(row, counts) for row in rows]
    told = {one.code for one in published}
    return sorted([*published, *_counted_alone(counts, told, names_and_owners())], key=lambda one: one.code)


def _published(row: select.PublishedFigure, counts: Mapping[tuple[str, str, str], int]) -> OpenFigure:
    edition, indicator = _subject(row.code)
    slug = row.programme.slug
    found = counts.get((slug, edition, indicator))
    counted, how = (found, "records") if found is not None else _from_parts(row)
    return OpenFigure(
        code=f"{slug}.{select.open_code(edition)}.{indicator}" if indicator else row.full_code,
        label=row.label,
        programme=row.programme.title,
        organisation=row.programme.organisation.name,
        as_counted=counted,
        counted_from=how,
        as_published=row.stated,
        unit=row.unit,
        period=row.period,
        scope=row.scope,
        source=row.source_url,
        source_name=row.source_name,
        source_date=row.source_date,
        note=row.note,
        contested=row.contested,
    )


@lru_cache(maxsize=1)
def _endings() -> list[tuple[str, str]]:
    """How codes of published figures end, and the indicator each ending speaks of; the longest first."""
    found = [(ending, code) for code, one in declared().items() for ending in one.published_as]
    return sorted(found, key=lambda pair: -len(pair[0]))


def _subject(code: str) -> tuple[str, str]:
    """The edition and the indicator a published total speaks of: cohort-1-projects, the projects of cohort-1."""
    for ending, indicator in _endings():
        if code.endswith(f"-{ending}"):
            return code.removesuffix(f"-{ending}"), indicator
    return "", ""


def _from_parts(row: select.PublishedFigure) -> tuple[int | None, str]:
    """What the published parts add up to; None where there are none."""
    return (row.counted, "parts") if row.parts else (None, "")


def _counted_alone(
    counts: Mapping[tuple[str, str, str], int], told: set[str], names: Mapping[str, tuple[Words, Words]]
) -> Iterable[OpenFigure]:
    for (slug, edition, indicator), count in sorted(counts.items()):
        code = ".".join(part for part in (slug.lstrip("@"), select.open_code(edition), indicator) if part)
        if code in told or not count or slug not in names:
            continue
        one, (title, organisation) = declared()[indicator], names[slug]
        yield OpenFigure(
            code, one.title, title, organisation, count, "records", None, one.unit,
            "", one.scope, "", one.source, None, {}, False, edition,
        )  # fmt: skip
