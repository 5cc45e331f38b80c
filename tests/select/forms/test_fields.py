"""Integration: questions as fields, problems as sentences, answers in words, in three languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override

from mouakaba.base.words.models import LANGUAGES
from mouakaba.kernel.forms import ERROR_CODES, WARNING_CODES, Problem
from mouakaba.select.forms.forms import FieldState, Held, fields, posted, posted_bases, searches, shown_answers
from mouakaba.select.forms.phrases import PROBLEMS, answer_in_words, say_problem
from mouakaba.select.forms.queries import communes_named, facts_of, form_of, kept_answers, problems_of
from tests import factories
from tests.kernel.forms.builders import content, one, options, question

OUJDA = "02.411.01.23"


def test_every_code_has_its_sentence_in_each_language() -> None:
    assert set(PROBLEMS) == ERROR_CODES | WARNING_CODES
    params = {"value": "x", "max": 10, "count": 12, "over": 2}
    for code in PROBLEMS:
        said = set()
        for language in LANGUAGES:
            with override(language):
                said.add(say_problem(Problem("q", code, params)))
        assert len(said) == 3, code


def test_a_sentence_shows_a_long_value_shortened() -> None:
    with override("en"):
        assert len(say_problem(Problem("q", "not_a_date", {"value": "9" * 5000}))) < 200


@pytest.mark.parametrize(
    ("kind", "value", "language", "words"),
    [
        ("date", "2000-05-02", "ar", ["2 ماي 2000"]),
        ("date", "soon", "fr", ["soon"]),
        ("amount", "120000.5", "fr", ["\u2066120\u00a0000,50\u2069\u00a0DH"]),
        ("number", "3", "en", ["\u20663\u2069"]),
        ("yes_no", "true", "ar", ["نعم"]),
        ("yes_no", True, "fr", ["Oui"]),
        ("choice", "b", "fr", ["b en français"]),
        ("choices", ["a", "c"], "ar", ["a بالعربية", "c بالعربية"]),
        ("choice", "gone", "en", ["gone"]),
        ("phone", "+212612345678", "ar", ["\u2066+212612345678\u2069"]),
        ("long_text", "", "en", []),
        ("long_text", None, "en", []),
    ],
)
def test_answers_in_words(kind: str, value: Any, language: str, words: list[str]) -> None:
    with override(language):
        assert answer_in_words(one(kind), value) == words


@pytest.mark.django_db
@pytest.mark.usefixtures("places")
class TestPlaces:
    def test_a_region_and_a_commune_by_name(self) -> None:
        with override("fr"):
            assert answer_in_words(one("region"), "MA-02") == ["Oriental"]
            assert answer_in_words(one("commune"), OUJDA) == ["Oujda (Oujda-Angad)"]
            assert answer_in_words(one("commune"), "99.999") == ["99.999"]

    def test_a_commune_that_does_not_exist_is_said(self) -> None:
        form = form_of(content(question("city", "commune")))
        assert [p.code for p in problems_of(form, {"city": "99.999.99.99"})] == ["not_an_option"]
        assert problems_of(form, {"city": OUJDA}) == ()

    def test_a_commune_gives_its_region_and_milieu(self) -> None:
        form = form_of(content(question("city", "commune", fact="project.commune")))
        assert facts_of(form, {"city": OUJDA}) == {
            "project.commune": OUJDA,
            "project.milieu": "urban",
            "project.region": "MA-02",
        }

    def test_an_answer_comes_before_what_the_place_says(self) -> None:
        asked = [
            question("city", "commune", fact="project.commune"),
            question("region", "region", fact="project.region"),
        ]
        assert facts_of(form_of(content(*asked)), {"city": OUJDA, "region": "MA-09"})["project.region"] == "MA-09"

    def test_the_search_puts_the_region_first_and_stops_at_twenty(self) -> None:
        assert communes_named("وجده")[0].code == OUJDA
        assert len(communes_named("ait")) == 20
        assert communes_named("ai", region="MA-02")[0].region == "MA-02"
        assert communes_named("x") == [] == communes_named("")


FORM = form_of(
    content(
        question("title", "short_text", required=True),
        question("needs", "choices", options=options("a", "b")),
        question("born", "date"),
        question("has", "yes_no"),
        question("more", "long_text", condition={"fact": "has", "operator": "is_true"}),
        question("paper", "file"),
    )
)


def test_a_field_shows_what_was_kept_as_people_write_it() -> None:
    drawn = {
        f.question.code: f for f in fields(FORM, FORM.questions, {"born": "2000-05-02", "needs": ["b"]}, FieldState())
    }
    assert drawn["born"].value == "02/05/2000"
    assert [choice.chosen for choice in drawn["needs"].choices] == [False, True]
    assert not drawn["more"].shown


def test_what_was_typed_comes_before_what_is_kept() -> None:
    state = FieldState(typed={"title": "typed", "has": "true"}, revisions={"title": 4}, conflicts={"title": "other"})
    drawn = {f.question.code: f for f in fields(FORM, FORM.questions, {"title": "kept"}, state)}
    title = drawn["title"]
    assert (title.value, title.other, title.conflict, title.revision) == ("typed", ("other",), True, 4)
    assert drawn["more"].shown


def test_only_questions_on_the_page_are_read_from_a_post() -> None:
    data = QueryDict("q_title=x&q_title-base=2&q_needs-base=1&q_born=2000&q_more-find=oujda&other-find=no")
    assert posted(FORM.questions, data) == {"title": "x", "needs": []}
    assert posted_bases(FORM.questions, data) == {"title": 2, "needs": 1}
    assert searches(data) == {"more": "oujda"}


def test_what_is_frozen_is_what_was_shown() -> None:
    answers = {"title": "  A ", "has": "non", "more": "hidden", "needs": ["b", "a"], "gone": "x"}
    assert kept_answers(FORM, answers) == {"title": "A", "has": "false", "needs": ["a", "b"]}


def test_the_jury_does_not_see_what_is_hidden_from_it() -> None:
    form = form_of(factories.content())
    papers = {"paper": [Held("1", "plan.pdf")]}
    shown = [
        row.question.code for _s, rows in shown_answers(form, factories.ANSWERS, papers, for_jury=True) for row in rows
    ]
    assert shown == ["title", "summary", "region", "sector", "bearer", "paper"]
