"""Unit: what is asked of a person, what is missing, and what the rules may read."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.forms import complete, facts, parse_form, visible, visible_questions
from tests.kernel.forms.builders import content, options, question


def codes(problems) -> list[tuple[str, str]]:
    return [(problem.question, problem.code) for problem in problems]


def test_a_complete_file_has_no_problem(form, answers) -> None:
    assert complete(form, answers, files={"budget"}) == ()


def test_an_empty_file_lists_what_is_missing_in_order(form) -> None:
    assert codes(complete(form, {})) == [
        ("name", "required"),
        ("bearer", "required"),
        ("born", "required"),
        ("budget", "file_missing"),
        ("agreed", "consent_needed"),
    ]


def test_refusing_consent_is_not_consent(form, answers) -> None:
    assert codes(complete(form, {**answers, "agreed": "no"}, {"budget"})) == [("agreed", "consent_needed")]


def test_conditions_open_further_questions(form, answers) -> None:
    assert codes(complete(form, {**answers, "bearer": "organisation"}, {"budget"})) == [("legal_form", "required")]


def test_a_question_behind_a_hidden_one_is_hidden(form, answers) -> None:
    """The legal form was answered before the bearer changed to a person: it no longer opens the ICE."""
    changed = {**answers, "bearer": "person", "legal_form": "cooperative", "ice": "bad"}
    shown = [q.code for q in visible_questions(form, changed)]
    assert "legal_form" not in shown and "ice" not in shown
    assert complete(form, changed, {"budget"}) == ()
    assert facts(form, changed).keys() == {"bearer.kind", "holder.birth_date"}


def test_facts_are_typed_and_blank_or_unreadable_ones_left_out(form, answers) -> None:
    given = {
        **answers,
        "jobs": "٣",
        "pure_creation": "no",
        "services": ["money", "training"],
        "born": "31/31/2000",
    }
    assert facts(form, given) == {
        "bearer.kind": "person",
        "project.jobs": 3,
        "project.pure_creation": False,
        "project.needs": ["training", "money"],
    }


def test_a_fact_with_a_part_is_a_fraction() -> None:
    parsed = parse_form(content(question("share", "number", fact="project.share")))
    assert facts(parsed, {"share": "12,5"}) == {"project.share": 12.5}


def test_visible_reads_typed_values(form) -> None:
    legal_form = form.by_code["legal_form"]
    assert visible(form.by_code["name"], {})
    assert visible(legal_form, {"bearer": "organisation"})
    assert not visible(legal_form, {"bearer": None})


def test_several_choices_meet_a_condition_when_one_fits() -> None:
    parsed = parse_form(
        content(
            question("needs", "choices", options=options("money", "place")),
            question("sum", "amount", condition={"fact": "needs", "operator": "equals", "value": "money"}),
        )
    )
    assert [q.code for q in visible_questions(parsed, {"needs": ["place", "money"]})] == ["needs", "sum"]
    assert [q.code for q in visible_questions(parsed, {"needs": ["place"]})] == ["needs"]


FORM = parse_form(
    content(
        question("has", "yes_no"),
        question("how_many", "number", required=True, fact="a.b", condition={"fact": "has", "operator": "is_true"}),
        question(
            "why",
            "long_text",
            fact="a.c",
            condition={"fact": "how_many", "operator": "at_least", "value": 10},
        ),
    )
)


# The first run on a machine builds the tables of Unicode, which the health check takes for slowness.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(["has", "how_many", "why", "other"]), st.text() | st.sampled_from(["yes", "12"]))
)
def test_hidden_questions_give_neither_facts_nor_problems(answers: dict[str, str]) -> None:
    shown = {q.code for q in visible_questions(FORM, answers)}
    assert {problem.question for problem in complete(FORM, answers)} <= shown
    assert set(facts(FORM, answers)) <= {q.fact for q in FORM.questions if q.code in shown}
