"""The list of files: what the address asks for, as a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, F, Func, JSONField, QuerySet
from django.http import QueryDict

from mouakaba.kernel.text import fold
from mouakaba.select.applications.models import Application, State

SORTS: Mapping[str, tuple[Any, ...]] = {
    "oldest": ("submitted_at", "pk"),
    "newest": ("-submitted_at", "pk"),
    "title": ("title", "pk"),
    "number": ("number", "pk"),
    "score": (F("score").desc(nulls_last=True), "submitted_at", "pk"),
}
# Codes of the rules that answered no, in the call's order.
_UNMET = """jsonb_path_query_array(%(expressions)s, '$.rules[*] ? (@.answer == "no").code')"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list asks for. Words it does not know are left out."""

    state: str = ""
    verdict: str = ""
    rule: str = ""  # "no:age", "cannot_tell:age"
    region: str = ""
    language: str = ""
    q: str = ""
    sort: str = "oldest"

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        """Reads an address. Two texts of the same key: the last counts."""
        # A zero byte is the one character the database refuses in text.
        given = {one.name: query.get(one.name, "").replace("\0", "").strip()[:200] for one in fields(cls)}
        given["sort"] = given["sort"] if given["sort"] in SORTS else "oldest"
        return cls(**given)

    def as_query(self) -> str:
        """The address's query again, empty keys left out."""
        query = QueryDict(mutable=True)
        query.update({one.name: value for one in fields(self) if (value := getattr(self, one.name))})
        if self.sort == "oldest":
            del query["sort"]
        return query.urlencode()

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(getattr(self, one.name) for one in fields(self) if one.name != "sort")


def filtered(files: QuerySet[Application], filters: Filters, *, region_fact: str = "") -> QuerySet[Application]:
    """The files the filters ask for, in their order."""
    asked = {"state": filters.state, "verdict": filters.verdict, "language": filters.language}
    files = files.filter(**{name: value for name, value in asked.items() if value})
    if filters.region:
        files = files.filter(facts__contains={region_fact: filters.region})
    if filters.rule:
        answer, _, code = filters.rule.partition(":")
        files = files.filter(submission__verdict__rules__contains=[{"code": code, "answer": answer}])
    for word in fold(filters.q).split():
        files = files.filter(search__contains=word)
    return files.order_by(*SORTS[filters.sort])


def with_unmet(files: QuerySet[Application]) -> QuerySet[Any]:
    """Adds ``unmet``: the codes of the rules that answered no."""
    codes = Func(F("submission__verdict"), template=_UNMET, output_field=JSONField())
    return files.annotate(unmet=codes)


def count_by_state(files: QuerySet[Application]) -> dict[str, int]:
    """How many files stand in each state."""
    rows = files.order_by().values_list("state").annotate(count=Count("pk"))
    found = dict(rows)
    return {state: found[state] for state in State.sent() if state in found}


@dataclass(frozen=True, slots=True)
class Group:
    """Files that wait for a decision and have the same verdict and the same unmet rules."""

    verdict: str
    unmet: tuple[str, ...]
    count: int


def unmet_groups(files: QuerySet[Application]) -> list[Group]:
    """What waits for a decision, by verdict and unmet rules, the largest first (one query)."""
    waiting = with_unmet(files.filter(state=State.SUBMITTED)).order_by()
    rows = waiting.values_list("verdict", "unmet").annotate(count=Count("pk"))
    groups = [Group(verdict, tuple(unmet or ()), count) for verdict, unmet, count in rows]
    return sorted(groups, key=lambda group: (-group.count, group.verdict, group.unmet))
