"""A pitch session: order, one pitch at a time, marks on phones, the screen, the ranking. Integration."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from mouakaba.kernel.marks import drawn_order
from mouakaba.select.applications.models import Application
from mouakaba.select.review.actions import (
    close_marks,
    end_pitch,
    hide_ranking,
    invite_juror,
    move_pitch,
    order_pitches,
    reveal,
    save_marks,
    set_minutes,
    start_pitch,
)
from mouakaba.select.review.models import Panel, Pitch, Review
from mouakaba.select.review.queries import current_pitch, live_ranking, panel_of, pitches_of, scored_files
from tests import factories
from tests.select.review.conftest import file

pytestmark = pytest.mark.django_db
SLUG = ["demo-live"]


@pytest.fixture
def order(live_call: Any, live_files: list[Any], omar: Any) -> list[Pitch]:
    """The three files in order, none begun."""
    order_pitches(call=live_call, order=[one.pk for one in live_files], by=omar)
    return list(pitches_of(live_call))


def mark(person: Any, application: Any, viability: int, impact: int) -> Review:
    review = Review.objects.get(juror__person=person, application=application)
    marks = {"viability": {"mark": viability, "reason": "DEMO"}, "impact": {"mark": impact}}
    return save_marks(review=review, marks=marks, base_revision=review.revision, by=person).review


def numbers(call: Any) -> list[str]:
    return [pitch.application.number for pitch in pitches_of(call)]


def test_the_draw_keeps_its_seed_and_anybody_can_draw_again(live_call: Any, live_files: list[Any], omar: Any) -> None:
    seed = order_pitches(call=live_call, by=omar)
    assert Panel.objects.get().seed == seed
    assert numbers(live_call) == list(drawn_order([one.number for one in live_files], seed))
    assert order_pitches(call=live_call, seed="of the hall", by=omar) == "of the hall"
    assert numbers(live_call) == list(drawn_order([one.number for one in live_files], "of the hall"))


def test_an_order_by_hand_names_exactly_the_files_still_to_pitch(live_call: Any, order: list[Pitch], omar: Any) -> None:
    ids = [pitch.application_id for pitch in order]
    order_pitches(call=live_call, order=ids[::-1], by=omar)
    assert [pitch.application_id for pitch in pitches_of(live_call)] == ids[::-1]
    with pytest.raises(ValidationError, match="changed meanwhile"):
        order_pitches(call=live_call, order=ids[:2], by=omar)


def test_moving_exchanges_neighbours_and_forgets_the_seed(live_call: Any, live_files: list[Any], omar: Any) -> None:
    order_pitches(call=live_call, by=omar)
    before = numbers(live_call)
    move_pitch(pitch=pitches_of(live_call)[2], up=True, by=omar)
    assert numbers(live_call) == [before[0], before[2], before[1]]
    assert panel_of(live_call).seed == ""
    move_pitch(pitch=pitches_of(live_call)[2], up=False, by=omar)
    assert numbers(live_call) == [before[0], before[2], before[1]]


def test_what_was_pitched_keeps_its_place_when_the_rest_is_drawn_again(
    live_call: Any, order: list[Pitch], omar: Any
) -> None:
    end_pitch(pitch=start_pitch(pitch=order[2], by=omar), by=omar)
    order_pitches(call=live_call, by=omar)
    assert pitches_of(live_call)[0].application == order[2].application
    assert [pitch.position for pitch in pitches_of(live_call)] == [1, 2, 3]
    with pytest.raises(ValidationError, match="has begun"):
        move_pitch(pitch=pitches_of(live_call)[0], up=False, by=omar)


def test_one_pitch_at_a_time(live_call: Any, order: list[Pitch], omar: Any) -> None:
    first = start_pitch(pitch=order[0], by=omar)
    with pytest.raises(ValidationError, match="End it first"):
        start_pitch(pitch=order[1], by=omar)
    assert start_pitch(pitch=order[0], by=omar).started_at == first.started_at
    end_pitch(pitch=order[0], by=omar)
    assert start_pitch(pitch=order[1], by=omar).started_at
    with pytest.raises(IntegrityError), transaction.atomic():
        Pitch.objects.filter(pk=order[2].pk).update(started_at=first.started_at)


def test_beginning_gives_the_file_to_every_juror_and_late_jurors_receive_it_too(
    live_call: Any, order: list[Pitch], panel: list[Any], omar: Any
) -> None:
    start_pitch(pitch=order[0], by=omar)
    late = invite_juror(call=live_call, email="late@demo.example", languages=["ar"], by=omar)
    holders = set(Review.objects.filter(application=order[0].application).values_list("juror", flat=True))
    assert holders == {panel[0].pk, panel[1].pk, late.pk}


def test_marks_given_live_are_done_as_soon_as_complete_and_late_marks_count_until_closing(
    live_call: Any, order: list[Pitch], panel: list[Any], omar: Any
) -> None:
    file_ = order[0].application
    end_pitch(pitch=start_pitch(pitch=order[0], by=omar), by=omar)
    saved = mark(panel[0].person, file_, 4, 4)
    assert (saved.state, saved.total) == ("done", Decimal("80.0000"))
    mark(panel[1].person, file_, 3, 3)
    close_marks(call=live_call, by=omar, why="the others did not come")
    assert scored_files(live_call) == [(file_, Decimal("70.0000"))]
    with pytest.raises(ValidationError):
        mark(panel[1].person, file_, 5, 5)


def test_marks_do_not_close_during_a_pitch(live_call: Any, order: list[Pitch], omar: Any) -> None:
    start_pitch(pitch=order[0], by=omar)
    with pytest.raises(ValidationError, match="under way"):
        close_marks(call=live_call, by=omar, why="DEMO")
    with pytest.raises(ValidationError, match="under way"):
        reveal(call=live_call, by=omar)


def pitch_all(order: list[Pitch], panel: list[Any], omar: Any, marks: list[tuple[int, int]]) -> None:
    for pitch, (viability, impact) in zip(order, marks, strict=True):
        start_pitch(pitch=pitch, by=omar)
        for juror in panel:
            mark(juror.person, pitch.application, viability, impact)
        end_pitch(pitch=pitch, by=omar)


def test_the_ranking_puts_equal_totals_by_sending_and_files_below_a_floor_last(
    live_call: Any, order: list[Pitch], panel: list[Any], omar: Any
) -> None:
    early = factories.at("2024-02-20 10:00:00")
    Application.objects.filter(pk=order[2].application_id).update(submitted_at=early)
    pitch_all(order, panel, omar, [(4, 4), (1, 5), (3, 5)])  # 80, below the floor of 2, 80
    rows = [(row.position, row.application.pk, row.score) for row in live_ranking(live_call)]
    assert rows == [
        (1, order[2].application_id, Decimal("80.0000")),
        (2, order[0].application_id, Decimal("80.0000")),
        (None, order[1].application_id, Decimal("60.0000")),
    ]
    assert live_ranking(live_call)[0].means == {"viability": Decimal("3.0000"), "impact": Decimal("5.0000")}


def test_the_screen_shows_the_pitch_and_the_ranking_only_once_revealed(
    client: Client, live_call: Any, order: list[Pitch], panel: list[Any], omar: Any
) -> None:
    url = reverse("call_screen", args=SLUG)
    start_pitch(pitch=order[0], by=omar)
    assert order[0].application.title in client.get(url).content.decode()
    mark(panel[0].person, order[0].application, 5, 4)
    end_pitch(pitch=order[0], by=omar)
    hidden = client.get(url).content.decode()
    assert (order[0].application.title in hidden, "90.00" in hidden) == (False, False)
    reveal(call=live_call, by=omar)
    assert "90.00" in client.get(url).content.decode()
    hide_ranking(call=live_call, by=omar)
    assert "90.00" not in client.get(url).content.decode()


def test_nothing_pitched_means_nothing_to_reveal(live_call: Any, order: list[Pitch], omar: Any) -> None:
    with pytest.raises(ValidationError, match="Nothing has been pitched"):
        reveal(call=live_call, by=omar)


def poll(client: Client, url: str, **data: str) -> Any:
    return client.get(url, data, headers={"hx-request": "true"})


def test_polls_answer_nothing_until_something_changes(
    client: Client, live_call: Any, order: list[Pitch], panel: list[Any], omar: Any
) -> None:
    screen, phone = reverse("call_screen", args=SLUG), reverse("jury_live", args=SLUG)
    seen = client.get(screen).context["token"]
    assert poll(client, screen, seen=seen).status_code == 204
    client.force_login(panel[0].person)
    waiting = client.get(phone).context["token"]
    assert poll(client, phone, seen=waiting).status_code == 204
    start_pitch(pitch=order[0], by=omar)
    changed = poll(client, screen, seen=seen)
    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()
    assert poll(client, phone, seen=waiting)["HX-Refresh"] == "true"
    typing = poll(client, phone, seen=waiting, file=str(order[0].application_id)).content.decode()
    assert ('id="now"' in typing, "<form" in typing) == (True, False)


def test_the_phone_saves_into_the_file_it_was_drawn_for_even_after_the_next_pitch_began(
    client: Client, live_call: Any, order: list[Pitch], panel: list[Any], omar: Any
) -> None:
    client.force_login(panel[0].person)
    start_pitch(pitch=order[0], by=omar)
    action = client.get(reverse("jury_live", args=SLUG)).context["sheet_url"]
    end_pitch(pitch=order[0], by=omar)
    start_pitch(pitch=order[1], by=omar)
    client.post(action, {"base": "0", "mark-viability": "3", "reason-viability": ""})
    marked = {review.application_id: review.marks for review in Review.objects.filter(juror=panel[0])}
    assert marked[order[0].application_id]["viability"]["mark"] == 3
    assert marked[order[1].application_id] == {}


def test_the_phone_works_by_plain_reload(client: Client, order: list[Pitch], panel: list[Any], omar: Any) -> None:
    client.force_login(panel[0].person)
    url = reverse("jury_live", args=SLUG)
    assert client.get(url).context.get("review") is None
    start_pitch(pitch=order[0], by=omar)
    page = client.get(url)
    assert page.context["review"].application == order[0].application
    assert client.post(url, {"base": "0", "mark-impact": "4", "reason-impact": ""}).status_code == 302
    assert Review.objects.get(juror=panel[0]).marks["impact"]["mark"] == 4


def test_the_desk_says_who_has_marked_and_runs_the_session(
    client: Client, live_call: Any, live_files: list[Any], panel: list[Any], omar: Any
) -> None:
    client.force_login(omar)
    url = reverse("live_office", args=SLUG)
    client.post(url, {"act": "draw"})
    pitch = pitches_of(live_call)[0]
    client.post(url, {"act": "start", "pitch": pitch.pk})
    mark(panel[0].person, pitch.application, 4, 4)
    assert [state for _juror, state in client.get(url).context["jurors"]] == ["done", "assigned"]
    client.post(url, {"act": "end", "pitch": pitch.pk})
    client.post(url, {"act": "reveal"})
    assert current_pitch(live_call) is None
    assert panel_of(live_call).revealed_at is not None
    refused = client.post(url, {"act": "minutes", "minutes": "900"}, follow=True)
    assert "60" in str(next(iter(refused.context["messages"])))
    client.post(url, {"act": "minutes", "minutes": "7"})
    assert panel_of(live_call).minutes == 7


def test_files_that_come_late_join_at_the_end(client: Client, live_call: Any, order: list[Pitch], omar: Any) -> None:
    late = file(live_call, "Late", state="submitted")
    client.force_login(omar)
    client.post(reverse("live_office", args=SLUG), {"act": "add"})
    assert pitches_of(live_call).last().application == late
    assert [pitch.application_id for pitch in pitches_of(live_call)][:3] == [one.application_id for one in order]


def test_a_file_withdrawn_in_its_pitch_can_still_be_ended(live_call: Any, order: list[Pitch], omar: Any) -> None:
    start_pitch(pitch=order[0], by=omar)
    Application.objects.filter(pk=order[0].application_id).update(state="withdrawn")
    assert order[0] not in pitches_of(live_call)
    end_pitch(pitch=current_pitch(live_call), by=omar)
    assert start_pitch(pitch=order[1], by=omar).started_at


def test_a_call_that_is_not_live_has_no_live_pages(client: Client, call: Any, jurors: list[Any], omar: Any) -> None:
    assert client.get(reverse("call_screen", args=["demo-call"])).status_code == 404
    client.force_login(omar)
    assert client.get(reverse("live_office", args=["demo-call"])).status_code == 404
    client.force_login(jurors[0].person)
    assert client.get(reverse("jury_live", args=["demo-call"])).status_code == 404


def test_the_minutes_of_a_pitch_are_one_number_for_all_screens(live_call: Any, omar: Any) -> None:
    set_minutes(call=live_call, minutes=3, by=omar)
    assert panel_of(live_call).minutes == 3
