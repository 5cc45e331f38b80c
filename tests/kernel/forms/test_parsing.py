"""Unit: a form that could not be asked is refused, naming the question and the remedy."""

import pytest

from mouakaba.kernel.forms import FormError, QuestionType, parse_form
from tests.kernel.forms.builders import content, one, options, question, words


def fault(*questions: dict[str, object]) -> tuple[str, str]:
    with pytest.raises(FormError) as refused:
        parse_form(content(*questions))
    return refused.value.where, refused.value.code


@pytest.mark.parametrize("kind", list(QuestionType))
def test_every_type_is_known(kind: QuestionType) -> None:
    assert one(kind.value).type is kind


def test_sections_and_questions_keep_their_order(form) -> None:
    assert [section.code for section in form.sections] == ["project"]
    assert [q.code for q in form.in_section("project")][:3] == ["name", "bearer", "legal_form"]
    assert form.in_section("nowhere") == ()


def test_missing_words_name_the_languages() -> None:
    with pytest.raises(FormError, match=r"question name: .*missing in: ar, en"):
        parse_form(content({**question("name", "short_text"), "label": {"fr": "Nom", "ar": "  "}}))


def test_only_the_languages_of_the_call_are_asked_for() -> None:
    only_french = {
        "sections": [{"code": "project", "title": {"fr": "Projet"}}],
        "questions": [{**question("name", "short_text"), "label": {"fr": "Nom"}}],
    }
    assert parse_form(only_french, languages=("fr",)).questions[0].label == {"fr": "Nom"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"type": "rainbow"}, "unknown_type"),
        ({"colour": "red"}, "unknown_key"),
        ({"section": "elsewhere"}, "unknown_section"),
        ({"required": "yes"}, "not_a_flag"),
        ({"max_length": 0}, "bad_max_length"),
        ({"max_length": True}, "bad_max_length"),
        ({"label": "Name"}, "not_words"),
        ({"options": options("a")}, "needless_options"),
        ({"fact": "region"}, "bad_fact"),
        ({"fact": "Project.Region"}, "bad_fact"),
        ({"type": "file", "fact": "project.plan"}, "bad_fact"),
        ({"type": "choice"}, "no_options"),
        ({"type": "choice", "options": options("a", "a")}, "duplicate_code"),
        ({"type": "choice", "options": [{"value": " a", "label": words("a")}]}, "bad_option"),
        ({"type": "choices", "options": [{"value": "a", "label": {"ar": "أ"}}]}, "missing_words"),
    ],
)
def test_a_wrong_question_is_named(more: dict[str, object], code: str) -> None:
    where, found = fault({**question("city", "short_text"), **more})
    assert (where.startswith("question city"), found) == (True, code)


@pytest.mark.parametrize("code", ["", "Name", "1st", "a b", "x" * 61, None, 7])
def test_a_code_is_plain(code: object) -> None:
    assert fault({**question("name", "short_text"), "code": code})[1] == "bad_code"


def test_codes_are_not_used_twice() -> None:
    assert fault(question("name", "short_text"), question("name", "date")) == (
        "question name",
        "duplicate_code",
    )


@pytest.mark.parametrize("broken", [{}, {"sections": [], "questions": []}, {"sections": [{"code": "a"}]}])
def test_an_empty_form_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(FormError):
        parse_form(broken)


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"fact": "second", "operator": "is_true"}, "condition_on_itself"),
        ({"fact": "third", "operator": "is_true"}, "condition_not_earlier"),
        ({"fact": "nobody", "operator": "is_true"}, "condition_not_earlier"),
        ({"fact": "first", "operator": "resembles", "value": "a"}, "condition_operator"),
        ({"fact": "first", "operator": "at_least", "value": 3}, "condition_operator"),
        ({"fact": "first", "operator": "equals"}, "condition_value"),
        ({"fact": "first", "operator": "equals", "value": "z"}, "condition_value"),
        ({"fact": "first", "operator": "in", "value": ["a", "z"]}, "condition_value"),
        ({"fact": "paper", "operator": "present"}, "condition_operator"),
        ({"fact": "born", "operator": "before", "value": "soon"}, "condition_value"),
        ({"fact": "first", "operator": "present", "on": "2024-03-31"}, "unknown_key"),
        ("first", "not_an_object"),
    ],
)
def test_a_condition_looks_back_at_something_it_can_read(condition: object, code: str) -> None:
    where, found = fault(
        question("first", "choice", options=options("a", "b")),
        question("paper", "file"),
        question("born", "date"),
        question("second", "short_text", condition=condition),
        question("third", "yes_no"),
    )
    assert (where.startswith("question second"), found) == (True, code)


def test_a_date_condition_is_written_as_text() -> None:
    parsed = parse_form(
        content(
            question("born", "date"),
            question(
                "guardian",
                "short_text",
                condition={"fact": "born", "operator": "after", "value": "2006-03-31"},
            ),
        )
    )
    assert str(parsed.by_code["guardian"].condition.test.value) == "2006-03-31"


def test_one_fact_has_one_question_unless_conditions_choose() -> None:
    twice = [question("a", "short_text", fact="x.y"), question("b", "short_text", fact="x.y")]
    assert fault(*twice) == ("question b", "duplicate_fact")
    chooser = question("kind", "choice", options=options("p", "o"))
    chosen = [
        question(v, "short_text", fact="x.y", condition={"fact": "kind", "operator": "equals", "value": v})
        for v in ("p", "o")
    ]
    assert len(parse_form(content(chooser, *chosen)).questions) == 3
