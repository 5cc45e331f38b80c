"""Unit: public organisations and cohort 1 as published."""

from __future__ import annotations

from collections import Counter

from mouakaba.site.demo.records import cohort1, organisations

LANGUAGES = {"ar", "fr", "en"}


def test_cohort_one_counts_seventeen_beside_the_eighteen_published() -> None:
    cohort = cohort1()
    assert Counter(project.region for project in cohort.projects) == {"MA-09": 5, "MA-01": 4, "MA-02": 4, "MA-03": 4}
    assert (len(cohort.projects), cohort.published_total) == (17, 18)
    assert all(title.endswith("DEMO") for project in cohort.projects for title in project.title.values())
    assert all(set(project.title) == LANGUAGES for project in cohort.projects)


def test_organisations_are_named_in_three_languages_with_other_names() -> None:
    known = {organisation.code: organisation for organisation in organisations()}
    assert {"hiba", "eu-delegation", "odco", "odco-oriental", "valbiom"} <= set(known)
    assert set(known["valbiom"].alternative_names) == {"Valbiom", "Valbium", "فالبيوم"}
    for organisation in known.values():
        assert set(organisation.name) == LANGUAGES
        assert all(organisation.name.values())
        assert organisation.parent is None or organisation.parent in known


def test_sources_are_addresses_and_only_the_association_of_berkane_has_none() -> None:
    assert [one.code for one in organisations() if not one.source_url] == ["environment-berkane"]
    assert all(one.source_url.startswith("http") for one in organisations() if one.source_url)
