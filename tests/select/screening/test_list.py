"""Integration: the list of files, its filters, its rights and its price."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from mouakaba.base.people.models import Membership
from mouakaba.select.applications.models import Application
from mouakaba.select.programmes.models import ProgrammeRole
from mouakaba.select.review.models import Conflict
from mouakaba.select.screening.queries import Filters
from tests import factories
from tests.select.screening.builders import OUTSIDE, TOO_OLD, UNKNOWN_AGE, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(call: Any) -> dict[str, Application]:
    """One of each verdict, and a draft nobody but its writer sees."""
    factories.make_application(call, factories.make_person("Drafter"), state="draft")
    return {
        "good": sent(call, "Good", {"title": "DEMO tapis de Figuig"}, language="fr"),
        "old": sent(call, "Old", {**TOO_OLD, "title": "DEMO مقهى الأدب"}, language="ar"),
        "outside": sent(call, "Outside", {**TOO_OLD, **OUTSIDE, "title": "DEMO film"}, language="en"),
        "unknown": sent(call, "Unknown", {**UNKNOWN_AGE, "title": "DEMO podcast"}, language="fr"),
    }


def shown(client: Any, call: Any, query: str = "") -> list[str]:
    page = client.get(reverse("screening_list", args=[call.slug]) + query)
    assert page.status_code == 200
    return [row["file"].title for row in page.context["rows"]]


TITLES = ["DEMO tapis de Figuig", "DEMO مقهى الأدب", "DEMO film", "DEMO podcast"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", TITLES),
        ("?verdict=ineligible", TITLES[1:3]),
        ("?verdict=cannot_tell", TITLES[3:]),
        ("?rule=no:age", TITLES[1:3]),
        ("?rule=no:region", TITLES[2:3]),
        ("?rule=cannot_tell:age", TITLES[3:]),
        ("?region=MA-06", TITLES[2:3]),
        ("?region=MA-02&verdict=eligible", TITLES[:1]),
        ("?language=ar", TITLES[1:2]),
        ("?state=admitted", []),
        ("?q=FIGUIG", TITLES[:1]),
        ("?q=مقهي+الادب", TITLES[1:2]),
        ("?q=DEMO-CALL-0003", TITLES[2:3]),
        ("?q=demo+unknown", TITLES[3:]),
        ("?sort=newest&verdict=ineligible", TITLES[1:3]),
        ("?sort=title", [TITLES[2], TITLES[3], TITLES[0], TITLES[1]]),
        ("?sort=nonsense&state=&verdict=", TITLES),
        ("?page=99", TITLES),
    ],
)
def test_filters_live_in_the_address(
    client: Any, call: Any, files: Any, omar: Any, query: str, titles: list[str]
) -> None:
    client.force_login(omar)
    found = shown(client, call, query)
    assert found == titles if "sort=title" in query else set(found) == set(titles)


STRANGE = ["?rule=no", "?rule=:::", "?region='; drop", "?q=%00%ff", "?state=draft", "?verdict=%F0%9F"]


@pytest.mark.parametrize("query", STRANGE)
def test_strange_filters_find_nothing_and_break_nothing(
    client: Any, call: Any, files: Any, omar: Any, query: str
) -> None:
    client.force_login(omar)
    assert shown(client, call, query) in ([], shown(client, call))


def test_an_address_comes_back_from_its_filters() -> None:
    from django.http import QueryDict

    query = "state=submitted&rule=no%3Aage&q=%D8%AA%D8%B9&sort=newest"
    assert Filters.of(QueryDict(query)).as_query() == query
    assert Filters.of(QueryDict("page=3&sort=oldest")).as_query() == ""


def test_counts_by_state_go_with_the_other_filters(client: Any, call: Any, files: Any, omar: Any) -> None:
    Application.objects.filter(pk=files["old"].pk).update(state="refused")
    client.force_login(omar)
    page = client.get(reverse("screening_list", args=[call.slug]) + "?verdict=ineligible&state=refused")
    assert [(one["code"], one["count"], one["here"]) for one in page.context["states"]] == [
        ("", 2, False),
        ("submitted", 1, False),
        ("refused", 1, True),
    ]


def test_what_waits_is_grouped_by_the_rules_that_are_not_met(client: Any, call: Any, files: Any, omar: Any) -> None:
    sent(call, "Older", TOO_OLD)
    client.force_login(omar)
    waiting = client.get(reverse("screening_list", args=[call.slug])).context["waiting"]
    assert (waiting["eligible"], waiting["unclear"], waiting["all"]) == (1, 1, 5)
    assert [(one["count"], one["codes"]) for one in waiting["refusals"]] == [(2, "age"), (1, "age,region")]


def test_facts_are_shown_with_their_labels(client: Any, call: Any, files: Any, omar: Any) -> None:
    client.force_login(omar)
    text = client.get(f"/fr/office/calls/{call.slug}/applications/?q=film").content.decode()
    assert "Région du projet\u00a0: Casablanca-Settat" in text
    assert "Âge" in text  # the label of the rule that is not met


def test_the_export_and_the_import_are_one_link_away(client: Any, call: Any, files: Any, omar: Any) -> None:
    client.force_login(omar)
    text = client.get(f"/fr/office/calls/{call.slug}/applications/?verdict=ineligible").content.decode()
    assert f"/fr/office/calls/{call.slug}/sheets/export/?verdict=ineligible&amp;format=xlsx" in text
    assert f"/fr/office/calls/{call.slug}/sheets/" in text


def fill(call: Any, count: int) -> None:
    """Many files at once, straight into the tables."""
    model = sent(call, "Model", TOO_OLD)
    start = Application.objects.count()
    rows = []
    for number in range(start, start + count):
        row = Application.objects.get(pk=model.pk)
        row.pk, row.applicant, row.number = None, None, f"X-{number}"
        row.id = __import__("uuid").uuid4()
        rows.append(row)
    Application.objects.bulk_create(rows)


@pytest.mark.parametrize("count", [3, 120])
def test_the_price_of_the_list_does_not_depend_on_its_length(
    client: Any, call: Any, omar: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    fill(call, count)
    client.force_login(omar)
    client.get(reverse("screening_list", args=[call.slug]))  # what is kept in memory is read once
    with django_assert_max_num_queries(12):
        page = client.get(reverse("screening_list", args=[call.slug]) + "?verdict=ineligible")
    assert page.context["page"].paginator.count == count + 1
    assert len(page.context["rows"]) == min(count + 1, 50)


URLS = ["screening_list", "screening_decide"]


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("programme officer", 200),
        ("viewer", 404),
        ("president", 404),
        ("stranger", 404),
        ("nobody", 302),
    ],
)
def test_rights(client: Any, call: Any, files: Any, omar: Any, charlie: Any, name: str, who: str, status: int) -> None:
    if who == "officer":
        client.force_login(omar)
    elif who != "nobody":
        client.force_login(charlie)
    if who == "programme officer":
        ProgrammeRole.objects.create(person=charlie, programme=call.programme, role="officer")
    if who == "president":
        ProgrammeRole.objects.create(person=charlie, programme=call.programme, role="president")
    if who == "viewer":
        Membership.objects.create(person=charlie, organisation=call.programme.organisation, role="viewer")
    assert client.get(reverse(name, args=[call.slug]) + "?do=admit").status_code == status


def test_an_officer_of_another_programme_finds_nothing(client: Any, call: Any, files: Any, charlie: Any) -> None:
    factories.make_programme("other", officer=charlie)
    client.force_login(charlie)
    assert client.get(reverse("screening_list", args=[call.slug])).status_code == 404
    assert client.get(reverse("screening_file", args=[call.slug, files["good"].pk])).status_code == 404


def test_for_an_officer_tied_to_a_file_it_does_not_exist(client: Any, call: Any, files: Any, omar: Any) -> None:
    seat = factories.make_juror(call, person=omar)
    Conflict.objects.create(juror=seat, application=files["old"], source="declared", at=call.opens_at)
    mine = sent(call, "Mine", person=omar)
    client.force_login(omar)
    assert set(shown(client, call)) == {TITLES[0], TITLES[2], TITLES[3]}
    waiting = client.get(reverse("screening_list", args=[call.slug])).context["waiting"]
    assert [one["codes"] for one in waiting["refusals"]] == ["age,region"]
    for hidden in (files["old"], mine):
        assert client.get(reverse("screening_file", args=[call.slug, hidden.pk])).status_code == 404
    page = client.get(reverse("screening_decide", args=[call.slug]) + "?do=refuse&unmet=age")
    assert page.context["chosen"].files == []


def test_unmarked_files_come_last_when_sorted_by_marks(client: Any, call: Any, files: Any, omar: Any) -> None:
    Application.objects.filter(pk=files["old"].pk).update(score=2)
    Application.objects.filter(pk=files["outside"].pk).update(score=3)
    client.force_login(omar)
    assert shown(client, call, "?sort=score")[:2] == [TITLES[2], TITLES[1]]


def test_good_files_wait_for_nobody_where_a_kind_needs_no_screening(client: Any, programme: Any, omar: Any) -> None:
    live = factories.make_call(programme, "demo-live", kind_code="ideathon")
    sent(live, "Good")
    client.force_login(omar)
    waiting = client.get(reverse("screening_list", args=[live.slug])).context["waiting"]
    assert (waiting["eligible"], waiting["all"]) == (0, 0)
    sent(live, "Old", TOO_OLD)
    waiting = client.get(reverse("screening_list", args=[live.slug])).context["waiting"]
    assert (len(waiting["refusals"]), waiting["all"]) == (1, 1)
