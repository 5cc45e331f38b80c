"""Bringing cells up to date: the same as counting all anew, and no change is missed or counted twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.indicators import Cell, Margin, Record, counted, indicator, margins
from mouakaba.observe.indicators import actions, rules
from mouakaba.observe.indicators.models import FeedMark, StoredCell, StoredMargin, StoredRecord
from mouakaba.observe.indicators.queries import counted_cells
from mouakaba.select import door as select
from mouakaba.select.applications.models import Application
from tests import factories
from tests.observe.conftest import told


def cells() -> Counter[Cell]:
    rows = StoredCell.objects.exclude(total=0).values_list(
        "indicator", "part", "programme", "edition", "region", "year", "dimension", "value", "total"
    )
    return Counter({Cell(*row[:-1]): row[-1] for row in rows})


def margins_kept() -> Counter[Margin]:
    rows = StoredMargin.objects.exclude(total=0).values_list(
        "indicator", "part", "programme", "dimension", "value", "total"
    )
    return Counter({Margin(*row[:-1]): row[-1] for row in rows})


def anew(records: list[Record]) -> Counter[Cell]:
    return counted(list(rules.declared().values()), [actions._as_row(record) for record in records])


changes = st.lists(
    st.dictionaries(
        st.integers(0, 6),
        st.fixed_dictionaries(
            {"sex": st.sampled_from(["female", "male", ""]), "kind": st.sampled_from(["selected", "submitted"])}
        ),
        max_size=7,
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_moving_the_cells_is_the_same_as_counting_anew(rounds: list[dict[int, dict[str, str]]]) -> None:
    with transaction.atomic():
        for now in rounds:
            records = [Record("applications", str(key), "demo", **fields) for key, fields in now.items()]
            actions.refresh_feed("applications", lambda since, records=records: iter(records), whole=True)
            assert cells() == anew(records)
            assert margins_kept() == +margins(anew(records))
        transaction.set_rollback(True)


told_by_engines = st.builds(
    Record,
    feed=st.just("applications"),
    key=st.uuids().map(str),
    programme=st.sampled_from(["demo", "other", rules.PLATFORM]),
    edition=st.sampled_from(["", "one"]),
    kind=st.sampled_from(["selected", "submitted", "refused", ""]),
    region=st.sampled_from(["", "MA-02"]),
    sex=st.sampled_from(["female", "male", ""]),
    area=st.sampled_from(["rural", "urban", ""]),
    day=st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    amount=st.integers(-5, 50),
)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(told_by_engines, max_size=30))
def test_the_database_counts_as_the_kernel_does(records: list[Record]) -> None:
    said = {"ar": "DEMO", "fr": "DEMO", "en": "DEMO"}
    words = dict.fromkeys(("title", "definition", "scope", "base", "source"), said)
    asked: list[dict[str, Any]] = [
        {},
        {"total": "amount", "of": {"kind": ["selected"]}},
        {"of": {"sex": ["female"]}, "among": {"sex": []}},
        {"of": {"year": [], "amount": []}},
        {"of": {"kind": ["selected", "refused"]}, "givers": True},
        {"of": {"year": ["2021", "2024"], "area": ["rural"]}, "among": {"day": [], "kind": ["selected", "refused"]}},
    ]
    some = [
        indicator({"code": f"c{n}", "unit": "u", "feed": "applications", **words, **one}) for n, one in enumerate(asked)
    ]
    with transaction.atomic():
        StoredRecord.objects.bulk_create(StoredRecord(**actions._as_row(one)) for one in records)
        found = dict(counted_cells("applications", some))
        transaction.set_rollback(True)
    known = counted(some, [actions._as_row(record) for record in records])
    assert found == {cell: total for cell, total in known.items() if total}


@pytest.mark.django_db
def test_only_what_changed_is_written(refresh: Callable[[], int], feeds: dict[str, list[Record]]) -> None:
    assert refresh() == 40
    assert refresh() == 0
    feeds["applications"][0] = replace(feeds["applications"][0], kind="withdrawn")
    feeds["applications"].pop()
    assert refresh() == 2
    assert cells() == anew(feeds["applications"])


@pytest.mark.django_db
def test_new_declarations_are_counted_from_the_records(
    refresh: Callable[[], int], feeds: dict[str, list[Record]]
) -> None:
    refresh()
    StoredCell.objects.all().delete()
    FeedMark.objects.update(declarations="older")
    assert refresh() == 0
    assert cells() == anew(feeds["applications"])


@pytest.mark.django_db
def test_applications_are_told_without_persons(programme: Any, call: Any, alice: Any) -> None:
    facts = {**factories.FACTS, "holder.sex": "f", "project.area": "rural"}
    application = factories.make_application(call, alice, facts=facts)
    (record,) = select.application_rows(None)
    assert (record.key, record.programme, record.edition) == (str(application.pk), programme.slug, call.slug)
    assert (record.sex, record.region, record.age_band, record.area) == ("female", "MA-02", "18-29", "rural")
    assert "Alice" not in repr(record)
    assert alice.email not in repr(record)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_not_yet_committed_is_found_the_next_time(alice: Any) -> None:
    from mouakaba.base.places.actions import load_places
    from mouakaba.base.places.queries import forget_places

    load_places()
    forget_places()
    call = factories.make_call(factories.make_programme())
    application = factories.make_application(call, alice)
    actions.refresh_feed("applications", select.application_rows)
    written, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                Application.objects.filter(pk=application.pk).update(state="selected")
                written.set()
                may_commit.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    written.wait(30)
    actions.refresh_feed("applications", select.application_rows)
    assert StoredRecord.objects.get().kind == "submitted"
    may_commit.set()
    thread.join()
    assert actions.refresh_feed("applications", select.application_rows) == 1
    assert StoredRecord.objects.get().kind == "selected"
    assert actions.refresh_feed("applications", select.application_rows) == 0


@pytest.mark.django_db(transaction=True)
def test_two_refreshes_at_once_count_every_record_once() -> None:
    records = told(300)

    def run() -> None:
        try:
            actions.refresh_feed("applications", lambda since: iter(records), whole=True)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cells() == anew(records)
