"""Unit: invented applications are deterministic, varied, marked DEMO and in the announced proportions."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ma import ice

from mouakaba.kernel.callfile import parse
from mouakaba.kernel.eligibility import check
from mouakaba.kernel.forms import complete, facts, normalise, parse_form
from mouakaba.site.demo.applications import FLAWS, REPEATS, Invented, demo_ice, invent
from mouakaba.site.demo.definitions import SLUGS, call_file, definition
from mouakaba.site.demo.texts import LANGUAGES, PARTS, brands, frames, ideas

NAME = re.compile(r"(مترشحة?|DEMO (Candidate?|Applicant)) \d{3,}( \(DEMO\))?")
TEXTS = ("project_problem", "project_solution", "customers", "impact", "team", "why_now")


@cache
def all_of(slug: str) -> tuple[Invented, ...]:
    return tuple(invent(670, seed=1, call=slug))


def form_of(slug: str) -> Any:
    content = definition(slug).content
    return parse_form({"sections": content["sections"], "questions": content["questions"]})


def verdicts(slug: str) -> Counter[str]:
    rules = parse(call_file(slug).read_text(encoding="utf-8"), source=slug).eligibility
    form = form_of(slug)
    return Counter(str(check(rules, facts(form, file.answers)).verdict) for file in all_of(slug))


def test_the_same_seed_gives_the_same_applications_and_a_longer_run_starts_alike() -> None:
    assert tuple(invent(40, seed=1)) == all_of("kawaliss-2")[:40]


def test_a_run_may_begin_further_on() -> None:
    assert tuple(invent(5, seed=1, first=31)) == all_of("kawaliss-2")[30:35]


def test_another_seed_gives_other_applications() -> None:
    assert next(invent(1, seed=2)) != all_of("kawaliss-2")[0]


def test_a_hundred_thousand_are_given_one_by_one() -> None:
    assert [file.number for file in islice(invent(100_000, seed=1), 3)] == [1, 2, 3]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="count: -1 is negative"):
        invent(-1, seed=1)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_application_could_be_sent_through_the_form(slug: str) -> None:
    form = form_of(slug)
    blocked = [
        (file.number, problem.question, problem.code)
        for file in all_of(slug)
        for problem in complete(form, file.answers)
    ]
    assert blocked == []


@pytest.mark.parametrize("slug", SLUGS)
def test_answers_are_kept_as_given(slug: str) -> None:
    form = form_of(slug)
    for file in all_of(slug)[:100]:
        for code, value in file.answers.items():
            kept = normalise(form.by_code[code], value).value
            assert kept == (
                tuple(value)
                if isinstance(value, list)
                else str(value).lower()
                if isinstance(value, bool)
                else str(value)
            )


@pytest.mark.parametrize("slug", SLUGS)
def test_about_ten_in_a_hundred_are_ineligible_and_four_cannot_be_told(slug: str) -> None:
    found = verdicts(slug)
    incomplete = sum(count for flaw, count in FLAWS[slug].items() if flaw.startswith("no_"))
    flawed = sum(FLAWS[slug].values()) - incomplete
    assert abs(found["ineligible"] - 6.7 * flawed) <= 12
    assert abs(found["cannot_tell"] - 6.7 * incomplete) <= 8
    assert (flawed, incomplete) == (10, 4)


def test_languages_and_regions_keep_their_shares() -> None:
    files = all_of("kawaliss-2")
    tongues = Counter(file.language for file in files)
    assert [round(100 * tongues[language] / len(files)) for language in LANGUAGES] == [60, 33, 7]
    regions = Counter(file.answers["project_region"] for file in files)
    assert min(regions[code] for code in ("MA-01", "MA-02", "MA-03", "MA-09")) > 120
    women = Counter(file.answers["holder_sex"] for file in files)["female"]
    assert 0.4 < women / len(files) < 0.56


def test_no_two_read_the_same() -> None:
    files = all_of("kawaliss-2")
    assert len({file.answers["project_title"] for file in files}) == len(files)
    assert len({tuple(file.answers[code] for code in TEXTS) for file in files}) == len(files)
    told = {(file.answers["project_problem"], file.answers["project_solution"]) for file in files}
    assert len(told) == len(files)


def test_titles_end_with_the_mark_and_names_are_of_the_demo_pattern() -> None:
    for slug in SLUGS:
        for file in all_of(slug):
            assert file.answers["project_title"].endswith(" DEMO")
            assert NAME.fullmatch(file.applicant)
            assert file.answers["holder_name"] == file.applicant
            assert "DEMO" in file.answers.get("organisation_name", "DEMO")
            assert re.fullmatch(rf"demo-applicant(-k3|-oujda)?-{file.number:05d}@demo\.example", file.email)


def test_no_phone_and_only_demo_company_numbers() -> None:
    for file in all_of("kawaliss-2"):
        assert "holder_phone" not in file.answers
        assert file.answers.get("organisation_ice", "9999").startswith("9999")


@given(st.integers(min_value=0, max_value=10**6))
def test_demo_company_numbers_are_well_formed(number: int) -> None:
    assert ice.is_valid(demo_ice(number))


def test_repeats_are_one_person_twice() -> None:
    files = {file.number: file for file in all_of("kawaliss-2")}
    assert len(REPEATS) == 2
    for later, earlier in REPEATS.items():
        first, second = files[earlier], files[later]
        assert first.applicant == second.applicant
        assert first.answers.get("holder_birth_date") == second.answers.get("holder_birth_date")
        assert first.answers["project_commune"] == second.answers["project_commune"]
        assert first.email != second.email


@pytest.mark.parametrize("slug", SLUGS)
def test_sent_between_opening_and_two_days_before_closing_and_mostly_late(slug: str) -> None:
    call = definition(slug).rules["call"]
    moments = [file.submitted_local for file in all_of(slug)]
    assert min(moments) >= call["opens_at"]
    assert max(moments).date().toordinal() <= call["closes_at"].date().toordinal() - 2
    middle = call["opens_at"] + (call["closes_at"] - call["opens_at"]) / 2
    assert sum(moment > middle for moment in moments) > 0.6 * len(moments)


def test_kawaliss_two_stops_on_the_twenty_ninth_of_march() -> None:
    assert max(file.submitted_local for file in all_of("kawaliss-2")) < datetime(2024, 3, 30)


def test_ages_reach_both_edges_of_the_range() -> None:
    closing = date(2024, 3, 31)
    births = [
        date.fromisoformat(file.answers["holder_birth_date"])
        for file in all_of("kawaliss-2")
        if "holder_birth_date" in file.answers
    ]
    ages = Counter(
        (closing.year - born.year) - ((closing.month, closing.day) < (born.month, born.day)) for born in births
    )
    assert ages[18]
    assert ages[29]
    assert set(range(14, 18)) & set(ages)
    assert set(range(30, 42)) & set(ages)


def test_some_texts_are_long_some_short_some_mixed() -> None:
    files = all_of("kawaliss-2")
    lengths = [sum(len(file.answers[code]) for code in TEXTS) for file in files]
    assert min(lengths) < 600
    assert max(lengths) > 1700
    arabic = [file for file in files if file.language == "ar"]
    assert any(re.search(r"[A-Za-z]{4,}", file.answers["project_solution"]) for file in arabic)


def test_there_are_sixty_hand_written_ideas_whole_in_three_languages() -> None:
    assert len(ideas("culture")) == 60
    for idea in (*ideas("culture"), *ideas("outside")):
        for language in LANGUAGES:
            assert set(idea.words[language]) == set(PARTS)
            assert all(idea.words[language].values())
    for language in LANGUAGES:
        titles = [idea.words[language]["title"] for kind in ("culture", "outside", "ideathon") for idea in ideas(kind)]
        assert len(set(titles)) == len(titles)


def test_sentences_around_ideas_name_only_known_gaps() -> None:
    known = {"commune", "region", "few", "teens", "hours", "years", "hundreds", "thousands"}
    for language in LANGUAGES:
        sentences = [text for slot in frames()[language].values() for text in slot]
        assert {gap for text in sentences for gap in re.findall(r"{(\w*)}", text)} <= known
    assert len({latin for _, latin in brands()}) == len(brands()) == 80


def test_most_agree_that_their_summary_is_published_and_the_cohort_page_finds_it_with_their_consent_alone() -> None:
    from mouakaba.select.selection.queries.cohort import _summary

    content = definition("kawaliss-2").content
    files = [file.answers for file in all_of("kawaliss-2")]
    agreed = [answers["publish_consent"] for answers in files]
    assert 400 < sum(agreed) < 540
    told = [_summary(answers, content) for answers in files]
    assert [bool(text) for text in told] == agreed
    assert all(text in ("", answers["project_summary"]) for text, answers in zip(told, files, strict=True))
