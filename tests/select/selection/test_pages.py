"""The office's pages of the choice: who may see and do what, what they say, and how few queries they need."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.programmes.models import ProgrammeRole
from mouakaba.select.review.models import Conflict, Juror
from mouakaba.select.selection.actions import freeze_run, run_selection
from mouakaba.select.selection.models import Decision, SelectionRun
from mouakaba.select.selection.queries.inputs import Change
from tests import factories
from tests.select.selection import cast
from tests.select.selection.cast import number

pytestmark = pytest.mark.django_db
BUDGET = 12


def page(name: str, *args: Any, **query: Any) -> str:
    from django.utils.http import urlencode

    address = reverse(name, args=args)
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(omar: Any) -> Client:
    return as_(omar)


def role(call: Call, name: str, kind: str) -> Client:
    person = factories.make_person(name)
    ProgrammeRole.objects.create(person=person, programme=call.programme, role=kind)
    return as_(person)


def names_of(run: SelectionRun) -> list[tuple[str, tuple[Any, ...]]]:
    slug = run.call.slug
    return [
        ("selection_office", (slug,)),
        ("selection_files", (slug,)),
        ("selection_export", (slug,)),
        ("selection_file", (slug, number(run.call, 1))),
        ("selection_compare", (slug,)),
        ("selection_places", (slug,)),
        ("selection_minutes", (slug, "fr")),
        ("selection_package", (slug,)),
    ]


DECIDING = ("selection_what_if", "selection_unfreeze")


def test_readers_read_and_strangers_find_nothing(frozen: SelectionRun, charlie: Any, alice: Any) -> None:
    viewer = role(frozen.call, "Viewer", "viewer")
    for name, args in names_of(frozen):
        assert viewer.get(page(name, *args)).status_code in (200, 302), name
        assert as_(charlie).get(page(name, *args)).status_code == 404, name
        assert as_(alice).get(page(name, *args)).status_code == 404, name
        anonymous = Client().get(page(name, *args))
        assert anonymous.status_code == 302 and "login" in anonymous["Location"], name


def test_a_colleague_of_another_programme_finds_nothing(frozen: SelectionRun) -> None:
    other = factories.make_person("Other officer")
    factories.make_programme("another", officer=other)
    for name, args in names_of(frozen):
        assert as_(other).get(page(name, *args)).status_code == 404, name


def test_only_officers_and_presidents_decide(frozen: SelectionRun, officer: Client) -> None:
    slug = frozen.call.slug
    viewer, president = role(frozen.call, "Viewer", "viewer"), role(frozen.call, "President", "president")
    for name in DECIDING:
        assert viewer.get(page(name, slug)).status_code == 404, name
        assert president.get(page(name, slug)).status_code == 200, name
    freeze = page("selection_freeze", slug, frozen.pk)
    assert (viewer.get(freeze).status_code, president.get(freeze).status_code) == (404, 200)
    assert viewer.post(page("selection_run", slug)).status_code == 404
    publish = page("selection_publish", slug)
    assert [one.get(publish).status_code for one in (viewer, president, officer)] == [404, 404, 200]


def test_a_juror_without_a_role_finds_nothing(frozen: SelectionRun) -> None:
    juror = Juror.objects.filter(call=frozen.call).select_related("person").first()
    assert juror is not None
    assert as_(juror.person).get(page("selection_office", frozen.call.slug)).status_code == 404


def test_a_file_somebody_is_tied_to_does_not_exist_for_them(frozen: SelectionRun, omar: Any, officer: Client) -> None:
    seat = factories.make_juror(frozen.call, person=omar)
    file = cast.application(frozen.call, 1)
    Conflict.objects.create(juror=seat, application=file, source="declared", at=frozen.made_at)
    assert officer.get(page("selection_file", frozen.call.slug, file.number)).status_code == 404


def test_another_call_s_run_is_not_here(frozen: SelectionRun, officer: Client) -> None:
    other = cast.closed_call(frozen.call.programme, cast.SIX, slug="other-call")
    for name in ("selection_office", "selection_files"):
        assert officer.get(page(name, other.slug, run=frozen.pk)).status_code == 404
        assert officer.get(page(name, other.slug, run="nonsense")).status_code == 404
    assert officer.get(page("selection_freeze", other.slug, frozen.pk)).status_code == 404


def test_open_marks_say_where_to_go(call: Call, officer: Client) -> None:
    text = officer.get(page("selection_office", call.slug)).content.decode()
    assert "once the jury's marks are closed" in text
    assert page("jury_office", call.slug) in text


def test_computing_shows_the_list_the_line_and_the_price(six: Call, officer: Client) -> None:
    answer = officer.post(page("selection_run", six.slug), follow=True)
    text = answer.content.decode()
    board = answer.context["board"]
    assert [row.number for row in board.chosen] == [number(six, n) for n in (1, 2, 4)]
    assert [(row.number, row.reserve) for row in board.near] == [
        (number(six, 3), 1), (number(six, 5), 2), (number(six, 6), None),
    ]  # fmt: skip
    assert "The line: 3 places end here" in text
    assert "kept out by “Oriental region”" in text
    assert "Without this quota the total would be \u206610\u2069 points higher." in text


def test_what_cannot_be_computed_is_said(call: Call, officer: Client) -> None:
    text = officer.post(page("selection_run", call.slug), follow=True).content.decode()
    assert "The marks are not closed." in text


def test_a_variant_is_computed_kept_and_compared(run: SelectionRun, six: Call, officer: Client) -> None:
    data = {"name": "three for the Oriental", "min_region-oriental": "1", "max_region-oriental": "3"}
    answer = officer.post(page("selection_what_if", six.slug), data, follow=True)
    first, second = answer.context["columns"]
    assert (first.run, second.total, second.difference) == (run, 270.0, "\u206610\u2069 points more")
    assert [row.number for row in second.coming] == [number(six, 3)]
    assert [row.number for row in second.going] == [number(six, 4)]
    assert second.changes == ["“Oriental region”: at most 3 instead of 2"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"min_region-oriental": "2", "max_region-oriental": "1"}, "cannot both hold"),
        ({"min_region-oriental": "4", "max_region-oriental": ""}, "asks for more than the 3 places"),
        ({"min_region-oriental": "two"}, "whole number"),
        ({"min_region-oriental": "-1"}, ": write 0 or more"),
        ({"max_region-oriental": "9" * 9}, "or less"),
        ({"name": ""}, "required"),
    ],
)
def test_bad_bounds_lose_nothing_typed(
    run: SelectionRun, six: Call, officer: Client, typed: dict[str, str], told: str
) -> None:
    data = {"name": "my <b>variant</b>", "min_region-oriental": "1", "max_region-oriental": "2", **typed}
    answer = officer.post(page("selection_what_if", six.slug), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert all(f'value="{value}"' in text for name, value in data.items() if value and name != "name")
    assert "<b>variant</b>" not in text
    assert SelectionRun.objects.count() == 1


def test_an_impossible_choice_offers_its_way_out(six: Call, omar: Any, officer: Client) -> None:
    Application.objects.filter(number=number(six, 3)).update(state=State.WITHDRAWN)
    changes = [Change("region-oriental", "min", 3), Change("region-oriental", "max", None)]
    run = run_selection(call=six, name="three", changes=changes, by=omar)
    answer = officer.get(page("selection_office", six.slug, run=run.pk))
    text = answer.content.decode()
    assert "No choice can keep this: “Oriental region”." in text
    assert "“Oriental region”: at least 2 instead of 3" in text
    fields = {name: "" if value is None else value for name, value in answer.context["way_out"].bounds}
    again = officer.post(page("selection_what_if", six.slug), {"name": "Smallest change", **fields}, follow=True)
    assert SelectionRun.objects.latest("made_at").status == "optimal"
    assert again.status_code == 200


def test_the_list_is_filtered_sorted_and_exported(run: SelectionRun, six: Call, officer: Client) -> None:
    def listed(**query: str) -> list[int]:
        rows = officer.get(page("selection_files", six.slug, **query)).context["rows"]
        return [int(row.number[-4:]) for row in rows]

    assert listed() == [1, 2, 3, 4, 5, 6]
    assert listed(show="chosen") == [1, 2, 4]
    assert listed(show="quota") == [3]
    assert listed(show="out") == [6]
    assert listed(quota="region-oriental") == [3]
    assert listed(q="Project 5") == [5]
    assert listed(sort="near") == [1, 2, 4, 3, 5, 6]
    assert listed(show="nonsense", sort="nonsense") == [1, 2, 3, 4, 5, 6]
    answer = officer.get(page("selection_export", six.slug, show="quota"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Number", number(six, 3)]


def test_a_title_cannot_run_in_a_spreadsheet(run: SelectionRun, six: Call, officer: Client) -> None:
    Application.objects.filter(number=number(six, 3)).update(title="=HYPERLINK(1)")
    text = officer.get(page("selection_export", six.slug)).content.decode()
    assert "'=HYPERLINK(1)" in text


def test_a_file_explains_itself(run: SelectionRun, six: Call, officer: Client) -> None:
    text = officer.get(page("selection_file", six.slug, number(six, 3))).content.decode()
    assert "these quotas kept it out: “Oriental region”" in text
    assert "\u206610\u2069 points more and this file would have been chosen." in text
    assert "DEMO reason for viability 4" in text
    chosen = officer.get(page("selection_file", six.slug, number(six, 4))).content.decode()
    assert f"({number(six, 5)}) would take its place" in chosen
    assert officer.get(page("selection_file", six.slug, "NOBODY-1")).status_code == 404


def test_freezing_and_taking_back(run: SelectionRun, six: Call, officer: Client) -> None:
    freeze = page("selection_freeze", six.slug, run.pk)
    assert "3 files are selected" in officer.get(freeze).content.decode()
    officer.post(freeze, {"note": "Unanimous."})
    run.refresh_from_db()
    assert (run.note, run.frozen_at is not None) == ("Unanimous.", True)
    empty = officer.post(page("selection_unfreeze", six.slug), {"why": ""})
    assert (empty.status_code, "Write the reason" in empty.content.decode()) == (422, True)
    officer.post(page("selection_unfreeze", six.slug), {"why": "A tie came to light."})
    assert not Decision.objects.exists()


def test_the_freeze_page_says_what_changed(run: SelectionRun, six: Call, officer: Client) -> None:
    Application.objects.filter(number=number(six, 1)).update(state=State.WITHDRAWN)
    freeze = page("selection_freeze", six.slug, run.pk)
    for answer in (officer.get(freeze), officer.post(freeze, {"note": "a note"})):
        text = answer.content.decode()
        assert "no longer in the choice" in text
        assert number(six, 1) in text
    assert "a note" in text
    assert not Decision.objects.exists()


def test_letters_are_read_before_they_leave(frozen: SelectionRun, six: Call, officer: Client) -> None:
    answer = officer.get(page("selection_publish", six.slug))
    assert [(count, [one.language for one in samples]) for _label, count, samples in answer.context["letters"]] == [
        (3, ["ar", "fr", "en"]), (2, ["ar", "fr", "en"]), (1, ["ar", "fr", "en"]),
    ]  # fmt: skip
    done = officer.post(page("selection_publish", six.slug), follow=True)
    assert "6 letters are on their way" in done.content.decode()
    again = officer.post(page("selection_publish", six.slug), follow=True)
    assert "0 letters are on their way" in again.content.decode()


def test_places_and_withdrawals(published: Call, officer: Client) -> None:
    withdraw = page("selection_withdraw", published.slug, number(published, 4))
    empty = officer.post(withdraw, {"why": " "})
    assert (empty.status_code, "Write the reason" in empty.content.decode()) == (422, True)
    text = officer.post(withdraw, {"why": "Moved abroad"}, follow=True).content.decode()
    assert f"{number(published, 5)}, “\u2068DEMO project 5\u2069”, is called into the place." in text
    assert "answer awaited" in text
    assert officer.get(withdraw).status_code == 404


def test_an_open_place_is_settled_with_a_reason(programme: Any, places: None, omar: Any, officer: Client) -> None:
    files = [cast.one(5, 5, sex="f"), cast.one(4, 4, sex="f"), cast.one(3, 3, sex="m")]
    quotas = cast.quota("women", "holder.sex", "f", min=2)
    call = cast.closed_call(programme, files, places=2, quotas=quotas)
    freeze_run(run=run_selection(call=call, name="x", by=omar), note="", by=omar)
    officer.post(page("selection_publish", call.slug))
    officer.post(page("selection_withdraw", call.slug, number(call, 1)), {"why": "x"})
    shown = officer.get(page("selection_places", call.slug))
    assert "No choice can keep this" in shown.content.decode() or "cannot all hold" in shown.content.decode()
    vacancy = shown.context["open"][0].pk
    data = {"vacancy": vacancy, "number": number(call, 3), "why": ""}
    refused = officer.post(page("selection_places", call.slug), data)
    assert (refused.status_code, "Write the reason" in refused.content.decode()) == (422, True)
    officer.post(page("selection_places", call.slug), {**data, "why": "The jury met again."})
    assert Decision.objects.get(application__number=number(call, 3)).outcome == "selected"
    assert officer.post(page("selection_places", call.slug), {"vacancy": "x", "why": "y"}).status_code == 404


def test_the_public_cohort_opens_with_publication(frozen: SelectionRun, six: Call, officer: Client) -> None:
    address = page("call_cohort", six.slug)
    assert Client().get(address).status_code == 404
    officer.post(page("selection_publish", six.slug))
    answer = Client().get(address)
    text = answer.content.decode()
    assert [(group.name, len(group.projects)) for group in answer.context["cohort"].groups] == [
        ("Tangier-Tetouan-Al Hoceima", 1), ("Oriental", 2),
    ]  # fmt: skip
    assert "weavers sell together" not in text
    assert "DEMO Person" not in text


def test_a_summary_is_public_only_with_consent(programme: Any, places: None, omar: Any, monkeypatch: Any) -> None:
    from mouakaba.select.selection.queries.cohort import _summary

    consent = {"code": "publish_consent", "type": "consent"}
    summary = {"code": "project_summary", "type": "long_text"}
    content, answers = {"questions": [summary, consent]}, {"project_summary": "What we do"}
    assert _summary(answers, content) == ""
    assert _summary({**answers, "publish_consent": True}, content) == "What we do"
    assert _summary({**answers, "publish_consent": True}, {"questions": [summary]}) == ""
    ticked = {"code": "publish_summary", "type": "consent"}
    assert _summary({"publish_summary": True}, {"questions": [ticked]}) == ""  # a tick is no text


def test_a_published_total_stands_beside_the_count(published: Call) -> None:
    from mouakaba.select.programmes.models import PublishedFigure

    parts = [
        {"label": factories.words(region), "count": count} for region, count in zip("ABCD", (5, 4, 4, 4), strict=True)
    ]
    label = factories.words("DEMO cohort 1")
    PublishedFigure.objects.create(programme=published.programme, code="cohort-1", label=label, stated=18, parts=parts)
    text = Client().get(page("call_cohort", published.slug)).content.decode()
    assert "The published total says 18, but its parts add up to 17." in text


@pytest.mark.parametrize("count", [30, 670])
def test_pages_need_few_queries_whatever_the_files(
    programme: Any, places: None, omar: Any, officer: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    quotas = "".join(cast.quota(f"r{code}", "project.region", code, min=4, max=8) for code in cast.REGIONS)
    quotas += cast.quota("women", "holder.sex", "f", min=10)
    call = cast.closed_call(programme, cast.random_files(count), places=24, reserve=8, quotas=quotas)
    run = run_selection(call=call, name="x", by=omar)
    run_selection(call=call, name="y", changes=[Change("women", "min", 12)], by=omar)
    run_selection(call=call, name="z", changes=[Change("women", "min", 11)], by=omar)
    runs = list(SelectionRun.objects.filter(call=call).values_list("pk", flat=True))
    opened = [
        page("selection_office", call.slug),
        page("selection_files", call.slug),
        page("selection_files", call.slug, q="project", sort="near"),
        page("selection_export", call.slug),
        page("selection_file", call.slug, run.result["chosen"][0]),
        page("selection_compare", call.slug, run=runs),
        page("selection_freeze", call.slug, run.pk),
    ]
    _within_budget(officer, opened, django_assert_max_num_queries)
    freeze_run(run=run, note="", by=omar)
    decided = [
        page("selection_office", call.slug),
        page("selection_minutes", call.slug, "ar"),
        page("selection_package", call.slug),
        page("selection_publish", call.slug),
    ]
    _within_budget(officer, decided, django_assert_max_num_queries)
    officer.post(page("selection_publish", call.slug))
    told = [page("selection_places", call.slug), page("call_cohort", call.slug)]
    _within_budget(officer, told, django_assert_max_num_queries)
    assert len(officer.get(opened[1]).content) < 120_000


def _within_budget(client: Client, pages: list[str], at_most: Any) -> None:
    for address in pages:
        with at_most(BUDGET, info=address):
            assert client.get(address).status_code == 200, address


def test_the_applicant_answers_from_their_own_page(published: Call, omar: Any, charlie: Any) -> None:
    one, three = cast.application(published, 1), cast.application(published, 3)
    given_up = as_(one.applicant).post(page("place_answer", one.pk), {"answer": "give_up"})
    assert given_up.status_code == 302
    assert cast.application(published, 1).state == "selected", "a box must be ticked"
    as_(one.applicant).post(page("place_answer", one.pk), {"answer": "give_up", "sure": "1", "why": "DEMO"})
    assert cast.application(published, 1).state == "withdrawn"
    assert as_(charlie).post(page("place_answer", three.pk), {"answer": "accept"}).status_code == 404
    assert as_(omar).post(page("place_answer", three.pk), {"answer": "accept"}).status_code == 404
    as_(three.applicant).post(page("place_answer", three.pk), {"answer": "accept"})
    assert Decision.objects.get(application=three).application.vacancy_filled.answer == "accepted"
    assert as_(three.applicant).get(page("place_answer", three.pk)).status_code == 405


def test_a_large_computation_shows_that_it_goes_on(six: Call, omar: Any, officer: Client, monkeypatch: Any) -> None:
    from mouakaba.select.selection.actions import compute_run, running

    monkeypatch.setattr(running, "AT_ONCE", 5)
    officer.post(page("selection_run", six.slug))
    address = page("selection_office", six.slug)
    assert "6 files are compared" in officer.get(address).content.decode()
    compute_run(run=SelectionRun.objects.get(call=six))
    piece = officer.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "The choice is computed." in piece
    assert "<html" not in piece


def test_a_file_the_president_has_a_tie_with_is_in_none_of_their_lists(run: SelectionRun) -> None:
    """The list, the files, their search, the export and the comparison leave it out; its place is still counted."""
    president = factories.make_person("Tied President")
    ProgrammeRole.objects.create(person=president, programme=run.call.programme, role="president")
    seat = factories.make_juror(run.call, person=president)
    tied, free = cast.application(run.call, 1), cast.application(run.call, 2)
    Conflict.objects.create(juror=seat, application=tied, source="declared", at=run.made_at)
    client, slug = as_(president), run.call.slug
    without = [Change("region-oriental", "min", 0), Change("region-oriental", "max", 0)]
    what_if = run_selection(call=run.call, name="other", changes=without, by=president)
    addresses = [
        page("selection_office", slug),
        page("selection_files", slug),
        page("selection_files", slug, q=free.number),
        page("selection_export", slug),
        page("selection_compare", slug, run=[str(run.pk), str(what_if.pk)]),
    ]
    bodies = [client.get(address).content.decode() for address in addresses]
    assert [tied.number in body for body in bodies] == [False] * 5
    assert [free.number in body for body in bodies] == [True] * 5
    assert (
        tied.number
        not in client.get(page("selection_files", slug, q=tied.number)).content.decode().split("</form>")[-1]
    )
    assert "Files you have a tie with" in bodies[0]
